import { describe, expect, it } from "@jest/globals";
import { RefusalLog } from "../../../src/platform/http/refusal-log.js";
import { createLogger } from "../../../src/platform/observability/logger.js";

function openLog(tellMs?: number) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, log: new RefusalLog(createLogger("info", {}, { write }), 600, tellMs) };
}

const later = (ms: number) => new Promise((passed) => setTimeout(passed, ms));

describe("A refusal's line", () => {
  it("says how many of its code were left out before it, and no flood of one code hides another", async () => {
    const { lines, log } = openLog();
    for (let number = 0; number < 650; number += 1) log.write("NOT_FOUND", { status: 404 });
    log.write("FORBIDDEN", { status: 403 });
    const before = lines.filter(({ status }) => status === 404).length;
    await later(150);
    log.write("NOT_FOUND", { status: 404 });
    expect(lines.filter(({ status }) => status === 403)).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty("leftOut");
    const told = lines.reduce((sum, { leftOut }) => sum + Number(leftOut ?? 0), 0);
    expect(before + told).toBe(650);
  });

  it("that was left out last is told of without another refusal, once, and each time again", async () => {
    const { lines, log } = openLog(50);
    for (const sent of [650, 100]) {
      for (let number = 0; number < sent; number += 1) log.write("NOT_FOUND", { status: 404 });
      const ofOthers = lines.splice(0).map(({ leftOut }) => 1 + Number(leftOut ?? 0));
      await later(120);
      expect(lines).toHaveLength(1);
      const [{ codes, leftOut, msg }] = lines.splice(0) as [Record<string, unknown>];
      expect({ codes, msg }).toEqual({ codes: ["NOT_FOUND"], msg: "left out" });
      expect(ofOthers.reduce((sum, each) => sum + each, Number(leftOut))).toBe(sent);
    }
    await later(120);
    expect(lines).toEqual([]);
  });
});
