import { PseudonymBatch, type SortingRoom } from "./pseudonym-batch.js";

/** More text waits for no batch to fill: a batch of the longest lines would take half a gigabyte. */
const TEXT_BYTES_MAX = 4 * 1024 * 1024;
const TEXT_BYTES_FIRST = 64 * 1024;

/** Part of a list: its pseudonyms and, where somebody will ask for it, a text to each. */
export class ReferenceBatch {
  readonly pseudonyms: PseudonymBatch;
  #text = Buffer.alloc(0);
  #textBytes = 0;
  /** Where the text of each ends. */
  readonly #ends: number[] = [];

  /** Batches that are taken one after the other share a room. */
  constructor(room: SortingRoom) {
    this.pseudonyms = new PseudonymBatch(room);
  }

  get size(): number {
    return this.pseudonyms.size;
  }

  /** Whether a piece of the list with up to `references` of them could be too much. */
  isFullFor(references: number): boolean {
    return this.#textBytes >= TEXT_BYTES_MAX || !this.pseudonyms.hasRoomFor(references);
  }

  /** Keeps a text beside the pseudonym added last. */
  addText(bytes: Buffer, start: number, end: number): void {
    const length = this.#textBytes + end - start;
    if (length > this.#text.length) {
      const longer = Buffer.alloc(Math.max(length, this.#text.length * 2, TEXT_BYTES_FIRST));
      this.#text.copy(longer, 0, 0, this.#textBytes);
      this.#text = longer;
    }
    bytes.copy(this.#text, this.#textBytes, start, end);
    this.#textBytes = length;
    this.#ends.push(length);
  }

  /** The text at a position; valid until the batch is cleared. */
  textAt(position: number): Buffer {
    return this.#text.subarray(position === 0 ? 0 : this.#ends[position - 1], this.#ends[position]);
  }

  clear(): void {
    this.pseudonyms.clear();
    this.#textBytes = 0;
    this.#ends.length = 0;
  }
}
