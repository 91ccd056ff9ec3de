import { describe, expect, it } from "@jest/globals";
import type { ConcernedUsers } from "../../../src/modules/policy/core/gathered-findings.js";
import { isSameVerdict } from "../../../src/modules/policy/core/same-verdict.js";
import { SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";

const segmentsOf = (...numbers: number[]) => [...SubjectSet.of(numbers as SubjectNumber[]).segments()];

const blocked: ConcernedUsers = {
  code: "SUBJECT_BLOCKED",
  kind: "BREACH",
  detail: { fact: "one", clauses: ["1", "2"] },
  subjectCount: 2,
  members: segmentsOf(1, 5_000),
};
const retired: ConcernedUsers = {
  code: "ENTRY_RETIRED",
  kind: "BREACH",
  detail: {
    entries: [
      { list: "purposes", key: "marketing" },
      { list: "recipients", key: "bank" },
    ],
  },
  subjectCount: 3,
  members: [],
};

describe("two verdicts on one disclosure", () => {
  it("are the same where they say the same, in whatever order", () => {
    expect(isSameVerdict([], [])).toBe(true);
    expect(isSameVerdict([blocked, retired], [retired, blocked])).toBe(true);
    const entries = retired.detail.entries!.map(({ list, key }) => ({ key, list })).reverse();
    const otherwise = { ...retired, detail: { entries } };
    const restated = { ...blocked, detail: { clauses: ["2", "1"], fact: "one", until: undefined } as never };
    expect(isSameVerdict([blocked, retired], [otherwise, restated])).toBe(true);
  });

  it.each([
    ["one finds more", [blocked, retired]],
    ["one finds nothing", []],
    ["another rule is broken", [{ ...blocked, code: "USE_REFUSED" as const }]],
    ["a gap is no breach", [{ ...blocked, kind: "GAP" as const }]],
    ["another fact is the reason", [{ ...blocked, detail: { ...blocked.detail, fact: "two" } }]],
    ["more is the reason", [{ ...blocked, detail: { ...blocked.detail, clauses: ["1", "2", "3"] } }]],
    ["more users are concerned", [{ ...blocked, subjectCount: 3, members: segmentsOf(1, 2, 5_000) }]],
    ["other users are concerned", [{ ...blocked, members: segmentsOf(2, 5_000) }]],
    ["users elsewhere are concerned", [{ ...blocked, members: segmentsOf(1, 9_000) }]],
  ])("differ where %s", (_, other: readonly ConcernedUsers[]) => {
    expect(isSameVerdict([blocked], other)).toBe(false);
    expect(isSameVerdict(other, [blocked])).toBe(false);
  });
});
