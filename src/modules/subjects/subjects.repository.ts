import type { EntityManager } from "typeorm";
import { run, runPrepared, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { Pseudonym } from "./core/pseudonym.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { PSEUDONYM_FORM } from "./stored-forms.js";

interface SubjectRow {
  /** As it is stored, in hexadecimal. */
  readonly pseudonym: string;
  /** int8 arrives as text. */
  readonly number: string;
}

/** The numbers of those pseudonyms that have one. One statement for any count. */
export async function findNumbers(
  db: EntityManager,
  pseudonyms: readonly Pseudonym[],
): Promise<Map<Pseudonym, SubjectNumber>> {
  const rows = await runPrepared<SubjectRow>(
    db,
    "find numbers",
    sql`SELECT encode(pseudonym, 'hex') AS pseudonym, number
          FROM subject
         WHERE pseudonym = ANY (ARRAY(SELECT decode(hex, 'hex') FROM unnest(${PSEUDONYM_FORM.candidates(db, pseudonyms)}::text[]) AS asked (hex)))`,
  );
  return numbersOf(db, rows);
}

/**
 * Gives numbers to pseudonyms that have none. A pseudonym that another transaction has given one meanwhile is left out.
 *
 * Rows go in sorted by pseudonym, so that two transactions with users in common wait for each other instead of deadlocking.
 *
 * @param generation that which `generationToWrite` answered
 */
export async function insertSubjects(
  tx: Tx,
  pseudonyms: readonly Pseudonym[],
  numbers: readonly SubjectNumber[],
  generation: number,
): Promise<Map<Pseudonym, SubjectNumber>> {
  const rows = await runPrepared<SubjectRow>(
    tx,
    "insert subjects",
    sql`INSERT INTO subject (pseudonym, number)
        SELECT decode(hex, 'hex'), number
          FROM unnest(${PSEUDONYM_FORM.stored(tx, pseudonyms, generation)}::text[], ${numbers}::bigint[]) AS given (hex, number)
         ORDER BY hex
        ON CONFLICT DO NOTHING
        RETURNING encode(pseudonym, 'hex') AS pseudonym, number`,
  );
  return numbersOf(tx, rows);
}

/** Takes the next `count` numbers for this process alone; answers the first of them. */
export async function takeBlock(db: EntityManager, count: number): Promise<number> {
  const [row] = await run<{ first: string }>(
    db,
    sql`UPDATE subject_number_block SET next = next + ${count} RETURNING next - ${count} AS first`,
  );
  return Number(row?.first);
}

export async function insertSealedReferences(
  tx: Tx,
  numbers: readonly SubjectNumber[],
  sealed: readonly Buffer[],
): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO sealed_reference (subject_number, sealed)
        SELECT number, bytes FROM unnest(${numbers}::bigint[], ${sealed}::bytea[]) AS given (number, bytes)
         ORDER BY number
        ON CONFLICT DO NOTHING`,
  );
}

export async function findSealedReferences(
  db: EntityManager,
  numbers: readonly SubjectNumber[],
): Promise<Map<SubjectNumber, Buffer>> {
  const rows = await run<{ number: string; sealed: Buffer }>(
    db,
    sql`SELECT subject_number AS number, sealed FROM sealed_reference WHERE subject_number = ANY (${numbers}::bigint[])`,
  );
  return new Map(rows.map((row) => [Number(row.number) as SubjectNumber, row.sealed]));
}

function numbersOf(db: EntityManager, rows: readonly SubjectRow[]): Map<Pseudonym, SubjectNumber> {
  const pseudonyms = PSEUDONYM_FORM.digests(
    db,
    rows.map((row) => row.pseudonym),
  );
  return new Map(
    rows.map((row, index) => [pseudonyms[index] as Pseudonym, Number(row.number) as SubjectNumber]),
  );
}
