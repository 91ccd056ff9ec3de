import type { ClientBase } from "pg";
import type { EntityManager } from "typeorm";
import { execute, run, sql } from "../db/sql.js";
import type { Tx } from "../db/transaction.js";

/**
 * How far a rotation is.
 *
 * - `WAITING`: announced; processes that know the earlier secret alone may still be at work, so that everybody writes under that one.
 * - `WRAPPING`: none of them is; everybody writes under the newer one, and the leader brings the rows over.
 * - `SETTLED`: all have been.
 */
export type Stage = "WAITING" | "WRAPPING" | "SETTLED";

/** Any number, as long as no other program takes advisory locks under it in this database. */
const STAGE_LOCK = "7163452086634197";
/** Who writes waits no longer than this behind the change of the stage, which tries again. */
const LOCK_TIMEOUT_MS = 200;

/** Where the leader has come with bringing rows over. */
export interface Reached {
  /** The table it is at; null before the first. */
  readonly table: string | null;
  /** The key of the last row that was looked at; null before the first. */
  readonly key: readonly string[] | null;
  /** Rows brought over so far, of all tables. */
  readonly rows: number;
}

export interface Rotation extends Reached {
  readonly generation: number;
  readonly stage: Stage;
  /** The earlier secrets, for the newest one. */
  readonly earlier: Buffer;
  readonly announcedAt: Date;
  readonly settledAt: Date | null;
}

const STAGE = sql`CASE WHEN settled_at IS NOT NULL THEN 'SETTLED' WHEN wrapping_at IS NOT NULL THEN 'WRAPPING' ELSE 'WAITING' END`;

/** What has not been announced yet waits. */
export async function findStage(db: EntityManager, generation: number): Promise<Stage> {
  const [row] = await run<{ stage: Stage }>(
    db,
    sql`SELECT ${STAGE} AS stage FROM secret_rotation WHERE generation = ${generation}`,
  );
  return row?.stage ?? "WAITING";
}

/** The newest; null in a registry whose secret was never changed. */
export async function findNewestRotation(db: EntityManager): Promise<Rotation | null> {
  const [row] = await run<Omit<Rotation, "rows"> & { readonly rows: string }>(
    db,
    sql`SELECT generation, ${STAGE} AS stage, earlier, announced_at AS "announcedAt", settled_at AS "settledAt",
               reached_table AS "table", reached_key AS key, wrapped_rows AS rows
          FROM secret_rotation ORDER BY generation DESC LIMIT 1`,
  );
  return row ? { ...row, rows: Number(row.rows) } : null;
}

export async function insertRotation(tx: Tx, generation: number, earlier: Buffer): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO secret_rotation (generation, earlier, announced_at) VALUES (${generation}, ${earlier}, now())
        ON CONFLICT (generation) DO NOTHING`,
  );
}

/** Keeps the stage from changing until the transaction ends. */
export async function holdStage(tx: Tx): Promise<void> {
  await run(tx, sql`SELECT pg_advisory_xact_lock_shared(${STAGE_LOCK}::bigint)`);
}

/**
 * From the end of this transaction on everybody writes under the newer secret, unless there are connections of processes that know another one
 * than that of `mark`; answers how many. Fails with 55P03 where somebody is in the way.
 */
export async function beginWrapping(tx: Tx, generation: number, mark: string): Promise<number> {
  await run(tx, sql`SELECT set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, true)`);
  await run(tx, sql`SELECT pg_advisory_xact_lock(${STAGE_LOCK}::bigint)`);
  const others = await countOtherConnections(tx, mark);
  if (others > 0) return others;
  await execute(
    tx,
    sql`UPDATE secret_rotation SET wrapping_at = now() WHERE generation = ${generation} AND wrapping_at IS NULL`,
  );
  return 0;
}

/** Where rows are to be brought over from; nobody else does until the transaction ends. Null where none are left. */
export async function lockReached(tx: Tx, generation: number): Promise<Reached | null> {
  const [row] = await run<Omit<Reached, "rows"> & { readonly rows: string }>(
    tx,
    sql`SELECT reached_table AS "table", reached_key AS key, wrapped_rows AS rows FROM secret_rotation
         WHERE generation = ${generation} AND wrapping_at IS NOT NULL AND settled_at IS NULL FOR UPDATE`,
  );
  return row ? { ...row, rows: Number(row.rows) } : null;
}

export async function saveReached(tx: Tx, generation: number, { table, key, rows }: Reached): Promise<void> {
  await execute(
    tx,
    sql`UPDATE secret_rotation SET reached_table = ${table}, reached_key = ${key}::text[], wrapped_rows = ${rows}
         WHERE generation = ${generation}`,
  );
}

/** What the rotation before had put away goes: it is among what this one has. */
export async function settle(tx: Tx, generation: number): Promise<void> {
  await execute(tx, sql`UPDATE secret_rotation SET settled_at = now() WHERE generation = ${generation}`);
  await execute(tx, sql`UPDATE secret_rotation SET earlier = '' WHERE generation < ${generation}`);
}

/** A connection is seen here before it can have asked for anything; see `refuseEarlierSecret`. */
async function countOtherConnections(db: EntityManager, mark: string): Promise<number> {
  const [row] = await run<{ count: number }>(
    db,
    sql`SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND usename = session_user
           AND application_name ~ '^disclosure-registry( [0-9a-f]+)?$' AND application_name <> ${mark}`,
  );
  return row!.count;
}

/** Whether rows are, or will soon be, under a later generation than this one. Two statements, for a connection that nobody uses yet. */
export async function isOvertaken(client: ClientBase, generation: number): Promise<boolean> {
  const newest = async (condition: string) => {
    const { rows } = await client.query<{ generation: number | null }>(
      `SELECT max(generation) AS generation FROM secret_rotation WHERE ${condition}`,
    );
    return rows[0]?.generation ?? 1;
  };
  if ((await newest("true")) <= generation) return false;
  // Who is about to change the stage has looked for connections already, or will see this one.
  await client.query(`SELECT pg_advisory_xact_lock_shared(${STAGE_LOCK})`);
  return (await newest("wrapping_at IS NOT NULL")) > generation;
}
