import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import type { LeafKind } from "./core/leaf-kind.js";
import { queueKinds, setLedgerOn } from "./ledger-switch.repository.js";

/**
 * Has events leave leaves from now on, or no longer; answers whether that is a change. On the sequencer's connection.
 *
 * Whoever turns the ledger on queues all `kinds` (see `LeafBackfill`), so that what was recorded while it was off, and what a transaction under
 * way records that saw it off, gets its leaves afterwards.
 */
export function switchLedger(
  sequencer: DataSource,
  isOn: boolean,
  kinds: readonly LeafKind[],
): Promise<boolean> {
  return inTransaction(sequencer, async (tx) => {
    const isChange = await setLedgerOn(tx, isOn);
    if (isChange) await queueKinds(tx, isOn ? kinds.map(({ table }) => table) : []);
    return isChange;
  });
}
