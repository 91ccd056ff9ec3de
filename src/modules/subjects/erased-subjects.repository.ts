import type { EntityManager } from "typeorm";
import { execute, run, runPrepared, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { generationToWrite } from "../../platform/secrets/secret-era.js";
import { StoredForm } from "../../platform/secrets/stored-form.js";
import { standsFor } from "./packed-sql.js";
import type { Pseudonym } from "./core/pseudonym.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { PSEUDONYM_FORM, TOMBSTONE_FORM } from "./stored-forms.js";

/** A tombstone of somebody who has not restored the account; `erasedOn` is the day in the controller's calendar. */
export interface Tombstone {
  /** In hexadecimal. */
  readonly tombstone: string;
  readonly erasedOn: string;
}

/** The standing ones among tombstones in hexadecimal. Prepared. */
export async function findTombstones(db: EntityManager, tombstones: readonly string[]): Promise<Tombstone[]> {
  const rows = await runPrepared<Tombstone>(
    db,
    "find tombstones",
    sql`SELECT encode(tombstone, 'hex') AS tombstone, erased_on::text AS "erasedOn"
          FROM erased_subject
         WHERE tombstone = ANY (ARRAY(SELECT decode(hex, 'hex') FROM unnest(${TOMBSTONE_FORM.candidates(db, tombstones)}::text[]) AS asked (hex)))
           AND restored_at IS NULL`,
  );
  const found = TOMBSTONE_FORM.digests(
    db,
    rows.map(({ tombstone }) => tombstone),
  );
  return rows.map(({ erasedOn }, index) => ({ tombstone: found[index]!, erasedOn }));
}

/** Whether anybody was ever erased. */
export async function hasTombstones(db: EntityManager): Promise<boolean> {
  const [row] = await run<{ some: boolean }>(
    db,
    sql`SELECT EXISTS (SELECT FROM erased_subject WHERE restored_at IS NULL) AS some`,
  );
  return row!.some;
}

export async function insertTombstone(tx: Tx, { tombstone, erasedOn }: Tombstone): Promise<void> {
  const [stored] = TOMBSTONE_FORM.stored(tx, [tombstone], await generationToWrite(tx));
  await run(
    tx,
    sql`INSERT INTO erased_subject (tombstone, erased_on) VALUES (decode(${stored}, 'hex'), ${erasedOn}::date)`,
  );
}

/**
 * False where no tombstone stands. Of the restoration the day alone is kept, as of the erasure: the fact about the user's new number has
 * the moment, and would be found by it once that number is untied as well.
 */
export async function liftTombstone(tx: Tx, tombstone: string, restoredOn: string): Promise<boolean> {
  // The earlier form first: what is brought over at the same moment is waited for, and found as what it has become.
  for (const stored of TOMBSTONE_FORM.candidates(tx, [tombstone])) {
    const lifted = await execute(
      tx,
      sql`UPDATE erased_subject SET restored_at = ${restoredOn}::date
           WHERE tombstone = decode(${stored}, 'hex') AND restored_at IS NULL`,
    );
    if (lifted > 0) return true;
  }
  return false;
}

/** No number is negative. */
const PLACE_HOLDER = -1;

/**
 * Unties a pseudonym from its number; answers the number, or null where it had none. Who sees the pseudonym first at the same moment has
 * written it, and is waited for, or waits until this transaction has ended: a row that is there for a moment holds its place. So is whoever
 * brings it over to another generation of the secret: the earlier row is taken first, then the one it may have become.
 */
export async function deleteSubject(tx: Tx, pseudonym: Pseudonym): Promise<SubjectNumber | null> {
  const generation = await generationToWrite(tx);
  const [own] = PSEUDONYM_FORM.stored(tx, [pseudonym], generation);
  const earlier = PSEUDONYM_FORM.candidates(tx, [pseudonym]).filter(
    (stored) => StoredForm.generationOf(stored) < generation,
  );
  const numbers: number[] = [];
  for (const stored of earlier) numbers.push(...(await untie(tx, stored)));
  await run(
    tx,
    sql`INSERT INTO subject (pseudonym, number) VALUES (decode(${own}, 'hex'), ${PLACE_HOLDER}) ON CONFLICT DO NOTHING`,
  );
  numbers.push(...(await untie(tx, own!)));
  const number = numbers.find((each) => each !== PLACE_HOLDER);
  return number === undefined ? null : (number as SubjectNumber);
}

async function untie(tx: Tx, stored: string): Promise<number[]> {
  const rows = await run<{ number: string }>(
    tx,
    sql`WITH untied AS (DELETE FROM subject WHERE pseudonym = decode(${stored}, 'hex') RETURNING number)
        SELECT number FROM untied`,
  );
  return rows.map(({ number }) => Number(number));
}

export async function deleteSealedReference(tx: Tx, number: SubjectNumber): Promise<void> {
  await run(tx, sql`DELETE FROM sealed_reference WHERE subject_number = ${number}`);
}

/** Puts chance in the place of the digests of all lists that hold the user: it would tell that a list of one is of a certain user. */
export async function blindListDigests(tx: Tx, number: SubjectNumber): Promise<void> {
  await run(
    tx,
    sql`UPDATE subject_list SET digest = uuid_send(gen_random_uuid())
         WHERE digest IS NOT NULL AND id = ANY (ARRAY(
           SELECT list.id FROM subject_list list
            WHERE EXISTS (SELECT FROM (SELECT segment, -1::smallint AS slot, offsets, bitmap
                                         FROM subject_list_segment WHERE list_id = list.id) AS packed
                           WHERE ${standsFor(number)})))`,
  );
}
