import { execute, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";

/** All as the sequencer's role. */

export interface LedgerLog {
  readonly origin: string;
  /** Null while nothing could be signed. */
  readonly verifierKey: string | null;
  readonly isOn: boolean;
}

/** The log's own row. Whoever else wants to change it waits until this transaction has ended. */
export async function lockLog(tx: Tx): Promise<LedgerLog> {
  const [log] = await run<LedgerLog>(
    tx,
    sql`SELECT origin, verifier_key AS "verifierKey", is_on AS "isOn" FROM ledger_log FOR UPDATE`,
  );
  return log!;
}

/** Changes what is said of the log; the caller holds its row. */
export async function describeLog(tx: Tx, { origin, verifierKey, isOn }: LedgerLog): Promise<void> {
  await execute(
    tx,
    sql`UPDATE ledger_log SET origin = ${origin}, verifier_key = ${verifierKey}, is_on = ${isOn}`,
  );
}

/** Has everything of these kinds looked through for rows that have no leaf yet, also what had been looked through before. */
export async function queueBackfill(tx: Tx, kinds: readonly string[]): Promise<void> {
  await execute(tx, sql`DELETE FROM ledger_backfill`);
  await run(tx, sql`INSERT INTO ledger_backfill (kind) SELECT unnest(${kinds}::text[])`);
}
