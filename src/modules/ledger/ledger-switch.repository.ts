import { run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";

/** Turns the ledger on or off; answers whether that is a change. Of two at once the second waits, and finds it done. */
export async function setLedgerOn(tx: Tx, isOn: boolean): Promise<boolean> {
  const changed = await run(
    tx,
    sql`UPDATE ledger_log SET is_on = ${isOn} WHERE is_on <> ${isOn} RETURNING is_on`,
  );
  return changed.length > 0;
}

/** Queues kinds of which events may have no leaves, from their first on, whatever was queued before. */
export async function queueKinds(tx: Tx, kinds: readonly string[]): Promise<void> {
  await run(tx, sql`DELETE FROM ledger_backfill`);
  await run(tx, sql`INSERT INTO ledger_backfill (kind) SELECT unnest(${kinds}::text[])`);
}
