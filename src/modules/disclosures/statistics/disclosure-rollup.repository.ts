import { run, sql, type Sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";

/** Above every id: everything recorded is counted, or stands in `rollup_pending`. */
export const COUNTED_ALL = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const COUNTED_NOTHING = "00000000-0000-0000-0000-000000000000";

/** How far the roll-up has come. */
export interface RollupProgress {
  /** In which the roll-up's days are counted; null before the first count. */
  readonly timeZone: string | null;
  /** Disclosures with a higher id are not in the roll-up, whatever `rollup_pending` says. */
  readonly countedUpTo: string;
}

/** Reads the progress and keeps every other count waiting until the end of the transaction: the next statement sees their work. */
export async function lockProgress(tx: Tx): Promise<RollupProgress> {
  const [progress] = await run<RollupProgress>(
    tx,
    sql`SELECT time_zone AS "timeZone", counted_up_to AS "countedUpTo" FROM rollup_progress FOR UPDATE`,
  );
  return progress!;
}

/** Empties the roll-up, to be counted again with the days of another time zone. */
export async function startOver(tx: Tx, timeZone: string): Promise<void> {
  await run(tx, sql`DELETE FROM disclosure_rollup`);
  await run(tx, sql`UPDATE rollup_progress SET time_zone = ${timeZone}, counted_up_to = ${COUNTED_NOTHING}`);
}

/**
 * Counts at most `limit` of what is pending, and answers how many that were. Pending rows are taken as they come and never
 * "after the last one": a transaction that commits late would be skipped.
 */
export async function countPending(tx: Tx, timeZone: string, limit: number): Promise<number> {
  const [row] = await run<{ taken: number }>(
    tx,
    sql`WITH taken AS (
          DELETE FROM rollup_pending
           WHERE (disclosure_id, kind) IN (SELECT disclosure_id, kind FROM rollup_pending LIMIT ${limit})
          RETURNING disclosure_id, kind
        ), ${addingTaken(timeZone)}
        SELECT count(*)::int AS taken FROM taken`,
  );
  return row!.taken;
}

/**
 * Counts the next disclosures above `after`, at most `limit`, and answers how far it is counted now. What was pending of them is
 * counted with them: a disclosure above the mark is seen by its row, and one below it by what is pending, never by both.
 */
export async function countOnwards(
  tx: Tx,
  { timeZone, after, limit }: { readonly timeZone: string; readonly after: string; readonly limit: number },
): Promise<string> {
  const [row] = await run<{ countedUpTo: string }>(
    tx,
    sql`WITH next AS MATERIALIZED (
          SELECT id FROM disclosure WHERE id > ${after} ORDER BY id LIMIT ${limit}
        ), mark AS (
          SELECT CASE WHEN count(*) < ${limit}::int THEN ${COUNTED_ALL}::uuid
                      ELSE (SELECT id FROM next ORDER BY id DESC LIMIT 1) END AS reached
            FROM next
        ), taken AS (
          SELECT id AS disclosure_id, 'RECORDED' AS kind FROM next
          UNION ALL
          SELECT disclosure_id, 'SUPERSEDED' FROM superseded WHERE disclosure_id = ANY (ARRAY(SELECT id FROM next))
        ), ${addingTaken(timeZone)}, done AS (
          DELETE FROM rollup_pending
           WHERE disclosure_id > ${after} AND disclosure_id <= (SELECT reached FROM mark)
        ), moved AS (
          UPDATE rollup_progress SET counted_up_to = (SELECT reached FROM mark)
        )
        SELECT reached AS "countedUpTo" FROM mark`,
  );
  return row!.countedUpTo;
}

/** Parts of a WITH that add what `taken (disclosure_id, kind)` names to the roll-up: one row a day and combination. */
function addingTaken(timeZone: string): Sql {
  return sql`
    counted AS (
      SELECT (d.occurred_at AT TIME ZONE ${timeZone})::date AS day, d.direction, d.recipient, d.purpose, d.legal_ground,
             d.categories, d.counterparty_country, d.cross_border,
             count(*) FILTER (WHERE kind = 'RECORDED') AS disclosures,
             coalesce(sum(d.subject_count) FILTER (WHERE kind = 'RECORDED'), 0) AS subject_disclosures,
             count(*) FILTER (WHERE kind = 'SUPERSEDED') AS superseded_disclosures,
             coalesce(sum(d.subject_count) FILTER (WHERE kind = 'SUPERSEDED'), 0) AS superseded_subject_disclosures
        FROM taken JOIN disclosure d ON d.id = taken.disclosure_id
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ), named AS (
      SELECT encode(substr(sha256(convert_to(jsonb_build_array(direction, recipient, purpose, legal_ground, categories,
                                                               counterparty_country, cross_border)::text, 'UTF8')), 1, 16),
                    'hex')::uuid AS combination, counted.*
        FROM counted
    ), combined AS (
      INSERT INTO disclosure_combination
             (id, direction, recipient, purpose, legal_ground, categories, counterparty_country, cross_border)
      SELECT DISTINCT combination, direction, recipient, purpose, legal_ground, categories, counterparty_country, cross_border
        FROM named
      ON CONFLICT (id) DO NOTHING
    ), added AS (
      INSERT INTO disclosure_rollup AS r
             (day, combination, disclosures, subject_disclosures, superseded_disclosures, superseded_subject_disclosures)
      SELECT day, combination, disclosures, subject_disclosures, superseded_disclosures, superseded_subject_disclosures
        FROM named
      ON CONFLICT (day, combination) DO UPDATE
         SET disclosures = r.disclosures + excluded.disclosures,
             subject_disclosures = r.subject_disclosures + excluded.subject_disclosures,
             superseded_disclosures = r.superseded_disclosures + excluded.superseded_disclosures,
             superseded_subject_disclosures = r.superseded_subject_disclosures + excluded.superseded_subject_disclosures
    )`;
}
