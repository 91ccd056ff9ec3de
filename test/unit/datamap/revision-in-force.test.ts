import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { revisionInForceAt } from "../../../src/modules/datamap/core/revision-in-force.js";
import type { RevisionStart } from "../../../src/modules/datamap/core/revision-in-force.js";

const day = (date: number): Date => new Date(Date.UTC(2026, 0, date));

it.each([
  ["long before anything was written down", new Date(0), 1],
  ["just before another begins", new Date(day(10).getTime() - 1), 1],
  ["when another begins", day(10), 2],
  ["between two later ones", day(15), 2],
  ["when a newer one that applies from earlier was added", day(21), 3],
  ["when two begin together: the newer", day(30), 5],
])("the revision in force %s", (_when, moment, number) => {
  const revisions: RevisionStart[] = [
    { number: 1, effectiveFrom: null },
    { number: 2, effectiveFrom: day(10) },
    { number: 3, effectiveFrom: day(20) },
    { number: 4, effectiveFrom: day(30) },
    { number: 5, effectiveFrom: day(30) },
  ];
  expect(revisionInForceAt(revisions, moment)).toBe(number);
});

it("without a revision none is in force", () => {
  expect(revisionInForceAt([], day(1))).toBeUndefined();
});

it("the revision in force has begun, none that has begun did so later, and the order they are given in does not matter", () => {
  const start = fc.date({ min: day(1), max: day(5), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(start, { maxLength: 8 }), start, fc.integer({ min: 0 }), (starts, moment, turn) => {
      const revisions: RevisionStart[] = [null, ...starts].map((effectiveFrom, index) => ({
        number: index + 1,
        effectiveFrom,
      }));
      const number = revisionInForceAt(revisions, moment)!;
      const inForce = revisions[number - 1]!;
      const begun = revisions.filter(
        ({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= moment,
      );
      expect(begun).toContain(inForce);
      for (const other of begun) {
        const [mine, theirs] = [inForce, other].map(
          ({ effectiveFrom }) => effectiveFrom?.getTime() ?? -Infinity,
        );
        expect(mine! > theirs! || (mine === theirs && inForce.number >= other.number)).toBe(true);
      }
      const at = turn % revisions.length;
      expect(revisionInForceAt([...revisions.slice(at), ...revisions.slice(0, at)], moment)).toBe(number);
    }),
  );
});
