import { countAllBits, wordsOf } from "./bit-words.js";
import { SEGMENT_WIDTH } from "./place.js";
import { OFFSETS_MAX, slotsOf, type PackedSegment } from "./subject-set.js";

/** The users of one segment as a bit each, as in `PackedSegment.bitmap`: for sets that are taken apart and put together again. */
export class SegmentBitmap implements Iterable<number> {
  readonly #bytes = new Uint8Array(SEGMENT_WIDTH / 8);
  /** The same bits, 32 at a time. */
  readonly #words = wordsOf(this.#bytes);

  /** A bitmap of its own: the packed segment stays as it is, whatever becomes of this. */
  static of({ offsets, bitmap }: PackedSegment): SegmentBitmap {
    const own = new SegmentBitmap();
    if (bitmap) own.#bytes.set(bitmap);
    else for (const slot of offsets ?? []) own.add(slot);
    return own;
  }

  has(slot: number): boolean {
    return (this.#bytes[slot >> 3]! & (0x80 >> (slot & 7))) !== 0;
  }

  add(slot: number): void {
    this.#bytes[slot >> 3]! |= 0x80 >> (slot & 7);
  }

  delete(slot: number): void {
    this.#bytes[slot >> 3]! &= ~(0x80 >> (slot & 7));
  }

  /** The slots in ascending order. */
  [Symbol.iterator](): Iterator<number> {
    return slotsOf({ segment: 0, offsets: null, bitmap: this.#bytes });
  }

  addAll(other: SegmentBitmap): void {
    const words = this.#words;
    for (let index = 0; index < words.length; index += 1) words[index]! |= other.#words[index]!;
  }

  deleteAll(other: SegmentBitmap): void {
    const words = this.#words;
    for (let index = 0; index < words.length; index += 1) words[index]! &= ~other.#words[index]!;
  }

  /** Leaves only those who are in the other too. */
  keepAll(other: SegmentBitmap): void {
    const words = this.#words;
    for (let index = 0; index < words.length; index += 1) words[index]! &= other.#words[index]!;
  }

  /** Whether everybody here is in the packed segment too. */
  isWithin(packed: PackedSegment): boolean {
    const words = this.#words;
    const others = SegmentBitmap.of(packed).#words;
    for (let index = 0; index < words.length; index += 1) {
      if ((words[index]! & ~others[index]!) !== 0) return false;
    }
    return true;
  }

  /** How many users are in it. */
  count(): number {
    return countAllBits(this.#words);
  }

  /** Packed in whichever form takes less room. What it answers shares this one's memory. */
  pack(segment: number): PackedSegment {
    const whole = { segment, offsets: null, bitmap: this.#bytes };
    return this.count() > OFFSETS_MAX
      ? whole
      : { segment, offsets: Uint16Array.from(slotsOf(whole)), bitmap: null };
  }
}
