import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { SegmentBitmap } from "../../../src/modules/subjects/core/segment-bitmap.js";
import { slotsOf, type PackedSegment } from "../../../src/modules/subjects/core/subject-set.js";

const slots = fc.uniqueArray(fc.integer({ min: 0, max: 4_095 }), { maxLength: 600, size: "max" });

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((one, other) => one - other);

function bitmapOf(numbers: readonly number[]): SegmentBitmap {
  const bitmap = new SegmentBitmap();
  for (const slot of numbers) bitmap.add(slot);
  return bitmap;
}

function packed(numbers: readonly number[]): PackedSegment {
  return bitmapOf(numbers).pack(7);
}

describe("the users of a segment, a bit each", () => {
  it("are those of the packed segment, whichever its form, and pack to the same", () => {
    fc.assert(
      fc.property(slots, (numbers) => {
        const segment = packed(numbers);
        expect([...slotsOf(segment)]).toEqual(ascending(numbers));
        expect(segment.bitmap === null).toBe(numbers.length <= 247);
        expect([...SegmentBitmap.of(segment)]).toEqual(ascending(numbers));
        expect(SegmentBitmap.of(segment).count()).toBe(numbers.length);
        expect(SegmentBitmap.of(segment).pack(7)).toEqual(segment);
      }),
    );
  });

  it("are within another set if each of them is", () => {
    fc.assert(
      fc.property(slots, slots, fc.boolean(), (one, other, isJoined) => {
        const set = isJoined ? [...new Set([...one, ...other])] : other;
        expect(bitmapOf(one).isWithin(packed(set))).toBe(one.every((slot) => set.includes(slot)));
      }),
    );
  });

  it("can leave it again", () => {
    fc.assert(
      fc.property(slots, slots, (one, other) => {
        const bitmap = bitmapOf(one);
        for (const slot of other) bitmap.delete(slot);
        expect([...bitmap]).toEqual(ascending(one.filter((slot) => !other.includes(slot))));
      }),
    );
  });

  it("join and leave it many at a time", () => {
    fc.assert(
      fc.property(slots, slots, (one, other) => {
        const joined = bitmapOf(one);
        joined.addAll(bitmapOf(other));
        expect([...joined]).toEqual(ascending([...new Set([...one, ...other])]));
        const left = bitmapOf(one);
        left.deleteAll(bitmapOf(other));
        expect([...left]).toEqual(ascending(one.filter((slot) => !other.includes(slot))));
      }),
    );
  });

  it("leave the packed segment as it was", () => {
    const segment = packed(Array.from({ length: 300 }, (_, slot) => slot));
    SegmentBitmap.of(segment).add(4_095);
    expect(SegmentBitmap.of(segment).has(4_095)).toBe(false);
  });
});
