import type { EntityManager } from "typeorm";
import { execute, run, runPrepared, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { standsFor } from "./packed-sql.js";
import type { Pseudonym } from "./core/pseudonym.js";
import type { SubjectNumber } from "./core/subject-number.js";

/** A tombstone of somebody who has not restored the account; `erasedOn` is the day in the controller's calendar. */
export interface Tombstone {
  /** In hexadecimal. */
  readonly tombstone: string;
  readonly erasedOn: string;
}

/** The standing ones among tombstones in hexadecimal. Prepared. */
export function findTombstones(db: EntityManager, tombstones: readonly string[]): Promise<Tombstone[]> {
  return runPrepared<Tombstone>(
    db,
    "find tombstones",
    sql`SELECT encode(tombstone, 'hex') AS tombstone, erased_on::text AS "erasedOn"
          FROM erased_subject
         WHERE tombstone = ANY (ARRAY(SELECT decode(hex, 'hex') FROM unnest(${tombstones}::text[]) AS asked (hex)))
           AND restored_at IS NULL`,
  );
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
  await run(
    tx,
    sql`INSERT INTO erased_subject (tombstone, erased_on) VALUES (decode(${tombstone}, 'hex'), ${erasedOn}::date)`,
  );
}

/**
 * False where no tombstone stands. Of the restoration the day alone is kept, as of the erasure: the fact about the user's new number has
 * the moment, and would be found by it once that number is untied as well.
 */
export async function liftTombstone(tx: Tx, tombstone: string, restoredOn: string): Promise<boolean> {
  const lifted = await execute(
    tx,
    sql`UPDATE erased_subject SET restored_at = ${restoredOn}::date
         WHERE tombstone = decode(${tombstone}, 'hex') AND restored_at IS NULL`,
  );
  return lifted > 0;
}

/** No number is negative. */
const PLACE_HOLDER = -1;

/**
 * Unties a pseudonym from its number; answers the number, or null where it had none. Who sees the pseudonym first at the same moment has
 * written it, and is waited for, or waits until this transaction has ended: a row that is there for a moment holds its place.
 */
export async function deleteSubject(tx: Tx, pseudonym: Pseudonym): Promise<SubjectNumber | null> {
  await run(
    tx,
    sql`INSERT INTO subject (pseudonym, number) VALUES (decode(${pseudonym}, 'hex'), ${PLACE_HOLDER}) ON CONFLICT DO NOTHING`,
  );
  const [row] = await run<{ number: string }>(
    tx,
    sql`WITH untied AS (DELETE FROM subject WHERE pseudonym = decode(${pseudonym}, 'hex') RETURNING number)
        SELECT number FROM untied`,
  );
  const number = Number(row!.number);
  return number === PLACE_HOLDER ? null : (number as SubjectNumber);
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
