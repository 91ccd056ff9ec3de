import type { EntityManager } from "typeorm";
import { execute, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";

/** All as the sequencer's role. */

/** Any number, as long as no other program takes advisory locks under it in this database. */
const TURN_LOCK = "7163452086634194";

/** Whether nobody else publishes; then nobody else does until the transaction has ended. */
export async function takeTurn(tx: Tx): Promise<boolean> {
  const [turn] = await run<{ isTaken: boolean }>(
    tx,
    sql`SELECT pg_try_advisory_xact_lock(${TURN_LOCK}::bigint) AS "isTaken"`,
  );
  return turn!.isTaken;
}

/** How many leaves have their place. */
export async function findHeadSize(db: EntityManager): Promise<number> {
  const [head] = await run<{ size: string }>(db, sql`SELECT size FROM ledger_head`);
  return Number(head!.size);
}

/** The newest checkpoint that is shown, as it was signed; null before the first. */
export async function findShownNote(db: EntityManager): Promise<string | null> {
  const [row] = await run<{ note: string }>(
    db,
    sql`SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1`,
  );
  return row?.note ?? null;
}

/**
 * Shows a checkpoint from now on. Two publishers may have signed for the same tree, or one again after a witness came back: then the
 * one with more signatures is shown.
 */
export async function showCheckpoint(tx: Tx, size: number, note: string): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO ledger_checkpoint AS shown (size, note) VALUES (${size}::bigint, ${note})
        ON CONFLICT (size) DO UPDATE SET note = excluded.note WHERE length(shown.note) < length(excluded.note)`,
  );
}

/** Says, for every process to read, why nothing is signed; null where all is well. */
export async function setHalted(tx: Tx, reason: string | null): Promise<void> {
  await execute(
    tx,
    sql`UPDATE ledger_log SET halted = ${reason} WHERE halted IS DISTINCT FROM ${reason}::text`,
  );
}
