import { countAllBits, countBits, wordsOf } from "./bit-words.js";
import { numberAt, placeOf, SEGMENT_WIDTH } from "./place.js";
import type { SubjectNumber } from "./subject-number.js";

const BITMAP_BYTES = SEGMENT_WIDTH / 8;

/**
 * The most slots that PostgreSQL stores in fewer bytes as an array of `smallint` (24 bytes and 2 a slot) than as `bit(4096)`
 * (8 bytes and 512).
 */
export const OFFSETS_MAX = 247;

const OFFSETS_FIRST_CAPACITY = 4;

/** The members of a set within one segment: exactly one of `offsets` and `bitmap`, whichever takes less room in the database. */
export interface PackedSegment {
  readonly segment: number;
  /** Slots in ascending order, at most `OFFSETS_MAX`. */
  readonly offsets: Uint16Array | null;
  /** 512 bytes; slot 0 is the highest bit of the first, as in PostgreSQL's `bit(4096)`. */
  readonly bitmap: Uint8Array | null;
}

/**
 * A growing set of users' numbers: two bytes a user where they are sparse, 512 bytes for each 4,096 neighbouring numbers where
 * they are dense, whatever the order they come in and however often.
 */
export class SubjectSet {
  readonly #segments = new Map<number, Members>();
  #size = 0;

  static of(numbers: Iterable<SubjectNumber>): SubjectSet {
    const set = new SubjectSet();
    for (const number of numbers) set.add(number);
    return set;
  }

  /** How many different numbers are in it. */
  get size(): number {
    return this.#size;
  }

  /** Answers whether the number is new to the set. */
  add(number: SubjectNumber): boolean {
    const { segment, slot } = placeOf(number);
    const added = this.#membersOf(segment).add(slot);
    if (added) this.#size += 1;
    return added;
  }

  has(number: SubjectNumber): boolean {
    const { segment, slot } = placeOf(number);
    return this.#segments.get(segment)?.has(slot) ?? false;
  }

  /** Takes in a segment that was packed before, as the database hands it back. */
  addSegment({ segment, offsets, bitmap }: PackedSegment): void {
    const members = this.#membersOf(segment);
    if (bitmap) this.#size += members.addBitmap(bitmap);
    for (const slot of offsets ?? []) if (members.add(slot)) this.#size += 1;
  }

  /** Its members by segment, in ascending order. What they hold belongs to the set: read it before adding more. */
  *segments(): Generator<PackedSegment> {
    for (const segment of [...this.#segments.keys()].sort((a, b) => a - b)) {
      yield { segment, ...this.#segments.get(segment)!.packed() };
    }
  }

  /** Its members in ascending order. */
  *numbers(): Generator<SubjectNumber> {
    for (const packed of this.segments()) {
      for (const slot of slotsOf(packed)) yield numberAt({ segment: packed.segment, slot });
    }
  }

  #membersOf(segment: number): Members {
    let members = this.#segments.get(segment);
    if (!members) this.#segments.set(segment, (members = new Members()));
    return members;
  }
}

/** The slots of a packed segment in ascending order. */
export function* slotsOf({ offsets, bitmap }: PackedSegment): Generator<number> {
  if (offsets) yield* offsets;
  if (!bitmap) return;
  for (let index = 0; index < bitmap.length; index += 1) {
    const byte = bitmap[index]!;
    for (let bit = 0; bit < 8; bit += 1) {
      if (byte & (0x80 >> bit)) yield index * 8 + bit;
    }
  }
}

/** The slots taken in one segment: sorted while they are few, a bit each from then on. */
class Members {
  #offsets = new Uint16Array(OFFSETS_FIRST_CAPACITY);
  #count = 0;
  #bitmap: Uint8Array | null = null;

  add(slot: number): boolean {
    if (this.#bitmap) return setBit(this.#bitmap, slot);
    const position = this.#positionOf(slot);
    if (position < this.#count && this.#offsets[position] === slot) return false;
    if (this.#count === OFFSETS_MAX) return setBit(this.#turnIntoBitmap(), slot);
    if (this.#count === this.#offsets.length) this.#grow();
    this.#offsets.copyWithin(position + 1, position, this.#count);
    this.#offsets[position] = slot;
    this.#count += 1;
    return true;
  }

  /** Adds whoever has a bit, 32 at a time; answers how many are new. */
  addBitmap(bitmap: Uint8Array): number {
    const bits = wordsOf(bitmap);
    if (this.#bitmap || countAllBits(bits) > OFFSETS_MAX)
      return setBits(this.#bitmap ?? this.#turnIntoBitmap(), bits);
    // So few stay an array, which takes less room.
    let added = 0;
    for (const slot of slotsOf({ segment: 0, offsets: null, bitmap })) if (this.add(slot)) added += 1;
    return added;
  }

  has(slot: number): boolean {
    if (this.#bitmap) return (this.#bitmap[slot >> 3]! & bitOf(slot)) !== 0;
    const position = this.#positionOf(slot);
    return position < this.#count && this.#offsets[position] === slot;
  }

  packed(): Pick<PackedSegment, "offsets" | "bitmap"> {
    if (this.#bitmap) return { offsets: null, bitmap: this.#bitmap };
    return { offsets: this.#offsets.subarray(0, this.#count), bitmap: null };
  }

  /** Where the slot stands, or would stand, among the sorted ones. Numbers often arrive in order, so the end is tried first. */
  #positionOf(slot: number): number {
    let low = 0;
    let high = this.#count;
    if (high === 0 || this.#offsets[high - 1]! < slot) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#offsets[middle]! < slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const wider = new Uint16Array(Math.min(this.#offsets.length * 2, OFFSETS_MAX));
    wider.set(this.#offsets);
    this.#offsets = wider;
  }

  #turnIntoBitmap(): Uint8Array {
    const bitmap = new Uint8Array(BITMAP_BYTES);
    for (const slot of this.#offsets.subarray(0, this.#count)) setBit(bitmap, slot);
    this.#offsets = new Uint16Array(0);
    this.#bitmap = bitmap;
    return bitmap;
  }
}

function bitOf(slot: number): number {
  return 0x80 >> (slot & 7);
}

/** Answers whether the bit was clear. */
function setBit(bitmap: Uint8Array, slot: number): boolean {
  const byte = bitmap[slot >> 3]!;
  if (byte & bitOf(slot)) return false;
  bitmap[slot >> 3] = byte | bitOf(slot);
  return true;
}

/** Sets bits of a bitmap of one's own; answers how many of them were clear. */
function setBits(bitmap: Uint8Array, bits: Int32Array): number {
  const words = wordsOf(bitmap);
  let added = 0;
  for (let index = 0; index < words.length; index += 1) {
    const fresh = bits[index]! & ~words[index]!;
    if (fresh === 0) continue;
    words[index]! |= fresh;
    added += countBits(fresh);
  }
  return added;
}
