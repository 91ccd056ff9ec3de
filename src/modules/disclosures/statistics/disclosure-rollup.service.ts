import type { DataSource } from "typeorm";
import { inTransaction } from "../../../platform/db/transaction.js";
import type { DataMapService } from "../../datamap/index.js";
import {
  COUNTED_ALL,
  countOnwards,
  countPending,
  lockProgress,
  startOver,
} from "./disclosure-rollup.repository.js";

/** Disclosures counted in one transaction: about a tenth of a second's work, so that nobody waits long behind it. */
const STEP = 20_000;

/** Keeps the counts by day that statistics are answered from. Any number of processes may do so; one at a time counts. */
export class DisclosureRollup {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
    private readonly step = STEP,
  ) {}

  /** Counts everything that is not counted yet, step by step, each in a transaction of its own. */
  async count(until?: AbortSignal): Promise<void> {
    while (until?.aborted !== true && (await this.#countStep()));
  }

  /** Answers whether there may be more to count. */
  async #countStep(): Promise<boolean> {
    // Asked anew each time: of two processes that count, none may go on with a time zone that the other knows to be past.
    const { timeZone } = (await this.dataMap.refresh()).controller;
    return inTransaction(this.dataSource, async (tx) => {
      const progress = await lockProgress(tx);
      if (progress.timeZone !== timeZone) {
        await startOver(tx, timeZone);
        return true;
      }
      if (progress.countedUpTo === COUNTED_ALL) {
        return (await countPending(tx, timeZone, this.step)) === this.step;
      }
      await countOnwards(tx, { timeZone, after: progress.countedUpTo, limit: this.step });
      // The end of the disclosures is the beginning of what is pending.
      return true;
    });
  }
}
