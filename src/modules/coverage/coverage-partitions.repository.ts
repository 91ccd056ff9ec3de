import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";

/** Makes what partitions are missing for the months from one moment to the other; at most ten years at once. */
export async function makePartitions(db: EntityManager, first: Date, last: Date): Promise<void> {
  await run(db, sql`SELECT make_coverage_partitions(${first}, ${last})`);
}

/** What became of an attempt; the migration that made the function says what each means. */
export type Compaction = "NOTHING" | "COPIED" | "COPY_TOO_FRESH" | "COPY_OUTDATED" | "COMPACTED";

/** Does the next step towards a month whose rows stand in the order of their key. It takes as long as copying the month. */
export async function compactPartition(tx: Tx, month: Date): Promise<Compaction> {
  await run(tx, raw("SET LOCAL statement_timeout = 0"));
  const [row] = await run<{ done: Compaction }>(tx, sql`SELECT compact_coverage_partition(${month}) AS done`);
  return row!.done;
}

/** The months that have a partition which was never compacted, oldest first. */
export async function findLooseMonths(db: EntityManager): Promise<Date[]> {
  const rows = await run<{ month: Date }>(
    db,
    sql`SELECT make_timestamptz(left(right(relname, 7), 4)::int, right(relname, 2)::int, 1, 0, 0, 0, 'UTC') AS month
          FROM pg_inherits JOIN pg_class ON oid = inhrelid
         WHERE inhparent = 'coverage'::regclass AND obj_description(oid, 'pg_class') IS NULL
         ORDER BY relname`,
  );
  return rows.map(({ month }) => month);
}

/** The newest month that was taken out; null where none was. */
export async function findLastDetached(db: EntityManager): Promise<Date | null> {
  const [row] = await run<{ month: Date | null }>(db, sql`SELECT max(month) AS month FROM coverage_detached`);
  return row!.month;
}
