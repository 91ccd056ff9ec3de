import type { EntityManager } from "typeorm";
import type { Tx } from "../../platform/db/transaction.js";
import { asEraser } from "../../platform/db/eraser.js";
import { inSlices } from "../../platform/in-slices.js";
import type { Keyring } from "../../platform/keyring.js";
import { KeyedHash } from "./core/keyed-hash.js";
import type { Pseudonym } from "./core/pseudonym.js";
import type { SubjectNumber } from "./core/subject-number.js";
import {
  blindListDigests,
  deleteSealedReference,
  deleteSubject,
  findTombstones,
  hasTombstones,
  insertTombstone,
  liftTombstone,
} from "./erased-subjects.repository.js";
import type { ErasedPerson, PersonForgetter } from "./person-forgetter.js";
import { findNumbers } from "./subjects.repository.js";

const PSEUDONYM_BYTES = 16;
/** Some milliseconds' worth. */
const HASHES_PER_SLICE = 4_096;

/** A user who was erased and comes up again under the same reference: with a number that is new. */
export interface ReturnedUser {
  readonly number: SubjectNumber;
  /** The day in the controller's calendar. */
  readonly erasedOn: string;
}

/** Is told of erased users who come up again, in the transaction that gives them their new numbers. */
export interface ReturnListener {
  erasedReturned(tx: Tx, users: readonly ReturnedUser[]): Promise<void>;
}

/**
 * Who was erased. Of a person nothing stays but a tombstone: a keyed hash of the pseudonym, without the number. It serves to notice that
 * a reference was erased, and to restore.
 */
export class ErasedSubjects implements PersonForgetter {
  readonly #hash: KeyedHash;

  constructor(
    keyring: Keyring,
    private readonly returns: ReturnListener,
  ) {
    this.#hash = new KeyedHash(keyring.derive("erased-subject/v1"));
  }

  /** The day on which each was erased, of those users who were and have not restored the account. One prepared statement. */
  async among(db: EntityManager, pseudonyms: readonly Pseudonym[]): Promise<Map<Pseudonym, string>> {
    if (pseudonyms.length === 0) return new Map();
    const byTombstone = new Map(pseudonyms.map((each) => [this.#tombstoneOf(each), each]));
    const found = await findTombstones(db, [...byTombstone.keys()]);
    return new Map(found.map(({ tombstone, erasedOn }) => [byTombstone.get(tombstone)!, erasedOn]));
  }

  /** To be told in the transaction that gave users numbers: who of them had been erased, and on what day. */
  async firstSeen(
    tx: Tx,
    numbers: ReadonlyMap<Pseudonym, SubjectNumber>,
    erased: ReadonlyMap<Pseudonym, string>,
  ): Promise<void> {
    const returned = [...erased].flatMap(([pseudonym, erasedOn]) => {
      const number = numbers.get(pseudonym);
      return number === undefined ? [] : [{ number, erasedOn }];
    });
    if (returned.length > 0) await this.returns.erasedReturned(tx, returned);
  }

  /** The same for pseudonyms by the thousand, 16 bytes each; those that this transaction numbered have numbers from `first` on. */
  async firstSeenInBulk(tx: Tx, pseudonyms: Buffer, first: number): Promise<void> {
    if (!(await hasTombstones(tx))) return;
    const count = pseudonyms.length / PSEUDONYM_BYTES;
    const all: Pseudonym[] = [];
    const tombstones: string[] = [];
    await inSlices(
      count,
      (from, to) => {
        for (let place = from; place < to; place += 1) {
          const start = place * PSEUDONYM_BYTES;
          all.push(pseudonyms.toString("hex", start, start + PSEUDONYM_BYTES) as Pseudonym);
          tombstones.push(this.#tombstoneAt(pseudonyms, start));
        }
      },
      HASHES_PER_SLICE,
    );
    const found = await findTombstones(tx, tombstones);
    if (found.length === 0) return;
    const placeOf = new Map(tombstones.map((tombstone, place) => [tombstone, place]));
    const erased = new Map(found.map(({ tombstone, erasedOn }) => [all[placeOf.get(tombstone)!]!, erasedOn]));
    const numbers = await findNumbers(tx, [...erased.keys()]);
    const own = [...numbers].filter(([, number]) => number >= first && number < first + count);
    await this.firstSeen(tx, new Map(own), erased);
  }

  /**
   * Unties a user from the number; answers it, or null where there was none. Nobody can see the user for the first time at the same
   * moment and miss the tombstone.
   */
  async erase(tx: Tx, pseudonym: Pseudonym, erasedOn: string): Promise<SubjectNumber | null> {
    return asEraser(tx, async () => {
      const number = await deleteSubject(tx, pseudonym);
      const tombstone = this.#tombstoneOf(pseudonym);
      // Who was erased before may have come up again: one tombstone says so for good.
      const [standing] = await findTombstones(tx, [tombstone]);
      if (!standing) await insertTombstone(tx, { tombstone, erasedOn });
      return number;
    });
  }

  /** False where the user is not erased, or has restored the account. */
  restore(tx: Tx, pseudonym: Pseudonym, restoredOn: string): Promise<boolean> {
    return asEraser(tx, () => liftTombstone(tx, this.#tombstoneOf(pseudonym), restoredOn));
  }

  /** What this module keeps of a user beside the number. */
  async forget(tx: Tx, { number }: ErasedPerson): Promise<void> {
    if (number === null) return;
    await asEraser(tx, async () => {
      await deleteSealedReference(tx, number);
      await blindListDigests(tx, number);
    });
  }

  #tombstoneOf(pseudonym: Pseudonym): string {
    return this.#tombstoneAt(Buffer.from(pseudonym, "hex"), 0);
  }

  #tombstoneAt(bytes: Buffer, start: number): string {
    const words = new Uint32Array(4);
    this.#hash.write(bytes, start, start + PSEUDONYM_BYTES, words, 0);
    return [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
  }
}
