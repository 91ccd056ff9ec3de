import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { BulkNumbers, SubjectsService, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import type { ErasedSubjects } from "../../../src/modules/subjects/index.js";
import { PseudonymBatch } from "../../../src/modules/subjects/core/pseudonym-batch.js";
import { pseudonymOf, type Pseudonym } from "../../../src/modules/subjects/core/pseudonym.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { eraOf } from "../../../src/platform/secrets/secret-era.js";
import { erasedSubjectsOf } from "../../support/erased-subjects.js";
import { startHolder, type Holder } from "../../support/rotating.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const secretOf = (generation: number) => `secret number ${generation} of these tests, which is long enough`;
const ROWS_AT_ONCE = 3;

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

/** A process at work with users. */
class Worker {
  readonly subjects: SubjectsService;
  readonly #erased: ErasedSubjects;
  readonly #bulk: BulkNumbers;

  constructor(readonly holder: Holder) {
    const { dataSource, keyring } = holder;
    this.#erased = erasedSubjectsOf(keyring);
    this.subjects = new SubjectsService(dataSource, keyring, this.#erased, { sealReferences: true });
    this.#bulk = new BulkNumbers(dataSource, this.#erased);
  }

  static async start(generation: number, rowsAtOnce = ROWS_AT_ONCE): Promise<Worker> {
    const previous = generation === 1 ? null : secretOf(generation - 1);
    const secrets = { secret: secretOf(generation), previous };
    return new Worker(await startHolder(database.apiUrl, secrets, rowsAtOnce));
  }

  async record(references: readonly string[]): Promise<Map<string, SubjectNumber>> {
    const named = this.subjects.name(references);
    const { numbers } = await this.subjects.withReservedNumbers(named.size, (reserved) =>
      inTransaction(this.holder.dataSource, async (tx) => {
        // As a disclosure is recorded: they are looked for first, and something happens in between.
        const found = await this.subjects.findAll(tx, named.keys());
        await sleep(Math.random() * 5);
        return this.subjects.resolve(tx, named, reserved, found);
      }),
    );
    return new Map([...named].map(([pseudonym, reference]) => [reference, numbers.get(pseudonym)!]));
  }

  async receive(references: readonly string[]): Promise<Map<string, SubjectNumber>> {
    const batch = new PseudonymBatch();
    const pseudonyms = references.map((each) => this.#pseudonymOf(each));
    for (const pseudonym of pseudonyms) {
      const at = batch.next();
      const bytes = Buffer.from(pseudonym, "hex");
      for (let word = 0; word < 4; word += 1) batch.words[at + word] = bytes.readUInt32BE(word * 4);
    }
    const sorted = await batch.sorted(nextTurn);
    const numbers = await this.#bulk.resolve(sorted);
    return new Map(
      [...sorted.positions].map((position, place) => [
        references[position]!,
        numbers[place] as SubjectNumber,
      ]),
    );
  }

  find(reference: string): Promise<SubjectNumber | null> {
    return this.subjects.find(reference);
  }

  erase(reference: string): Promise<SubjectNumber | null> {
    const pseudonym = this.#pseudonymOf(reference);
    return inTransaction(this.holder.dataSource, async (tx) => {
      const number = await this.#erased.erase(tx, pseudonym, "2026-11-23");
      await this.#erased.forget(tx, { number, pseudonym, reference });
      return number;
    });
  }

  async wasErased(reference: string): Promise<boolean> {
    const { manager } = this.holder.dataSource;
    return (await this.#erased.among(manager, [this.#pseudonymOf(reference)])).size > 0;
  }

  restore(reference: string): Promise<boolean> {
    return inTransaction(this.holder.dataSource, (tx) =>
      this.#erased.restore(tx, this.#pseudonymOf(reference), "2026-11-23"),
    );
  }

  #pseudonymOf(reference: string): Pseudonym {
    return pseudonymOf(this.holder.keyring.derive("pseudonym/v1"), reference);
  }

  stop(): Promise<void> {
    return this.holder.dataSource.destroy();
  }
}

async function finish({ holder: { dataSource, rotation } }: Worker): Promise<void> {
  while (eraOf(dataSource.manager)?.isSettled === false) {
    await rotation.run();
    await sleep(5);
  }
}

const rowsOf = (worker: Worker, table: string, column: string) =>
  run<{ stored: string }>(
    worker.holder.dataSource.manager,
    sql([`SELECT encode(${column}, 'hex') AS stored FROM ${table}`]),
  ).then((rows) => rows.map(({ stored }) => stored));

type Step =
  | { readonly does: "record" | "receive" | "find"; readonly by: number; readonly users: readonly number[] }
  | { readonly does: "erase" | "restore"; readonly by: number; readonly users: readonly number[] };

const USERS = 6;
const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom("record", "record", "receive", "find", "erase", "restore"),
  by: fc.nat(2),
  users: fc.uniqueArray(fc.nat(USERS - 1), { minLength: 1, maxLength: 4 }),
});
/** What happens at the same moment. */
const moment = fc.array(step, { minLength: 1, maxLength: 4 });

/** What must be true of users by number, whatever the secret does meanwhile. */
class Expected {
  readonly #numbers = new Map<string, SubjectNumber>();
  readonly #erased = new Set<string>();
  readonly #given = new Map<SubjectNumber, string>();

  seen(reference: string, number: SubjectNumber): void {
    expect(number).toBe(this.#numbers.get(reference) ?? number);
    expect(this.#given.get(number) ?? reference).toBe(reference);
    this.#numbers.set(reference, number);
    this.#given.set(number, reference);
  }

  found(reference: string, number: SubjectNumber | null): void {
    expect(number).toBe(this.#numbers.get(reference) ?? null);
  }

  erased(reference: string, number: SubjectNumber | null): void {
    this.found(reference, number);
    this.#numbers.delete(reference);
    this.#erased.add(reference);
  }

  restored(reference: string, was: boolean): void {
    expect(was).toBe(this.#erased.delete(reference));
  }

  async holdsFor(worker: Worker, references: readonly string[]): Promise<void> {
    for (const reference of references) {
      this.found(reference, await worker.find(reference));
      expect(await worker.wasErased(reference)).toBe(this.#erased.has(reference));
    }
  }
}

/** Each user is named by one step of a moment only, but for those who are seen for the first time or again. */
async function happen(
  steps: readonly Step[],
  workers: readonly Worker[],
  nameOf: (user: number) => string,
  expected: Expected,
): Promise<void> {
  const untied = new Set(steps.flatMap(({ does, users }) => (isUntying(does) ? users : [])));
  const taken = new Set<number>();
  const work = steps.map(async ({ does, by, users }) => {
    const worker = workers[by % workers.length]!;
    const free = users.filter((user) => (isUntying(does) ? !taken.has(user) : !untied.has(user)));
    if (isUntying(does)) free.forEach((user) => taken.add(user));
    const names = free.map(nameOf);
    if (names.length === 0) return;
    if (does === "record" || does === "receive") {
      for (const [name, number] of await worker[does](names)) expected.seen(name, number);
    } else if (does === "erase") {
      for (const name of names) expected.erased(name, await worker.erase(name));
    } else if (does === "restore") {
      for (const name of names) expected.restored(name, await worker.restore(name));
    } else await Promise.all(names.map((name) => worker.find(name)));
  });
  await Promise.all(work);
}

const isUntying = (does: Step["does"]) => does === "erase" || does === "restore";

describe("While the secret is being changed", () => {
  it("users keep their numbers, whoever records, erases and looks them up at the same moment", async () => {
    let generation = 1;
    let workers = [await Worker.start(1)];
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 6, maxLength: 12 }), async (moments) => {
        generation += 1;
        const run = generation;
        const nameOf = (user: number) => `user ${user} of run ${run}`;
        const all = Array.from({ length: USERS }, (_, user) => nameOf(user));
        const expected = new Expected();
        const earlier = workers;
        const third = Math.ceil(moments.length / 3);
        for (const each of moments.slice(0, third)) await happen(each, earlier, nameOf, expected);
        // Processes with the new secret beside those with the earlier one, which are stopped one after the other.
        workers = [await Worker.start(generation), await Worker.start(generation)];
        const turning = rotateUntilSettled(workers);
        for (const each of moments.slice(third, 2 * third))
          await happen(each, [...earlier, ...workers], nameOf, expected);
        for (const worker of earlier) await worker.stop();
        for (const each of moments.slice(2 * third)) await happen(each, workers, nameOf, expected);
        await turning;
        for (const worker of workers) await expected.holdsFor(worker, all);
        const stored = await rowsOf(workers[0]!, "subject", "pseudonym");
        const marks = new Set(stored.map((each) => each.slice(32)));
        expect([...marks]).toEqual(stored.length ? [Buffer.of(generation).toString("hex")] : []);
      }),
      { numRuns: 5, endOnFailure: true },
    );
    for (const worker of workers) await worker.stop();
  }, 120_000);
});

/** Both may lead at once. */
async function rotateUntilSettled(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map(finish));
}
