import type { DataSource } from "typeorm";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import type { ReviewListener } from "../authorities/index.js";
import type { FactListener } from "../consents/index.js";
import type { PendingCause } from "./core/pending-cause.js";
import {
  advancePending,
  countPendingCauses,
  deletePending,
  findSettled,
  giveHorizons,
  insertPendingFacts,
  insertPendingReview,
} from "./pending-judgements.repository.js";

/** Causes that get their horizon in one transaction. */
const HORIZONS_AT_ONCE = 10_000;

/**
 * The queue of what may let recorded disclosures be judged otherwise.
 *
 * A cause is handed out only when no transaction is under way any more that may have judged a disclosure without it: until then
 * some of the disclosures it touches could not be found yet.
 */
export class PendingJudgements implements FactListener, ReviewListener {
  constructor(private readonly dataSource: DataSource) {}

  factsRecorded(tx: Tx, factIds: readonly string[]): Promise<void> {
    return insertPendingFacts(tx, factIds);
  }

  reviewRecorded(tx: Tx, requestId: string, reviewId: string): Promise<void> {
    return insertPendingReview(tx, reviewId, requestId);
  }

  /** At most `limit` causes, other than `except`, for which every disclosure that did not see them is recorded or never will be. */
  async findSettled(limit: number, except: readonly string[] = []): Promise<PendingCause[]> {
    while ((await this.#giveHorizons()) === HORIZONS_AT_ONCE);
    return findSettled(this.dataSource.manager, { limit, except });
  }

  /** Remembers up to which id disclosures have been judged again. */
  advance(causes: readonly PendingCause[], reached: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => advancePending(tx, causes.map(idOf), reached));
  }

  /** Takes causes off the queue whose disclosures have all been judged again. */
  finish(causes: readonly PendingCause[]): Promise<void> {
    return inTransaction(this.dataSource, (tx) => deletePending(tx, causes.map(idOf)));
  }

  /** How many causes have not been looked into to the end. */
  count(): Promise<number> {
    return countPendingCauses(this.dataSource.manager);
  }

  #giveHorizons(): Promise<number> {
    return inTransaction(this.dataSource, (tx) => giveHorizons(tx, HORIZONS_AT_ONCE));
  }
}

function idOf({ causeId }: PendingCause): string {
  return causeId;
}
