import { SegmentBitmap } from "./segment-bitmap.js";
import type { PackedSegment } from "./subject-set.js";

/** Who is in both of two sets within the segment that both are of; null where nobody is. */
export function inBoth(one: PackedSegment, other: PackedSegment): PackedSegment | null {
  if (one.offsets) return whereIn(one.segment, one.offsets, other);
  if (other.offsets) return whereIn(one.segment, other.offsets, one);
  const both = SegmentBitmap.of(one);
  both.keepAll(SegmentBitmap.of(other));
  return both.count() === 0 ? null : both.pack(one.segment);
}

/** A few slots are looked for one by one: facts about single users come by the thousand. */
function whereIn(
  segment: number,
  slots: Uint16Array,
  { offsets, bitmap }: PackedSegment,
): PackedSegment | null {
  const members = new Set(offsets);
  const isIn = (slot: number): boolean =>
    bitmap ? (bitmap[slot >> 3]! & (0x80 >> (slot & 7))) !== 0 : members.has(slot);
  const both = slots.filter(isIn);
  return both.length === 0 ? null : { segment, offsets: both, bitmap: null };
}
