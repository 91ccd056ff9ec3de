import type { Tx } from "../../platform/db/transaction.js";

/** Told of each review in the transaction that records it: what was disclosed because of the demand may have to be judged again. */
export interface ReviewListener {
  reviewRecorded(tx: Tx, requestId: string, reviewId: string): Promise<void>;
}
