import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { NEW_ID_LEAD_MS_MAX, timeOfUuidV7 } from "../../platform/ids.js";
import { closingOf, monthAfter, monthOf } from "./core/month.js";
import {
  compactPartition,
  findLastDetached,
  findLooseMonths,
  makePartitions,
  type Compaction,
} from "./coverage-partitions.repository.js";

/** How far ahead partitions stand ready. */
const MONTHS_AHEAD = 2;

/**
 * The months coverage is kept by. A month's partition is made ahead by the background, or else by the first write that needs it;
 * once closed, its rows are put in order.
 */
export class CoveragePartitions {
  /** Months whose partition this process has seen to. */
  readonly #ready = new Set<number>();
  /** One of them, that of the newest write: telling the month of each id of a thousand would cost a twentieth of writing them. */
  #latest = { first: Infinity, end: Infinity };

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Sees to it that coverage of these new disclosures finds a partition; without a query where this process has done so for their
   * months before. Call it outside any transaction. An id that is too old to be new is that of a retry, which writes nothing.
   */
  async makeRoom(disclosureIds: readonly string[]): Promise<void> {
    const now = this.clock.now().getTime();
    const { first, end } = this.#latest;
    const times = disclosureIds.map(timeOfUuidV7).filter((time) => time < first || time >= end);
    const fresh = times.filter((time) => closingOf(monthOf(time)) >= now && time <= now + NEW_ID_LEAD_MS_MAX);
    for (const month of new Set(fresh.map(monthOf))) {
      if (!this.#ready.has(month)) await this.#make(month, month);
      this.#latest = { first: month, end: monthAfter(month) };
    }
  }

  /** Makes the partitions of this month and the next ones, and of the one before, into which ids still fall. */
  async makeAhead(): Promise<void> {
    const month = monthOf(this.clock.now().getTime());
    await this.#make(monthAfter(month, -1), monthAfter(month, MONTHS_AHEAD));
  }

  /**
   * Does the next step of compacting each closed month, until told to stop; copies one month at most, so that
   * the disk needs room for one copy only. Answers how often it did what.
   */
  async compactClosed(until?: AbortSignal): Promise<Partial<Record<Compaction, number>>> {
    const now = this.clock.now().getTime();
    const steps: Partial<Record<Compaction, number>> = {};
    for (const month of await findLooseMonths(this.dataSource.manager)) {
      if (closingOf(month.getTime()) >= now || until?.aborted) break;
      const step = await inTransaction(this.dataSource, (tx) => compactPartition(tx, month));
      steps[step] = (steps[step] ?? 0) + 1;
      if (step === "COPIED" || step === "COPY_TOO_FRESH") break;
    }
    return steps;
  }

  /**
   * The moment since which coverage is complete: who a disclosure that occurred then or later covers is still known. Null where
   * nothing was ever taken out.
   */
  async completeSince(): Promise<Date | null> {
    const month = await findLastDetached(this.dataSource.manager);
    return month && new Date(closingOf(month.getTime()));
  }

  async #make(first: number, last: number): Promise<void> {
    await makePartitions(this.dataSource.manager, new Date(first), new Date(last));
    for (let month = first; month <= last; month = monthAfter(month)) this.#ready.add(month);
  }
}
