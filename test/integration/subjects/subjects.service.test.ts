import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { SubjectsService, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { Keyring } from "../../../src/platform/keyring.js";
import { countStatements } from "../../support/count-statements.js";
import { erasedSubjectsOf } from "../../support/erased-subjects.js";
import { withTestDatabase } from "../../support/test-database.js";
import { untilWaiting } from "../../support/until-waiting.js";

const database = withTestDatabase();
const keyring = new Keyring("a secret of these tests, of more than 32 characters");

function serviceOf(sealReferences = false): SubjectsService {
  return new SubjectsService(database.api, keyring, erasedSubjectsOf(keyring), { sealReferences });
}

/** The number of each reference, in order, given where there is none yet. */
async function resolve(subjects: SubjectsService, references: readonly string[]): Promise<SubjectNumber[]> {
  const named = subjects.name(references);
  const { numbers } = await subjects.withReservedNumbers(named.size, (reserved) =>
    inTransaction(database.api, (tx) => subjects.resolve(tx, named, reserved)),
  );
  const byReference = new Map(
    [...named].map(([pseudonym, reference]) => [reference, numbers.get(pseudonym)!]),
  );
  return references.map((reference) => byReference.get(reference)!);
}

const newReferences = (count: number) => Array.from({ length: count }, () => v7());

describe("the number of a user", () => {
  it("stays the same, in every process with the same secret", async () => {
    const references = newReferences(5);
    const numbers = await resolve(serviceOf(), references);
    expect(new Set(numbers).size).toBe(5);
    expect(await resolve(serviceOf(), [...references, ...newReferences(2)])).toEqual([
      ...numbers,
      expect.any(Number),
      expect.any(Number),
    ]);
    for (const [index, reference] of references.entries()) {
      expect(await serviceOf().find(` ${reference}\n`)).toBe(numbers[index]);
    }
  });

  it("is not found under another secret", async () => {
    const [reference] = newReferences(1);
    await resolve(serviceOf(), [reference!]);
    const other = new Keyring("another secret, of more than 32 characters too");
    const stranger = new SubjectsService(database.api, other, erasedSubjectsOf(other), {
      sealReferences: false,
    });
    expect(await stranger.find(reference!)).toBeNull();
  });

  it("is given without gaps where callers name users who are known already", async () => {
    const subjects = serviceOf();
    const known = newReferences(10);
    await resolve(subjects, known);
    const [one] = await resolve(subjects, [...known, ...newReferences(1)].reverse());
    const [other] = await resolve(subjects, [...newReferences(1), ...known]);
    expect(Math.abs(one! - other!)).toBe(1);
  });

  it("is one number where two transactions see the user first, and the later waits for the earlier", async () => {
    const [one, other] = [serviceOf(), serviceOf()];
    const [reference] = newReferences(1);
    const named = one.name([reference!]);
    let waiting: Promise<SubjectNumber[]> | undefined;
    const { numbers } = await one.withReservedNumbers(1, (reserved) =>
      inTransaction(database.api, async (tx) => {
        const resolved = await one.resolve(tx, named, reserved);
        waiting = resolve(other, [reference!]);
        const raced = await Promise.race([waiting, tx.query("SELECT pg_sleep(0.2)").then(() => "waits")]);
        expect(raced).toBe("waits");
        return resolved;
      }),
    );
    expect(await waiting).toEqual([...numbers.values()]);
  });

  it("is waited for in a line by transactions that name the same new users in opposite orders", async () => {
    const subjects = serviceOf();
    const references = newReferences(21);
    // Without another attempt, which would hide a deadlock.
    const resolveOnce = (order: readonly string[]) =>
      subjects.withReservedNumbers(order.length, (reserved) =>
        database.api.transaction((tx) => subjects.resolve(tx as Tx, subjects.name(order), reserved)),
      );
    const holder = database.api.createQueryRunner();
    await holder.startTransaction();
    await subjects.withReservedNumbers(1, (reserved) =>
      subjects.resolve(holder.manager as Tx, subjects.name([references[10]!]), reserved),
    );
    const both = Promise.all([resolveOnce(references), resolveOnce(references.toReversed())]);
    await untilWaiting(database.api, 2);
    await holder.rollbackTransaction();
    await holder.release();
    const [one, other] = await both;
    expect(new Map([...one.numbers].sort())).toEqual(new Map([...other.numbers].sort()));
  });

  it("is asked for in as many statements for 5,000 users as for two", async () => {
    const subjects = serviceOf();
    await resolve(subjects, newReferences(1));
    const [few, many] = [newReferences(2), newReferences(5_000)];
    const count = async (references: readonly string[]) => {
      const { statements } = await countStatements(database.api, () => resolve(subjects, references));
      return statements.filter((text) => !text.includes("subject_number_block")).length;
    };
    expect(await count(many)).toBe(await count(few));
    expect(await count(many)).toBe(1);
  });

  it.each([
    ["", /must not be empty/],
    ["x".repeat(10_000), /at most 256 characters/],
    ["marked\u0000", /control characters/],
  ])("is refused of what is no reference", async (reference, remedy) => {
    await expect(serviceOf().find(reference, "filter.subject")).rejects.toMatchObject({
      code: "BAD_USER_INPUT",
      fields: ["filter.subject"],
      message: expect.stringMatching(remedy) as unknown,
    });
    await expect(serviceOf().find(reference)).rejects.not.toMatchObject({
      message: expect.stringContaining("marked") as unknown,
    });
  });
});

describe("a sealed reference", () => {
  it("is kept where the operator wants it, also for users known from before", async () => {
    const references = newReferences(3);
    const numbers = await resolve(serviceOf(), references);
    const sealing = serviceOf(true);
    expect(await sealing.unsealAll(database.api.manager, numbers)).toEqual(new Map());
    await resolve(sealing, references);
    await resolve(sealing, references);
    expect(await sealing.unsealAll(database.api.manager, numbers)).toEqual(
      new Map(numbers.map((number, index) => [number, references[index]])),
    );
    expect(await serviceOf(false).unsealAll(database.api.manager, numbers)).toEqual(new Map());
  });

  it("is not kept of whoever was erased while a list that names the user was read", async () => {
    const references = newReferences(2);
    const numbers = await resolve(serviceOf(), references);
    const [erased] = serviceOf().name([references[0]!]).keys();
    await database.owner.query("DELETE FROM subject WHERE pseudonym = decode($1, 'hex')", [erased]);
    const sealing = serviceOf(true);
    await sealing.sealUnsealed(new Map(numbers.map((number, index) => [number, references[index]!])));
    expect(await sealing.unsealAll(database.api.manager, numbers)).toEqual(
      new Map([[numbers[1], references[1]]]),
    );
  });

  it("does not open where somebody moved it to another user", async () => {
    const sealing = serviceOf(true);
    const [one, other] = await resolve(sealing, newReferences(2));
    await database.owner.query(
      `UPDATE sealed_reference SET sealed = (SELECT sealed FROM sealed_reference WHERE subject_number = $1)
        WHERE subject_number = $2`,
      [one, other],
    );
    await expect(sealing.unsealAll(database.api.manager, [other!])).rejects.toThrow();
  });
});
