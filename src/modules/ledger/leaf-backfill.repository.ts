import type { EntityManager } from "typeorm";
import { empty, join, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { LeafForm, LeafKind } from "./core/leaf-kind.js";
import { eventExpression } from "./leaf-sql.js";
import { leavesOf, type RootOfUsers } from "./leaves-of.js";
import type { OwnerOfUsers } from "./roots-of-users.js";

/** A kind of which events were recorded while the ledger was off. */
export interface QueuedKind {
  readonly kind: string;
  /** Told apart from the same kind queued anew. */
  readonly version: string;
  /** Whether all transactions have ended that may have seen the ledger off. */
  readonly isSettled: boolean;
}

/** Kinds still to be filled in; none while the ledger is off. */
export function findQueuedKinds(db: EntityManager): Promise<QueuedKind[]> {
  return run<QueuedKind>(
    db,
    sql`SELECT kind, b.xmin::text AS version, horizon IS NOT NULL AS "isSettled"
          FROM ledger_backfill b CROSS JOIN ledger_log l WHERE l.is_on`,
  );
}

/**
 * The transactions of this database that are under way, by their virtual ids, which they have from their first moment on and no other ever gets. Their
 * numbers would not do: a statement that saw the ledger off may get its number after anybody has asked who is under way.
 */
export async function findTransactionsUnderWay(db: EntityManager): Promise<string[]> {
  const rows = await run<{ id: string }>(
    db,
    sql`SELECT l.virtualtransaction AS id
          FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
         WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
           AND a.datid = (SELECT oid FROM pg_database WHERE datname = current_database())
           -- PostgreSQL's own work, such as vacuuming, has no user.
           AND a.usesysid IS NOT NULL`,
  );
  return rows.map(({ id }) => id);
}

/** Remembers that all who were under way have ended, unless a kind was queued anew meanwhile. */
export async function settleKinds(tx: Tx, kinds: readonly QueuedKind[]): Promise<void> {
  await run(
    tx,
    sql`UPDATE ledger_backfill b SET horizon = pg_current_xact_id()::text::bigint
          FROM unnest(${kinds.map(({ kind }) => kind)}::text[], ${kinds.map(({ version }) => version)}::text[])
            AS given (kind, version)
         WHERE b.kind = given.kind AND b.xmin::text = given.version`,
  );
}

/** What has to be known to make leaves. */
export interface BackfillState {
  readonly salt: Buffer;
  /** The key of the last row gone through, as JSON; null at the beginning. */
  readonly reached: string | null;
}

/**
 * Where a kind has been filled in to; undefined where nothing is to be done. Until the transaction ends nobody else goes on with it, so that no
 * event gets two leaves.
 */
export async function lockBackfill(tx: Tx, kind: LeafKind): Promise<BackfillState | undefined> {
  const [state] = await run<BackfillState>(
    tx,
    sql`SELECT l.salt, b.reached FROM ledger_backfill b CROSS JOIN ledger_log l
         WHERE b.kind = ${kind.table} AND b.horizon IS NOT NULL AND l.is_on FOR UPDATE OF b`,
  );
  return state;
}

/** A recorded row; `owner` is empty for a kind without users. */
export interface RecordedRow extends OwnerOfUsers {
  /** Its key, as JSON. */
  readonly key: string;
  /** Whether it has no leaf, neither in its place nor waiting for one. */
  readonly isMissing: boolean;
}

/** How much is gone through at once. */
export interface BatchSize {
  readonly rows: number;
  /** A row that owns more users goes alone. */
  readonly users: number;
}

/** The next rows of a kind after a key, in the order of their keys. */
export function findRowsAfter(
  tx: Tx,
  kind: LeafKind,
  reached: string | null,
  { rows, users }: BatchSize,
): Promise<RecordedRow[]> {
  const order = raw(kind.key.map((column) => `r.${column}`).join(", "));
  const owner = raw(kind.users ? `r.${kind.users.names}::text` : "''");
  const subjects = raw(kind.users ? "r.subject_count" : "0");
  return run<RecordedRow>(
    tx,
    sql`SELECT event, owner, key,
               NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.event = next.event AND l.kind = ${kind.table})
           AND NOT EXISTS (SELECT FROM ledger_pending p WHERE p.event = next.event AND p.kind = ${kind.table}) AS "isMissing"
          FROM (SELECT ${raw(eventExpression(kind, "r"))} AS event, ${owner} AS owner, ${keyAsJson(kind)} AS key,
                       row_number() OVER (ORDER BY ${order}) AS place,
                       sum(${subjects}) OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                  FROM (SELECT * FROM ${raw(kind.table)} r ${reached === null ? empty : sql`WHERE ${isAfter(kind, reached)}`}
                         ORDER BY ${order} LIMIT ${rows}) AS r) AS next
         WHERE coalesce(before, 0) < ${users}
         ORDER BY place`,
  );
}

/** Leaves the leaves of rows that were found, for the sequencer. */
export async function insertMissingLeaves(
  tx: Tx,
  kind: LeafKind,
  missing: readonly RecordedRow[],
  roots: readonly RootOfUsers[],
): Promise<void> {
  const columns = kind.key.map((column, place) => {
    const values = missing.map(({ key }) => (JSON.parse(key) as string[])[place]!);
    return sql`${values}::${raw(KEY_TYPES[kind.columns[column]!]!)}[]`;
  });
  const key = raw(kind.key.join(", "));
  const rows = sql`(SELECT * FROM ${raw(kind.table)} WHERE (${key}) IN (SELECT * FROM unnest(${join(columns)})))`;
  await run(tx, leavesOf(kind, rows, kind.users ? roots : undefined));
}

/** Writes down how far a kind has been filled in. */
export async function advanceBackfill(tx: Tx, kind: LeafKind, reached: string): Promise<void> {
  await run(tx, sql`UPDATE ledger_backfill SET reached = ${reached} WHERE kind = ${kind.table}`);
}

/** Takes a kind off the queue. */
export async function finishBackfill(tx: Tx, kind: LeafKind): Promise<void> {
  await run(tx, sql`DELETE FROM ledger_backfill WHERE kind = ${kind.table}`);
}

/** Whether at least so many leaves wait for the sequencer. */
export async function isQueueLong(db: EntityManager, leaves: number): Promise<boolean> {
  const rows = await run(db, sql`SELECT FROM ledger_pending OFFSET ${leaves - 1} LIMIT 1`);
  return rows.length > 0;
}

/** The forms that a key's column has, and what compares it. */
const KEY_TYPES: Partial<Record<LeafForm, string>> = { uuid: "uuid", text: "text", number: "bigint" };

function keyAsJson({ key }: LeafKind): Sql {
  return raw(`jsonb_build_array(${key.map((column) => `r.${column}::text`).join(", ")})::text`);
}

function isAfter({ key, columns }: LeafKind, reached: string): Sql {
  const values = (JSON.parse(reached) as string[]).map(
    (value, place) => sql`${value}::${raw(KEY_TYPES[columns[key[place]!]!]!)}`,
  );
  return sql`(${raw(key.map((column) => `r.${column}`).join(", "))}) > (${join(values)})`;
}
