import { describe, expect, it } from "@jest/globals";
import { LineIds } from "../../src/cli/record/line-ids.js";
import { isUuidV7, timeOfUuidV7 } from "../../src/platform/ids.js";

const MOMENT = new Date("2026-02-03T04:05:06.789Z");

function idsOf(lines: readonly Record<string, unknown>[], moment = MOMENT): string[] {
  const ids = new LineIds(moment);
  return lines.map((line) => ids.next(line));
}

const one = { externalReference: "T-1", recipient: "bank" };
const two = { recipient: "courier", categories: ["usage", "technical"] };

describe("the ids of a file's lines", () => {
  it("are UUIDv7 of the moment of the first attempt", () => {
    for (const id of idsOf([one, two])) {
      expect(isUuidV7(id)).toBe(true);
      expect(timeOfUuidV7(id)).toBe(MOMENT.getTime());
    }
  });

  it("are the same on every attempt, wherever further lines were added", () => {
    const [first, second] = idsOf([one, two]);
    const [, again, , andAgain] = idsOf([{ recipient: "new" }, one, { recipient: "newer" }, two]);
    expect([again, andAgain]).toEqual([first, second]);
  });

  it("are others in another registry, which took the file at another moment", () => {
    expect(idsOf([one, two], new Date("2026-03-03T00:00:00Z"))).not.toEqual(idsOf([one, two]));
  });

  it("stay with an external reference whatever else its line says, so that a changed line is a conflict", () => {
    expect(idsOf([{ ...one, recipient: "another" }])).toEqual(idsOf([one]));
  });

  it("depend on the content of a line without a reference, not on the order of its fields", () => {
    expect(idsOf([{ categories: two.categories, recipient: two.recipient }])).toEqual(idsOf([two]));
    expect(idsOf([{ ...two, categories: ["technical", "usage"] }])).not.toEqual(idsOf([two]));
  });

  it("differ between lines that are alike", () => {
    expect(new Set(idsOf([two, two, two, one, one])).size).toBe(5);
  });

  it("are those of the lines that state one", () => {
    const id = "019c1f0e-0000-7000-8000-000000000001";
    expect(idsOf([{ ...one, id }])).toEqual([id]);
  });

  it("are found again by the external reference, for a correction", () => {
    const ids = new LineIds(MOMENT);
    const id = ids.next(one);
    expect(ids.ofReference("T-1")).toBe(id);
    expect(ids.ofReference("T-2")).toBeNull();
  });
});
