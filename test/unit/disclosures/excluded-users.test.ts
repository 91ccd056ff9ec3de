import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ExcludedUsers } from "../../../src/modules/disclosures/core/excluded-users.js";
import {
  numberAt,
  slotsOf,
  SubjectSet,
  type PackedSegment,
  type SubjectNumber,
} from "../../../src/modules/subjects/index.js";

const segmentsOf = (numbers: Iterable<number>): PackedSegment[] => [
  ...SubjectSet.of(numbers as Iterable<SubjectNumber>).segments(),
];
const numbersOf = (segments: readonly PackedSegment[]): number[] =>
  segments.flatMap((packed) => [...slotsOf(packed)].map((slot) => numberAt({ ...packed, slot })));

/** Few or many, in some neighbouring segments. */
const anySet = fc
  .record({
    from: fc.integer({ min: 0, max: 12_000 }),
    count: fc.constantFrom(0, 1, 3, 240, 260, 3_000),
    step: fc.constantFrom(1, 3),
  })
  .map(({ from, count, step }) => Array.from({ length: count }, (_, index) => from + index * step));

describe("The users to leave out", () => {
  it("are those of any breach, and of no gap, whatever the sets", () => {
    const anyFound = fc.record({ kind: fc.constantFrom("BREACH" as const, "GAP" as const), users: anySet });
    fc.assert(
      fc.property(anySet, fc.array(anyFound, { maxLength: 4 }), (more, found) => {
        const ofAll = found.flatMap(({ users }) => users);
        const everybody = [...new Set([...more, ...ofAll])].sort((one, other) => one - other);
        const left = new Set(found.flatMap(({ kind, users }) => (kind === "BREACH" ? users : [])));
        const excluded = new ExcludedUsers(
          // A set without members would mean everybody.
          found
            .filter(({ users }) => users.length > 0)
            .map(({ kind, users }) => ({ kind, members: segmentsOf(users) })),
          everybody.length,
        );
        expect(excluded.count).toBe(left.size);
        expect(numbersOf(excluded.segments())).toEqual(everybody.filter((number) => left.has(number)));
        const permitted = segmentsOf(everybody).flatMap((packed) => excluded.leave(packed) ?? []);
        expect(numbersOf(permitted)).toEqual(everybody.filter((number) => !left.has(number)));
      }),
    );
  });

  it("are packed as lists are, so that they can be stored as one", () => {
    const excluded = new ExcludedUsers([{ kind: "BREACH", members: segmentsOf([3, 5]) }], 4_096);
    expect(excluded.segments()).toEqual(segmentsOf([3, 5]));
    const all = Array.from({ length: 4_096 }, (_, number) => number);
    const left = segmentsOf(all).map((packed) => excluded.leave(packed));
    expect(left).toEqual(segmentsOf(all.filter((number) => number !== 3 && number !== 5)));
  });

  it("are all of them where a breach concerns all", () => {
    const some = { kind: "BREACH" as const, members: segmentsOf([1]) };
    expect(new ExcludedUsers([{ kind: "BREACH", members: [] }, some], 7)).toMatchObject({
      count: 7,
      isEverybody: true,
    });
    expect(new ExcludedUsers([{ kind: "GAP", members: [] }, some], 7)).toMatchObject({
      count: 1,
      isEverybody: false,
    });
    expect(new ExcludedUsers([some], 1).isEverybody).toBe(true);
    expect(new ExcludedUsers([], 7)).toMatchObject({ count: 0, isEverybody: false });
  });
});
