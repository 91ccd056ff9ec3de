import { createCipheriv, createDecipheriv } from "node:crypto";
import type { EntityManager } from "typeorm";
import { eraOf, type SecretEra } from "./secret-era.js";

const BLOCK_BYTES = 16;
const BLOCK_DIGITS = BLOCK_BYTES * 2;

/**
 * How a keyed digest of 16 bytes is stored. In memory it is that of the first secret, the same for ever; in the database it is that one
 * wrapped under the secret in use: one block of AES-256 (FIPS 197) under a key of the purpose's own, then a byte with the generation. In the
 * first generation it is stored as it is.
 *
 * Nobody who has not the secret in use tells what is stored from random bytes, whatever earlier secrets they have. Equal digests are
 * equal when stored, so that they are found by an index.
 */
export class StoredForm {
  constructor(private readonly purpose: string) {}

  /** All that digests in hexadecimal may be stored as at this moment, in hexadecimal. */
  candidates(db: EntityManager, digests: readonly string[]): readonly string[] {
    const era = eraOf(db);
    if (isFirst(era)) return digests;
    return era.generations.flatMap((generation) => this.stored(db, digests, generation));
  }

  /** In their order, in hexadecimal, as a generation stores them. */
  stored(db: EntityManager, digests: readonly string[], generation: number): readonly string[] {
    if (generation === 1) return digests;
    const blocks = this.wrap(db, Buffer.from(digests.join(""), "hex"), generation);
    const mark = markOf(generation).toString("hex");
    return digests.map(
      (_, index) => blocks.toString("hex", index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES) + mark,
    );
  }

  /** What was stored, as digests in hexadecimal. */
  digests(db: EntityManager, stored: readonly string[]): readonly string[] {
    if (isFirst(eraOf(db))) return stored;
    return stored.map((each) => this.digest(db, Buffer.from(each, "hex")).toString("hex"));
  }

  /** The bytes that are stored of a digest. What is no digest but has another length is stored as it is. */
  bytes(db: EntityManager, digest: Buffer, generation: number): Buffer {
    if (generation === 1 || digest.length !== BLOCK_BYTES) return digest;
    return Buffer.concat([this.wrap(db, digest, generation), markOf(generation)]);
  }

  /** The digest that was stored as these bytes. */
  digest(db: EntityManager, stored: Buffer): Buffer {
    if (stored.length !== BLOCK_BYTES + 1) return stored;
    return this.unwrap(db, stored.subarray(0, BLOCK_BYTES), stored[BLOCK_BYTES]!);
  }

  /** Of digests, 16 bytes each, what stands before the generation's byte. */
  wrap(db: EntityManager, digests: Buffer, generation: number): Buffer {
    if (generation === 1) return digests;
    const cipher = createCipheriv("aes-256-ecb", this.#keyOf(db, generation), null).setAutoPadding(false);
    return Buffer.concat([cipher.update(digests), cipher.final()]);
  }

  unwrap(db: EntityManager, blocks: Buffer, generation: number): Buffer {
    if (generation === 1) return blocks;
    const decipher = createDecipheriv("aes-256-ecb", this.#keyOf(db, generation), null).setAutoPadding(false);
    return Buffer.concat([decipher.update(blocks), decipher.final()]);
  }

  /** The generation of what is stored in hexadecimal. */
  static generationOf(stored: string): number {
    return stored.length === BLOCK_DIGITS ? 1 : Number.parseInt(stored.slice(BLOCK_DIGITS), 16);
  }

  #keyOf(db: EntityManager, generation: number): Buffer {
    return eraOf(db)!.keyOf(generation, this.purpose);
  }
}

/** What follows the 16 bytes in the rows of a generation; nothing in the first. */
export function markOf(generation: number): Buffer {
  return generation === 1 ? Buffer.alloc(0) : Buffer.of(generation);
}

function isFirst(era: SecretEra | undefined): era is undefined {
  return era === undefined || era.generation === 1;
}
