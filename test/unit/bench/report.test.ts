import { describe, expect, it } from "@jest/globals";
import { medianBy, type Measurement } from "../../../bench/measurement.js";
import { renderJson, renderTable } from "../../../bench/report.js";

const MEASUREMENTS: readonly Measurement[] = [
  {
    measure: "singles",
    unit: "/s",
    ours: 4_312.4,
    plain: { way: "join table", value: 1_400 },
    target: { of: "ratio", atLeast: 3 },
    details: { p50: 6.5 },
  },
  { measure: "look-up", unit: "ms", ours: 5.25, target: { of: "ours", atMost: 5 } },
  {
    measure: "bytes of a pair",
    unit: "bytes",
    ours: 1.64,
    plain: { way: "join table", value: 104 },
  },
];

describe("the benchmark's table", () => {
  it("sets each figure beside the plain way, the ratio and the target, and says what was met", () => {
    const [header, , ...rows] = renderTable(MEASUREMENTS, 160).split("\n");
    const cells = (line: string | undefined) => line?.split(/ {2,}/).map((cell) => cell.trim());
    expect(cells(header)).toEqual(["measure", "ours", "plain way", "ratio", "target", "met"]);
    expect(cells(rows[0])).toEqual(["singles", "4,312 /s", "1,400 /s join table", "3.08×", "≥ 3×", "yes"]);
    expect(cells(rows[1])).toEqual(["look-up", "5.25 ms", "≤ 5 ms", "no"]);
    expect(cells(rows[2])).toEqual(["bytes of a pair", "1.64 bytes", "104 bytes join table", "0.016×"]);
    expect(rows).toHaveLength(3);
  });

  it("shows a row as a block where the lines are short", () => {
    const text = renderTable(MEASUREMENTS, 40);
    expect(text).toContain("singles\n");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});

describe("the benchmark's JSON", () => {
  it("holds the run, and each measurement with its ratio and verdict", () => {
    const run = {
      startedAt: "2026-01-27T10:00:00.000Z",
      seconds: 61,
      machine: { cores: 2 },
      sizes: { users: 10 },
    };
    const written = JSON.parse(renderJson(run, MEASUREMENTS)) as { measurements: object[] };
    expect(written).toMatchObject(run);
    expect(written.measurements[0]).toEqual({ ...MEASUREMENTS[0], ratio: 4_312.4 / 1_400, met: true });
    expect(written.measurements[1]).toMatchObject({ ratio: null, met: false });
    expect(written.measurements[2]).toMatchObject({ met: null });
  });
});

describe("the middle one of several rounds", () => {
  it("is not moved by one that was disturbed", () => {
    expect(medianBy([{ rate: 90 }, { rate: 3 }, { rate: 100 }], ({ rate }) => rate)).toEqual({ rate: 90 });
  });
});
