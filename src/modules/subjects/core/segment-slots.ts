import { SEGMENT_WIDTH } from "./place.js";
import type { SubjectNumber } from "./subject-number.js";
import type { PackedSegment } from "./subject-set.js";

/** The users of one segment as plain slots, ascending. */
export interface SegmentSlots {
  readonly segment: number;
  readonly slots: ArrayLike<number>;
}

/** Users by segment, ascending; their numbers come in any order, and as often as they like. */
export function* slotsBySegment(numbers: Iterable<SubjectNumber>): Generator<SegmentSlots> {
  const ascending = [...numbers].sort((a, b) => a - b);
  let slots: number[] = [];
  for (let n = 0; n < ascending.length; n += 1) {
    const number = ascending[n]!;
    if (number !== ascending[n - 1]) slots.push(number % SEGMENT_WIDTH);
    const segment = Math.floor(number / SEGMENT_WIDTH);
    const next = ascending[n + 1];
    if (next !== undefined && Math.floor(next / SEGMENT_WIDTH) === segment) continue;
    yield { segment, slots };
    slots = [];
  }
}

/** The users of a packed segment. */
export function slotsOfPacked({ segment, offsets, bitmap }: PackedSegment): SegmentSlots {
  return { segment, slots: offsets ?? slotsOfBitmap(bitmap!) };
}

const unpacked = new Uint16Array(SEGMENT_WIDTH);

/** A view of one buffer: good until the next call. */
function slotsOfBitmap(bitmap: Uint8Array): Uint16Array {
  let count = 0;
  for (let index = 0; index < bitmap.length; index += 1) {
    let byte = bitmap[index]!;
    if (byte === 0xff) {
      // All users of a stretch, as in a list of everybody: told apart, because it takes a third of the time.
      for (let slot = index * 8; slot < index * 8 + 8; slot += 1) unpacked[count++] = slot;
      continue;
    }
    while (byte !== 0) {
      const bit = Math.clz32(byte) - 24;
      unpacked[count++] = index * 8 + bit;
      byte &= ~(0x80 >> bit);
    }
  }
  return unpacked.subarray(0, count);
}
