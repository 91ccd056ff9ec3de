import type { DataSource, EntityManager } from "typeorm";
import { atOnce } from "../../platform/db/at-once.js";
import { badInput, invariant } from "../../platform/errors.js";
import type { Keyring } from "../../platform/keyring.js";
import { SealingKeys } from "../../platform/sealed-text.js";
import { eraOf, generationToWrite } from "../../platform/secrets/secret-era.js";
import { handleOf, handlesOf, numberOfHandle } from "./core/handle.js";
import { digestOfSet, pseudonymOf, type Pseudonym } from "./core/pseudonym.js";
import { KeyedHash } from "./core/keyed-hash.js";
import { normaliseReference, problemOfReference } from "./core/reference.js";
import { SetDigest } from "./core/set-digest.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { inTransaction, takeNumber, type Tx } from "../../platform/db/transaction.js";
import type { ErasedSubjects } from "./erased-subjects.service.js";
import { findUnsealed } from "./bulk-subjects.repository.js";
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
  readonly #setSumKey: Buffer;
  readonly #handleKey: Buffer;
  readonly #seals: SealingKeys | null;
  readonly #blocks: NumberBlocks;

  constructor(
    private readonly dataSource: DataSource,
    keyring: Keyring,
    private readonly erased: ErasedSubjects,
    options: { readonly sealReferences: boolean },
  ) {
    this.#pseudonymKey = keyring.derive("pseudonym/v1");
    this.#setKey = keyring.derive("subject-set/v1");
    this.#setSumKey = keyring.derive("subject-set/v2");
    this.#handleKey = keyring.derive("subject-handle/v1");
    this.#seals = options.sealReferences ? new SealingKeys(keyring, SEALED_REFERENCE) : null;
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
    return this.digestOfSet(SetDigest.of(subjects.keys()));
  }

  /** The same as it was computed before lists could be compared with names; what was stored then stays. */
  earlierDigestOf(subjects: NamedSubjects): Buffer {
    return digestOfSet(this.#setKey, subjects.keys());
  }

  /**
   * Runs `work` with `count` numbers set aside for users it may see for the first time; it answers how many of them it used,
   * from the front. Call it outside any transaction.
   */
  async withReservedNumbers<Result extends { readonly used: number }>(
    count: number,
    work: (reserved: readonly SubjectNumber[]) => Promise<Result>,
  ): Promise<Result> {
    const reserved = await this.#blocks.reserve(count);
    // After a failure it is unknown which numbers were committed, so none of them is given out again.
    const result = await work(reserved);
    this.#blocks.giveBack(reserved.slice(result.used));
    return result;
  }

  /** The numbers of those users who have one. One statement for any count. */
  findAll(db: EntityManager, pseudonyms: Iterable<Pseudonym>): Promise<Map<Pseudonym, SubjectNumber>> {
    return findNumbers(db, [...pseudonyms]);
  }

  /**
   * The number of every user named, giving first-seen ones the first numbers of `reserved`. Who has asked already which of them
   * have a number hands in what was `found`.
   *
   * At most four statements for any count; concurrent first sights of one user answer one number.
   */
  async resolve(
    tx: Tx,
    subjects: NamedSubjects,
    reserved: readonly SubjectNumber[],
    found?: ReadonlyMap<Pseudonym, SubjectNumber>,
  ): Promise<{ readonly numbers: ReadonlyMap<Pseudonym, SubjectNumber>; readonly used: number }> {
    const known = found ?? (await this.findAll(tx, subjects.keys()));
    const numbers = new Map([...known].filter(([pseudonym]) => subjects.has(pseudonym)));
    const isUnseen = (pseudonym: Pseudonym) => !numbers.has(pseudonym);
    let unseen = [...subjects.keys()].filter(isUnseen).sort();
    invariant(reserved.length >= unseen.length, "fewer numbers were reserved than users are named");
    const generation = unseen.length > 0 ? await generationToWrite(tx) : 1;
    if (unseen.length > 0 && eraOf(tx)?.isSettled === false) {
      // Who was numbered under the earlier secret since they were looked for is in nobody's way under the newer one.
      for (const [pseudonym, number] of await this.findAll(tx, unseen)) numbers.set(pseudonym, number);
      unseen = unseen.filter(isUnseen);
    }
    if (unseen.length > 0) {
      const [inserted, erased] = await atOnce(tx, () => [
        insertSubjects(tx, unseen, reserved.slice(0, unseen.length), generation),
        this.erased.among(tx, unseen),
      ]);
      await this.erased.firstSeen(tx, inserted, erased);
      for (const [pseudonym, number] of inserted) numbers.set(pseudonym, number);
      const seenMeanwhile = unseen.filter((pseudonym) => !inserted.has(pseudonym));
      if (seenMeanwhile.length > 0) {
        for (const [pseudonym, number] of await findNumbers(tx, seenMeanwhile))
          numbers.set(pseudonym, number);
      }
    }
    invariant(numbers.size === subjects.size, "a user named has no number");
    await this.#seal(tx, subjects, numbers);
    return { numbers, used: unseen.length };
  }

  /** The number of one user, or null for a reference never recorded. Throws BAD_USER_INPUT for a text that is no reference. */
  async find(reference: string, field = "reference"): Promise<SubjectNumber | null> {
    return (await this.findPerson(reference, field))?.number ?? null;
  }

  /** The same with the pseudonym, by which facts tie to a person that must not lead to the number once the person is erased. */
  async findPerson(
    reference: string,
    field = "reference",
  ): Promise<{ readonly pseudonym: Pseudonym; readonly number: SubjectNumber } | null> {
    const normalised = normaliseReference(reference);
    const problem = problemOfReference(normalised);
    if (problem) throw badInput([{ field, message: problem }]);
    const pseudonym = pseudonymOf(this.#pseudonymKey, normalised);
    const number = (await findNumbers(this.dataSource.manager, [pseudonym])).get(pseudonym);
    return number === undefined ? null : { pseudonym, number };
  }

  /** The day on which each was erased, of those users who were and have not restored the account. One prepared statement. */
  erasedAmong(db: EntityManager, pseudonyms: readonly Pseudonym[]): Promise<Map<Pseudonym, string>> {
    return this.erased.among(db, pseudonyms);
  }

  /** Lets users who had been erased be as others again, since a day in the controller's calendar. What was recorded before the erasure stays untied. */
  async restore(tx: Tx, pseudonyms: Iterable<Pseudonym>, restoredOn: string): Promise<void> {
    for (const pseudonym of pseudonyms) await this.erased.restore(tx, pseudonym, restoredOn);
  }

  /** Pseudonyms by the thousand, as `name` makes them. */
  bulkHash(): KeyedHash {
    return new KeyedHash(this.#pseudonymKey);
  }

  /** A keyed digest of a set that was read without keeping its pseudonyms. */
  digestOfSet(set: SetDigest): Buffer {
    return set.under(this.#setSumKey);
  }

  /** Whether references are kept, encrypted. */
  get sealsReferences(): boolean {
    return this.#seals !== null;
  }

  /** Seals the references of those users who have none sealed. */
  async sealUnsealed(references: ReadonlyMap<SubjectNumber, string>): Promise<void> {
    const seals = this.#seals;
    if (!seals) return;
    const unsealed = await findUnsealed(this.dataSource.manager, [...references.keys()]);
    if (unsealed.size === 0) return;
    const people = this.name([...unsealed].map((number) => references.get(number)!));
    await inTransaction(this.dataSource, async (tx) => {
      await takeNumber(tx);
      // Who was erased since is not to be sealed again.
      const tied = await findNumbers(tx, [...people.keys()]);
      const numbers = [...tied.values()].filter((number) => unsealed.has(number));
      const generation = await generationToWrite(tx);
      const sealed = numbers.map((number) =>
        seals.seal(generation, bindingOf(number), references.get(number)!),
      );
      await insertSealedReferences(tx, numbers, sealed);
    });
  }

  handleOf(number: SubjectNumber): string {
    return handleOf(this.#handleKey, number);
  }

  /** The same of many users at once. */
  handlesOf(numbers: readonly SubjectNumber[]): string[] {
    return handlesOf(this.#handleKey, numbers);
  }

  numberOfHandle(handle: string): SubjectNumber | null {
    return numberOfHandle(this.#handleKey, handle);
  }

  /** References read back for those users whose references were sealed; empty where sealing is off. */
  async unsealAll(db: EntityManager, numbers: readonly SubjectNumber[]): Promise<Map<SubjectNumber, string>> {
    const seals = this.#seals;
    if (!seals) return new Map();
    const sealed = await findSealedReferences(db, numbers);
    return new Map([...sealed].map(([number, bytes]) => [number, seals.unseal(bindingOf(number), bytes)]));
  }

  async #seal(
    tx: Tx,
    subjects: NamedSubjects,
    numbers: ReadonlyMap<Pseudonym, SubjectNumber>,
  ): Promise<void> {
    const seals = this.#seals;
    if (!seals) return;
    const generation = await generationToWrite(tx);
    const entries = [...numbers].map(([pseudonym, number]) => ({
      number,
      sealed: seals.seal(generation, bindingOf(number), subjects.get(pseudonym) ?? ""),
    }));
    await insertSealedReferences(
      tx,
      entries.map((entry) => entry.number),
      entries.map((entry) => entry.sealed),
    );
  }
}

/** What sealed references are sealed for. */
export const SEALED_REFERENCE = "sealed-reference/v1";

/** The user whose row holds a sealed reference. */
export function bindingOf(number: SubjectNumber): string {
  return `subject ${number}`;
}
