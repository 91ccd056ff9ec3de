import { run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";

/**
 * Has events leave leaves from now on, or no longer; answers whether that is a change. Run by the sequencer's role.
 *
 * Whoever turns the ledger on queues all `kinds`, so that what was recorded while it was off, and what a transaction under way records that
 * saw it off, gets its leaves afterwards. Of two that do so at once the second waits, and finds it done.
 */
export async function switchLedger(tx: Tx, isOn: boolean, kinds: readonly string[]): Promise<boolean> {
  const switched = await run(
    tx,
    sql`UPDATE ledger_log SET is_on = ${isOn} WHERE is_on <> ${isOn} RETURNING is_on`,
  );
  if (switched.length === 0) return false;
  // Kinds queued earlier begin anew: their horizon is that of an earlier switch.
  await run(tx, sql`DELETE FROM ledger_backfill`);
  if (isOn) await run(tx, sql`INSERT INTO ledger_backfill (kind) SELECT unnest(${kinds}::text[])`);
  return true;
}
