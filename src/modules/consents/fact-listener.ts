import type { Tx } from "../../platform/db/transaction.js";

/** Is told, in the transaction that records them, of facts about users, so that what they touch is judged again. */
export interface FactListener {
  factsRecorded(tx: Tx, factIds: readonly string[]): Promise<void>;
}
