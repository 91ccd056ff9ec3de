import { SEGMENT_WIDTH } from "./place.js";
import { OFFSETS_MAX, slotsOf, type PackedSegment } from "./subject-set.js";

const BYTES = SEGMENT_WIDTH / 8;

/** The users of one segment as a bit each, as in `PackedSegment.bitmap`: for sets that are taken apart and put together again. */
export class SegmentBitmap {
  private constructor(private readonly bytes: Uint8Array) {}

  static empty(): SegmentBitmap {
    return new SegmentBitmap(new Uint8Array(BYTES));
  }

  /** A bitmap of its own: the packed segment stays as it is, whatever becomes of this. */
  static of(packed: PackedSegment): SegmentBitmap {
    if (packed.bitmap) return new SegmentBitmap(Uint8Array.from(packed.bitmap));
    const bitmap = SegmentBitmap.empty();
    for (const slot of packed.offsets ?? []) bitmap.add(slot);
    return bitmap;
  }

  has(slot: number): boolean {
    return (this.bytes[slot >> 3]! & (0x80 >> (slot & 7))) !== 0;
  }

  add(slot: number): void {
    this.bytes[slot >> 3]! |= 0x80 >> (slot & 7);
  }

  /** In ascending order. */
  slots(): Generator<number> {
    return slotsOf({ segment: 0, offsets: null, bitmap: this.bytes });
  }

  addAll(other: SegmentBitmap): void {
    for (let index = 0; index < BYTES; index += 1) this.bytes[index]! |= other.bytes[index]!;
  }

  /** Leaves only those who are in the other too. */
  keepAll(other: SegmentBitmap): void {
    for (let index = 0; index < BYTES; index += 1) this.bytes[index]! &= other.bytes[index]!;
  }

  /** Whether everybody here is in the packed segment too. */
  isWithin({ offsets, bitmap }: PackedSegment): boolean {
    if (bitmap) return this.bytes.every((byte, index) => (byte & ~bitmap[index]!) === 0);
    const other = SegmentBitmap.of({ segment: 0, offsets, bitmap });
    return this.bytes.every((byte, index) => (byte & ~other.bytes[index]!) === 0);
  }

  /** How many users are in it. */
  count(): number {
    let count = 0;
    for (let byte of this.bytes) for (; byte !== 0; byte &= byte - 1) count += 1;
    return count;
  }

  /** Packed in whichever form takes less room. */
  pack(segment: number): PackedSegment {
    const whole = { segment, offsets: null, bitmap: this.bytes };
    return this.count() > OFFSETS_MAX
      ? whole
      : { segment, offsets: Uint16Array.from(slotsOf(whole)), bitmap: null };
  }
}
