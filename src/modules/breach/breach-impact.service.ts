import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { allowLonger, inSnapshot, inTransaction, type Tx } from "../../platform/db/transaction.js";
import { badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import { InTurn } from "../../platform/in-turn.js";
import type { CoverageService } from "../coverage/index.js";
import type { DataMapService } from "../datamap/index.js";
import type { DeliveredCombination, DeliveredDisclosures } from "../disclosures/index.js";
import type { MadeSet, SubjectListsService } from "../subjects/index.js";
import { readBreachFilter, type BreachFilterValues, type BreachQuestion } from "./breach-filter.js";
import { noticeOf, type BreachNotice } from "./core/breach-notice.js";
import { BreachTotals } from "./core/breach-totals.js";
import { onwardFrom, type OnwardRecipient } from "./core/onward-recipients.js";

/** Enough to read what a hundred million users of small disclosures take. */
const READING_MS_MAX = 15 * 60_000;
/** As long as a list that was sent. */
const SET_LIFETIME_MS = 24 * 3_600_000;

/** Whom a breach concerns, in figures. */
export interface BreachAssessment {
  /** What was recorded before this moment is counted. */
  readonly asOf: Date;
  readonly question: BreachQuestion;
  readonly totals: BreachTotals;
  readonly onward: readonly OnwardRecipient[];
  /** When the first and the last of the disclosures occurred; null where there are none. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** Since when coverage is complete; null where nothing was taken out. */
  readonly completeSince: Date | null;
  readonly notice: BreachNotice;
}

/** Tells whom a breach of data concerns that reached recipients, and keeps the set of these users for whoever must tell them. */
export class BreachImpactService {
  readonly #turns = new InTurn();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly coverage: CoverageService,
    private readonly delivered: DeliveredDisclosures,
    private readonly lists: SubjectListsService,
  ) {}

  /** Throws BAD_USER_INPUT where the filter narrows nothing, or names what there is not. */
  async assess(filter: BreachFilterValues): Promise<BreachAssessment> {
    const question = this.#understand(filter);
    const asOf = this.clock.now();
    const completeSince = await this.coverage.partitions.completeSince();
    const { combinations, totals } = await this.#add(question);
    const { map, delivered, discoveredAt } = question;
    const moments = (pick: (combination: DeliveredCombination) => Date) =>
      combinations.map(pick).sort((one, other) => one.getTime() - other.getTime());
    return {
      asOf,
      question,
      totals,
      onward: onwardFrom(map, [...(delivered.recipients ?? []), ...totals.byRecipient.keys()]),
      firstAt: moments(({ firstAt }) => firstAt)[0] ?? null,
      lastAt: moments(({ lastAt }) => lastAt).at(-1) ?? null,
      completeSince,
      notice: noticeOf(map, discoveredAt),
    };
  }

  /** Keeps the users whom a breach concerns for a day, as the caller's own set; null where it concerns nobody. Throws like `assess`. */
  async keepUsers(filter: BreachFilterValues, caller: Caller): Promise<Omit<MadeSet, "segments"> | null> {
    const { totals } = await this.#add(this.#understand(filter));
    const { users } = totals.all;
    if (users.size === 0) return null;
    const now = this.clock.now();
    const set = {
      id: newId(now),
      subjectCount: users.size,
      createdBy: caller.keyId,
      expiresAt: new Date(now.getTime() + SET_LIFETIME_MS),
    };
    await inTransaction(this.dataSource, (tx) =>
      this.lists.keep(tx, { ...set, segments: [...users.segments()] }),
    );
    return set;
  }

  #understand(filter: BreachFilterValues): BreachQuestion {
    const { question, problems } = readBreachFilter(filter, this.dataMap.current(), this.clock.now());
    if (problems.length > 0) throw badInput(problems);
    return question;
  }

  /**
   * One snapshot for both statements, so that the users are those of the disclosures that are counted. One question at a time: it may take
   * minutes, and its connection is one of those by which disclosures are recorded.
   */
  #add({ delivered, affects }: BreachQuestion): Promise<{
    readonly combinations: readonly DeliveredCombination[];
    readonly totals: BreachTotals;
  }> {
    const read = async (db: Tx) => {
      await allowLonger(db, READING_MS_MAX);
      const combinations = await this.delivered.count(db, delivered);
      const totals = new BreachTotals(combinations, affects);
      for await (const parts of this.delivered.streamUsers(db, delivered)) totals.addUsers(parts);
      return { combinations, totals };
    };
    return this.#turns.run(() => inSnapshot(this.dataSource, read));
  }
}
