import { createHmac } from "node:crypto";
import { WORDS_PER_PSEUDONYM as WORDS, type Pseudonym } from "./pseudonym.js";

const DIGEST_BYTES = 16;
const WORD_VALUES = 2 ** 32;
/** So many words can be added to a `number` that holds one before it loses a bit. */
const ADDITIONS_MAX = 2 ** 20;

/**
 * A digest of a set of pseudonyms in constant memory and in whatever order they come: HMAC over their count, their sum modulo
 * 2^128 and their exclusive or. Each pseudonym must be added once.
 *
 * That two sets agree in a sum of keyed pseudonyms cannot be brought about without the key (the additive multiset hash of
 * Clarke and others, "Incremental multiset hash functions and their application to memory integrity checking", 2003).
 */
export class SetDigest {
  /** Four words, each with its carries until they are carried over. */
  readonly #sum = new Float64Array(WORDS);
  readonly #xor = new Uint32Array(WORDS);
  #count = 0;

  static of(pseudonyms: Iterable<Pseudonym>): SetDigest {
    const digest = new SetDigest();
    const words = new Uint32Array(WORDS);
    for (const pseudonym of pseudonyms) {
      for (let word = 0; word < WORDS; word += 1) {
        words[word] = Number.parseInt(pseudonym.slice(word * 8, word * 8 + 8), 16);
      }
      digest.add(words, 0);
    }
    return digest;
  }

  /** Adds the pseudonym of the four words from `at`. */
  add(words: Uint32Array, at: number): void {
    for (let word = 0; word < WORDS; word += 1) {
      this.#sum[word]! += words[at + word]!;
      this.#xor[word]! ^= words[at + word]!;
    }
    this.#count += 1;
    if (this.#count % ADDITIONS_MAX === 0) this.#carry();
  }

  /** 16 bytes. */
  under(key: Buffer): Buffer {
    this.#carry();
    const state = Buffer.alloc(8 + 2 * WORDS * 4);
    state.writeBigUInt64BE(BigInt(this.#count));
    for (let word = 0; word < WORDS; word += 1) {
      state.writeUInt32BE(this.#sum[word]!, 8 + word * 4);
      state.writeUInt32BE(this.#xor[word]!, 8 + (WORDS + word) * 4);
    }
    return createHmac("sha256", key).update(state).digest().subarray(0, DIGEST_BYTES);
  }

  #carry(): void {
    let carry = 0;
    for (let word = WORDS - 1; word >= 0; word -= 1) {
      const total = this.#sum[word]! + carry;
      carry = Math.floor(total / WORD_VALUES);
      this.#sum[word] = total % WORD_VALUES;
    }
  }
}
