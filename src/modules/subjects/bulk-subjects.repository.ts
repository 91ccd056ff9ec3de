import type { EntityManager } from "typeorm";
import { empty, execute, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { markOf } from "../../platform/secrets/stored-form.js";
import type { SubjectNumber } from "./core/subject-number.js";

/**
 * Users by the hundred thousand. Pseudonyms travel as one `bytea`, as they are stored under one generation of the secret but without its mark: 16
 * bytes each, ascending, each once.
 */

/** The numbers of pseudonyms, in their order, as PostgreSQL writes an array; null where none of them has one. */
export interface FoundNumbers {
  readonly count: number;
  readonly numbers: string | null;
  /** The pseudonyms that have a number, in the same order; null where all have. */
  readonly known: Buffer | null;
}

/**
 * One look-up in the primary key after the other, neighbours on the same page, whatever the statistics say: planned freely, a
 * table that was analysed when it was small would be read from end to end.
 */
export async function findNumbersInOrder(
  tx: Tx,
  pseudonyms: Buffer,
  count: number,
  generation = 1,
): Promise<FoundNumbers> {
  await run(
    tx,
    sql`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
  );
  const [found] = await run<FoundNumbers>(
    tx,
    sql`SELECT count(*)::integer AS count, array_agg(number)::text AS numbers,
               CASE WHEN count(*) < ${count} THEN string_agg(${generation === 1 ? STORED : UNMARKED}, ''::bytea) END AS known
          FROM (SELECT pseudonym, number FROM subject
                 WHERE pseudonym = ANY (ARRAY(SELECT pseudonym FROM ${cutApart(pseudonyms, generation)}))
                 ORDER BY pseudonym) AS known`,
  );
  return found!;
}

/**
 * Gives the pseudonyms the numbers from `first` on; answers how many got theirs. Another transaction may have been quicker with
 * the others. Rows go in ascending, so that two transactions with users in common wait for each other instead of deadlocking.
 */
export async function insertInOrder(
  tx: Tx,
  pseudonyms: Buffer,
  first: number,
  generation = 1,
): Promise<number> {
  return execute(
    tx,
    sql`INSERT INTO subject (pseudonym, number)
        SELECT pseudonym, ${first}::bigint + place FROM ${cutApart(pseudonyms, generation)} ORDER BY place
        ON CONFLICT DO NOTHING`,
  );
}

/** Which of the users named have no sealed reference. */
export async function findUnsealed(
  db: EntityManager,
  numbers: readonly SubjectNumber[],
): Promise<Set<SubjectNumber>> {
  const rows = await run<{ number: string }>(
    db,
    sql`SELECT number FROM unnest(${numbers}::bigint[]) AS named (number)
         WHERE NOT EXISTS (SELECT FROM sealed_reference WHERE subject_number = number)`,
  );
  return new Set(rows.map((row) => Number(row.number) as SubjectNumber));
}

const BYTES_PER_PSEUDONYM = raw("16");
const STORED = raw("pseudonym");
const UNMARKED = raw("substring(pseudonym, 1, 16)");

/** A table expression `(pseudonym, place)`, places from 0. */
function cutApart(pseudonyms: Buffer, generation: number): Sql {
  const mark = generation === 1 ? empty : sql` || ${markOf(generation)}::bytea`;
  return sql`(SELECT substring(bytes, place * ${BYTES_PER_PSEUDONYM} + 1, ${BYTES_PER_PSEUDONYM})${mark} AS pseudonym, place
                FROM (SELECT ${pseudonyms}::bytea AS bytes) AS sent,
                     generate_series(0, length(bytes) / ${BYTES_PER_PSEUDONYM} - 1) AS place) AS given`;
}
