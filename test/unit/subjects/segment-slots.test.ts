import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { slotsBySegment, slotsOfPacked } from "../../../src/modules/subjects/core/segment-slots.js";
import type { SubjectNumber } from "../../../src/modules/subjects/core/subject-number.js";
import { slotsOf, SubjectSet } from "../../../src/modules/subjects/core/subject-set.js";

/** Numbers of a few segments, dense enough for bitmaps, in any order and some of them twice. */
const numbers = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 2_000 }) as fc.Arbitrary<
  SubjectNumber[]
>;

describe("users as slots by segment", () => {
  it("are the same from their numbers and from a packed set, ascending, each once", () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const packed = [...SubjectSet.of(given).segments()];
        const expected = packed.map((each) => ({ segment: each.segment, slots: [...slotsOf(each)] }));
        expect([...slotsBySegment(given)]).toEqual(expected);
        expect(packed.map(slotsOfPacked).map(({ segment }) => segment)).toEqual(
          expected.map(({ segment }) => segment),
        );
        for (const [n, each] of packed.entries()) {
          expect(Array.from(slotsOfPacked(each).slots)).toEqual(expected[n]!.slots);
        }
      }),
    );
  });

  it("are whole where the last of a segment is named twice", () => {
    const [first, last] = [0, 5_000] as SubjectNumber[];

    expect([...slotsBySegment([last!, first!, first!, last!])]).toEqual(
      [...SubjectSet.of([first!, last!]).segments()].map((each) => ({
        segment: each.segment,
        slots: [...slotsOf(each)],
      })),
    );
  });
});
