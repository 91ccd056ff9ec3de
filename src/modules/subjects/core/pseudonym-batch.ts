import { WORDS_PER_PSEUDONYM as WORDS } from "./pseudonym.js";

/** Bits of a sort key that hold a pseudonym's position; so many pseudonyms fit into a batch at most. */
const POSITION_BITS = 17;
const CAPACITY_MAX = 2 ** POSITION_BITS;
const POSITION_MASK = CAPACITY_MAX - 1;
const CAPACITY_FIRST = 1_024;
const PSEUDONYM_BYTES = WORDS * 4;

/** Pseudonyms in ascending order, each once. */
export interface SortedPseudonyms {
  readonly count: number;
  /** 16 bytes each, one after the other. */
  readonly bytes: Buffer;
  /** For each of them, where in the batch it stands first. */
  readonly positions: Uint32Array;
}

/**
 * Pseudonyms on their way to their numbers, in the order in which they came: four words each in one growing array, so that a
 * hundred thousand of them cost two megabytes and no object.
 */
export class PseudonymBatch {
  #words = new Uint32Array(CAPACITY_FIRST * WORDS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Four words each, the first the highest. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** Whether `more` pseudonyms have room. */
  hasRoomFor(more: number): boolean {
    return this.#size + more <= CAPACITY_MAX;
  }

  /** Makes room for one more; answers at which word it is to be written. */
  next(): number {
    const at = this.#size * WORDS;
    if (at === this.#words.length) this.#grow();
    this.#size += 1;
    return at;
  }

  clear(): void {
    this.#size = 0;
  }

  /** PostgreSQL compares `bytea` byte by byte, which is the order of the words. */
  sorted(): SortedPseudonyms {
    const order = this.#order();
    const positions = new Uint32Array(this.#size);
    let count = 0;
    for (const position of order) {
      if (count === 0 || this.#compare(positions[count - 1]!, position) !== 0) {
        positions[count] = position;
        count += 1;
      }
    }
    const distinct = positions.subarray(0, count);
    return { count, positions: distinct, bytes: this.#bytesOf(distinct) };
  }

  /** For each pseudonym of the batch which of the sorted ones it is. */
  placesIn({ positions }: SortedPseudonyms): Uint32Array {
    const places = new Uint32Array(this.#size);
    let place = -1;
    for (const position of this.#order()) {
      if (place + 1 < positions.length && this.#compare(positions[place + 1]!, position) === 0) place += 1;
      places[position] = place;
    }
    return places;
  }

  /**
   * Positions by ascending pseudonym. The engine sorts 64-bit integers natively: each holds a pseudonym's first 47 bits, then
   * its position. The few neighbours that agree in 47 bits are put in order afterwards.
   */
  #order(): Uint32Array {
    const keys = new BigUint64Array(this.#size);
    const halves = new Uint32Array(keys.buffer);
    const words = this.#words;
    for (let position = 0; position < this.#size; position += 1) {
      halves[position * 2 + HIGH_HALF] = words[position * WORDS]!;
      halves[position * 2 + LOW_HALF] = (words[position * WORDS + 1]! & ~POSITION_MASK) | position;
    }
    keys.sort();
    const order = new Uint32Array(this.#size);
    for (let index = 0; index < this.#size; index += 1) {
      let place = index;
      const position = halves[index * 2 + LOW_HALF]! & POSITION_MASK;
      for (; place > 0 && this.#compare(order[place - 1]!, position) > 0; place -= 1) {
        order[place] = order[place - 1]!;
      }
      order[place] = position;
    }
    return order;
  }

  #compare(left: number, right: number): number {
    const words = this.#words;
    for (let word = 0; word < WORDS; word += 1) {
      const difference = words[left * WORDS + word]! - words[right * WORDS + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #bytesOf(positions: Uint32Array): Buffer {
    const bytes = Buffer.allocUnsafe(positions.length * PSEUDONYM_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    for (const position of positions) {
      for (let word = 0; word < WORDS; word += 1, at += 4) {
        view.setUint32(at, this.#words[position * WORDS + word]!);
      }
    }
    return bytes;
  }

  #grow(): void {
    const wider = new Uint32Array(this.#words.length * 2);
    wider.set(this.#words);
    this.#words = wider;
  }
}

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const LOW_HALF = LITTLE_ENDIAN ? 0 : 1;
const HIGH_HALF = 1 - LOW_HALF;
