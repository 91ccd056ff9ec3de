import { OFFSETS_MAX, slotsOf, type PackedSegment } from "./subject-set.js";

/** Who is in both of two sets within the segment that both are of; null where nobody is. What it answers may share their memory. */
export function inBoth(one: PackedSegment, other: PackedSegment): PackedSegment | null {
  if (one.offsets) return whereIn(one.segment, one.offsets, other);
  if (other.offsets) return whereIn(one.segment, other.offsets, one);
  const bitmap = new Uint8Array(one.bitmap!.length);
  let count = 0;
  for (let index = 0; index < bitmap.length; index += 1) {
    const byte = one.bitmap![index]! & other.bitmap![index]!;
    bitmap[index] = byte;
    for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1;
  }
  const both = { segment: one.segment, offsets: null, bitmap };
  if (count > OFFSETS_MAX) return both;
  return count === 0 ? null : { ...both, offsets: Uint16Array.from(slotsOf(both)), bitmap: null };
}

function whereIn(segment: number, slots: Uint16Array, set: PackedSegment): PackedSegment | null {
  const { offsets, bitmap } = set;
  const members = new Set(offsets);
  const isIn = (slot: number): boolean =>
    bitmap ? (bitmap[slot >> 3]! & (0x80 >> (slot & 7))) !== 0 : members.has(slot);
  const both = slots.filter(isIn);
  return both.length === 0 ? null : { segment, offsets: both, bitmap: null };
}
