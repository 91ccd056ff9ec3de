import type { DataSource, EntityManager } from "typeorm";
import { AppError, invariant } from "../../platform/errors.js";
import type { Keyring } from "../../platform/keyring.js";
import { handleOf, numberOfHandle } from "./core/handle.js";
import { digestOfSet, pseudonymOf, type Pseudonym } from "./core/pseudonym.js";
import { normaliseReference, problemOfReference } from "./core/reference.js";
import { seal, unseal } from "./core/seal.js";
import type { SubjectNumber } from "./core/subject-number.js";
import type { Tx } from "../../platform/db/transaction.js";
import { NumberBlocks } from "./number-blocks.service.js";
import {
  findNumbers,
  findSealedReferences,
  insertSealedReferences,
  insertSubjects,
} from "./subjects.repository.js";

/** Users as a call names them: each pseudonym once, with the normalised reference it stands for (kept in memory only). */
export type NamedSubjects = ReadonlyMap<Pseudonym, string>;

/** Turns the platform's user references into pseudonyms, and those into dense numbers. References are stored nowhere, unless sealed. */
export class SubjectsService {
  readonly #pseudonymKey: Buffer;
  readonly #setKey: Buffer;
  readonly #handleKey: Buffer;
  readonly #sealKey: Buffer | null;
  readonly #blocks: NumberBlocks;

  constructor(
    private readonly dataSource: DataSource,
    keyring: Keyring,
    options: { readonly sealReferences: boolean },
  ) {
    this.#pseudonymKey = keyring.derive("pseudonym/v1");
    this.#setKey = keyring.derive("subject-set/v1");
    this.#handleKey = keyring.derive("subject-handle/v1");
    this.#sealKey = options.sealReferences ? keyring.derive("sealed-reference/v1") : null;
    this.#blocks = new NumberBlocks(dataSource.manager);
  }

  /** The distinct users behind normalised references. Naming one twice counts once. */
  name(normalisedReferences: readonly string[]): NamedSubjects {
    return new Map(
      normalisedReferences.map((reference) => [pseudonymOf(this.#pseudonymKey, reference), reference]),
    );
  }

  /** A keyed digest of a set of users, to compare a retry with what was recorded. */
  digestOf(subjects: NamedSubjects): Buffer {
    return digestOfSet(this.#setKey, subjects.keys());
  }

  /** Runs `work` with `count` numbers set aside for users it may see for the first time. Call it outside any transaction. */
  async withReservedNumbers<Result>(
    count: number,
    work: (numbers: SubjectNumber[]) => Promise<Result>,
  ): Promise<Result> {
    const reserved = await this.#blocks.reserve(count);
    let unused: readonly SubjectNumber[] = [];
    try {
      const result = await work(reserved);
      unused = reserved;
      return result;
    } finally {
      // After a failure it is unknown which numbers were committed, so none is given out again.
      this.#blocks.giveBack(unused);
    }
  }

  /**
   * The number of every user named, giving first-seen ones a number out of `reserved` (which shrinks by those used).
   *
   * At most three statements for any count; concurrent first sights of one user answer one number.
   */
  async resolve(
    tx: Tx,
    subjects: NamedSubjects,
    reserved: SubjectNumber[],
  ): Promise<Map<Pseudonym, SubjectNumber>> {
    const numbers = await findNumbers(tx, [...subjects.keys()]);
    const unseen = [...subjects.keys()].filter((pseudonym) => !numbers.has(pseudonym)).sort();
    if (unseen.length > 0) {
      invariant(reserved.length >= unseen.length, "fewer numbers were reserved than users are named");
      const given = reserved.splice(0, unseen.length);
      const inserted = await insertSubjects(tx, unseen, given);
      for (const [pseudonym, number] of inserted) numbers.set(pseudonym, number);
      const seenMeanwhile = unseen.filter((pseudonym) => !inserted.has(pseudonym));
      if (seenMeanwhile.length > 0) {
        for (const [pseudonym, number] of await findNumbers(tx, seenMeanwhile))
          numbers.set(pseudonym, number);
      }
    }
    invariant(numbers.size === subjects.size, "a user named has no number");
    await this.#seal(tx, subjects, numbers);
    return numbers;
  }

  /** The number of one user, or null for a reference never recorded. Throws BAD_USER_INPUT for a text that is no reference. */
  async find(reference: string): Promise<SubjectNumber | null> {
    const normalised = normaliseReference(reference);
    const problem = problemOfReference(normalised);
    if (problem) throw new AppError("BAD_USER_INPUT", `reference: ${problem}`, ["reference"]);
    const pseudonym = pseudonymOf(this.#pseudonymKey, normalised);
    return (await findNumbers(this.dataSource.manager, [pseudonym])).get(pseudonym) ?? null;
  }

  handleOf(number: SubjectNumber): string {
    return handleOf(this.#handleKey, number);
  }

  numberOfHandle(handle: string): SubjectNumber | null {
    return numberOfHandle(this.#handleKey, handle);
  }

  /** References read back for those users whose references were sealed; empty where sealing is off. */
  async unsealAll(db: EntityManager, numbers: readonly SubjectNumber[]): Promise<Map<SubjectNumber, string>> {
    const key = this.#sealKey;
    if (!key) return new Map();
    const sealed = await findSealedReferences(db, numbers);
    return new Map([...sealed].map(([number, bytes]) => [number, unseal(key, number, bytes)]));
  }

  async #seal(
    tx: Tx,
    subjects: NamedSubjects,
    numbers: ReadonlyMap<Pseudonym, SubjectNumber>,
  ): Promise<void> {
    const key = this.#sealKey;
    if (!key) return;
    const entries = [...numbers].map(([pseudonym, number]) => ({
      number,
      sealed: seal(key, number, subjects.get(pseudonym) ?? ""),
    }));
    await insertSealedReferences(
      tx,
      entries.map((entry) => entry.number),
      entries.map((entry) => entry.sealed),
    );
  }
}
