import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { inBoth } from "../../../src/modules/subjects/core/in-both.js";
import { SegmentBitmap } from "../../../src/modules/subjects/core/segment-bitmap.js";
import type { PackedSegment } from "../../../src/modules/subjects/core/subject-set.js";

const few = fc.uniqueArray(fc.integer({ min: 0, max: 4_095 }), { minLength: 1, maxLength: 20 });
/** Every so many slots from one on: dense enough for a bitmap. */
const many = fc
  .record({ first: fc.integer({ min: 0, max: 7 }), step: fc.integer({ min: 1, max: 8 }) })
  .map(({ first, step }) => Array.from({ length: 500 }, (_, place) => first + place * step));

function packed(slots: readonly number[]): PackedSegment {
  const bitmap = new SegmentBitmap();
  for (const slot of slots) bitmap.add(slot);
  return bitmap.pack(7);
}

describe("who is in both of two sets of a segment", () => {
  it("is who is in each, whichever their forms; null where nobody is", () => {
    const slots = fc.oneof(few, many);
    fc.assert(
      fc.property(slots, slots, (one, other) => {
        const both = one.filter((slot) => other.includes(slot));
        expect(inBoth(packed(one), packed(other))).toEqual(both.length === 0 ? null : packed(both));
      }),
    );
  });

  it("is nobody of two dense sets without a common user", () => {
    const even = Array.from({ length: 500 }, (_, place) => place * 2);
    expect(inBoth(packed(even), packed(even.map((slot) => slot + 1)))).toBeNull();
  });
});
