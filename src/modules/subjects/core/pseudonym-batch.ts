import { WORDS_PER_PSEUDONYM as WORDS } from "./pseudonym.js";

/** Bits of a sort key that hold a pseudonym's position; so many pseudonyms fit into a batch at most. */
const POSITION_BITS = 19;
const CAPACITY_MAX = 2 ** POSITION_BITS;
const POSITION_MASK = CAPACITY_MAX - 1;
/** Pseudonyms are sorted by their first bits first, a part at a time: keyed hashes are spread evenly. */
const PART_BITS = 3;
const PARTS = 2 ** PART_BITS;
const CAPACITY_FIRST = 1_024;
const PSEUDONYM_BYTES = WORDS * 4;

/** Pseudonyms in ascending order, each once; good until another batch is sorted in the same room. */
export interface SortedPseudonyms {
  readonly count: number;
  /** 16 bytes each, one after the other. */
  readonly bytes: Buffer;
  /** For each of them, where in the batch it stands first. */
  readonly positions: Uint32Array;
}

/**
 * Where batches that are sorted one after the other put the outcome: large buffers that are let go of come back only when the engine
 * gets to it.
 */
export class SortingRoom {
  #positions = new Uint32Array(0);
  #bytes: Buffer = Buffer.alloc(0);

  for(capacity: number): { readonly positions: Uint32Array; readonly bytes: Buffer } {
    if (this.#positions.length < capacity) {
      this.#positions = new Uint32Array(capacity);
      this.#bytes = Buffer.allocUnsafeSlow(capacity * PSEUDONYM_BYTES);
    }
    return { positions: this.#positions, bytes: this.#bytes };
  }
}

/**
 * Pseudonyms on their way to their numbers, in the order in which they came: four words each in one growing array, so that a
 * hundred thousand of them cost two megabytes and no object.
 */
export class PseudonymBatch {
  #words = new Uint32Array(CAPACITY_FIRST * WORDS);

  #size = 0;

  constructor(private readonly room = new SortingRoom()) {}

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

  /**
   * PostgreSQL compares `bytea` byte by byte, which is the order of the words. Half a million pseudonyms take some parts of a few
   * milliseconds each; `pause` is awaited between them.
   */
  async sorted(pause: () => Promise<unknown>): Promise<SortedPseudonyms> {
    const { positions, bytes } = this.room.for(this.#words.length / WORDS);
    let count = 0;
    for (let part = 0; part < PARTS; part += 1) {
      if (part > 0 && this.#size > CAPACITY_FIRST) await pause();
      const before = count;
      for (const position of this.#orderOf(part)) {
        if (count === 0 || this.#compare(positions[count - 1]!, position) !== 0) {
          positions[count] = position;
          count += 1;
        }
      }
      this.#copyTo(bytes, positions, before, count);
    }
    return {
      count,
      positions: positions.subarray(0, count),
      bytes: bytes.subarray(0, count * PSEUDONYM_BYTES),
    };
  }

  /** For each pseudonym of the batch which of the sorted ones it is. */
  async placesIn({ positions }: SortedPseudonyms, pause: () => Promise<unknown>): Promise<Uint32Array> {
    const places = new Uint32Array(this.#size);
    let place = -1;
    for (let part = 0; part < PARTS; part += 1) {
      if (part > 0 && this.#size > CAPACITY_FIRST) await pause();
      for (const position of this.#orderOf(part)) {
        if (place + 1 < positions.length && this.#compare(positions[place + 1]!, position) === 0) place += 1;
        places[position] = place;
      }
    }
    return places;
  }

  /**
   * Positions by ascending pseudonym, of those whose first bits are `part`. The engine sorts 64-bit integers natively: each holds a
   * pseudonym's first 45 bits, then its position. The few neighbours that agree in 45 bits are put in order afterwards.
   */
  #orderOf(part: number): Uint32Array {
    const words = this.#words;
    const positions = new Uint32Array(this.#size);
    let count = 0;
    for (let position = 0; position < this.#size; position += 1) {
      if (words[position * WORDS]! >>> (32 - PART_BITS) === part) positions[count++] = position;
    }
    const keys = new BigUint64Array(count);
    const halves = new Uint32Array(keys.buffer);
    for (let index = 0; index < count; index += 1) {
      const position = positions[index]!;
      halves[index * 2 + HIGH_HALF] = words[position * WORDS]!;
      halves[index * 2 + LOW_HALF] = (words[position * WORDS + 1]! & ~POSITION_MASK) | position;
    }
    keys.sort();
    const order = positions.subarray(0, count);
    for (let index = 0; index < count; index += 1) {
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

  #copyTo(bytes: Buffer, positions: Uint32Array, from: number, to: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let place = from; place < to; place += 1) {
      for (let word = 0; word < WORDS; word += 1) {
        view.setUint32(place * PSEUDONYM_BYTES + word * 4, this.#words[positions[place]! * WORDS + word]!);
      }
    }
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
