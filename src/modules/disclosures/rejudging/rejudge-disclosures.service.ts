import type { DataSource } from "typeorm";
import { allowLonger, inTransaction, type Tx } from "../../../platform/db/transaction.js";
import type { SubjectFactsService } from "../../consents/index.js";
import type { CoverageService } from "../../coverage/index.js";
import type { DataMapService } from "../../datamap/index.js";
import {
  RejudgeService,
  type DisclosureToJudge,
  type JudgeService,
  type PendingCause,
  type PendingJudgements,
  type Touched,
} from "../../policy/index.js";
import { transferOf } from "../core/transfer-of.js";
import { findDisclosuresById } from "../disclosures.repository.js";
import { findSupersededIds } from "./touched-disclosures.repository.js";
import {
  TouchedDisclosures,
  type Found,
  type Search,
  type SearchSteps,
} from "./touched-disclosures.service.js";

/** Causes looked into together. */
const CAUSES_AT_ONCE = 500;
/** Users of disclosures that are judged in one transaction. */
const USERS_AT_ONCE = 5_000;
/** A disclosure of more users is judged by itself, segment by segment. */
const NAMED_USERS_MAX = 2_000;
/** Judging millions takes longer than the statements of callers may. */
const JUDGE_MS_MAX = 10 * 60_000;

/** What is needed to find disclosures and judge them. */
export interface RejudgingSurroundings {
  readonly dataSource: DataSource;
  readonly dataMap: DataMapService;
  readonly facts: SubjectFactsService;
  readonly coverage: CoverageService;
  readonly pending: PendingJudgements;
  readonly judging: JudgeService;
}

/**
 * Judges recorded disclosures again when a fact about their users, or the review of an authority's request, became known after they were
 * recorded. Any number of processes may do so at once; nothing is judged twice with a different end.
 */
export class RejudgeDisclosures {
  readonly #dataSource: DataSource;
  readonly #dataMap: DataMapService;
  readonly #coverage: CoverageService;
  readonly #pending: PendingJudgements;
  readonly #touched: TouchedDisclosures;
  readonly #judging: RejudgeService;

  constructor(
    { dataSource, dataMap, facts, coverage, pending, judging }: RejudgingSurroundings,
    steps?: SearchSteps,
  ) {
    this.#dataSource = dataSource;
    this.#dataMap = dataMap;
    this.#coverage = coverage;
    this.#pending = pending;
    this.#touched = new TouchedDisclosures(dataSource, facts, coverage, steps);
    this.#judging = new RejudgeService(judging);
  }

  /**
   * Looks into everything that is pending and settled, each cause a step at a time, so that one that touches millions of disclosures
   * keeps none waiting that touches one. A cause that fails is left for the next run; the first fault is thrown at the end.
   */
  async run(until?: AbortSignal): Promise<void> {
    const failed = new Map<string, unknown>();
    while (until?.aborted !== true) {
      const causes = await this.#pending.findSettled(CAUSES_AT_ONCE, [...failed.keys()]);
      if (causes.length === 0) break;
      await this.#advance(causes, failed, until);
    }
    for (const fault of failed.values()) throw fault;
  }

  /** Goes one step further with each cause. Those that are looked into together are looked into one by one where that fails. */
  async #advance(
    causes: readonly PendingCause[],
    failed: Map<string, unknown>,
    until: AbortSignal | undefined,
  ): Promise<void> {
    for (const search of await this.#touched.searchesFor(causes)) {
      if (until?.aborted === true) return;
      try {
        await this.#step(search);
      } catch (fault) {
        const [first, ...others] = search.causes;
        if (others.length === 0) failed.set(first!.causeId, fault);
        else for (const cause of search.causes) await this.#advance([cause], failed, until);
      }
    }
  }

  async #step(search: Search): Promise<void> {
    const found = await search.next();
    await this.#judge(await this.#read(found));
    if (found.reached === null) await this.#pending.finish(search.causes);
    else await this.#pending.advance(search.causes, found.reached);
  }

  /** The disclosures themselves, each with those causes that can count at its moment, if there are any. */
  async #read({ touched }: Found): Promise<readonly Touched<DisclosureToJudge>[]> {
    const rows = await findDisclosuresById(this.#dataSource.manager, [...touched.keys()]);
    const read: Touched<DisclosureToJudge>[] = [];
    for (const [id, possible] of touched) {
      const row = rows.get(id)!;
      const causes = possible.filter(({ since }) => since === null || since <= row.occurredAt);
      if (causes.length === 0) continue;
      const map = await this.#dataMap.revision(row.revision);
      const { authorityRequest, subjectCount } = row;
      const transfer = transferOf(row, row);
      read.push({ causes, disclosure: { id, transfer, map, authorityRequest, subjectCount } });
    }
    return read;
  }

  async #judge(touched: readonly Touched<DisclosureToJudge>[]): Promise<void> {
    const isSmall = ({ disclosure }: Touched<DisclosureToJudge>) =>
      disclosure.subjectCount <= NAMED_USERS_MAX;
    for (const group of inGroups(touched.filter(isSmall))) await this.#judgeNamed(group);
    for (const each of touched.filter((each) => !isSmall(each))) await this.#judgeListed(each);
  }

  /** Who is covered never changes, so it is read before anybody has to wait. Whose coverage was detached is judged no more. */
  async #judgeNamed(group: readonly Touched<DisclosureToJudge>[]): Promise<void> {
    const sets = await this.#coverage.setsOf(this.#dataSource.manager, group.map(idOf));
    const named = group
      .map(({ disclosure, causes }) => {
        const subjects = [...(sets.get(disclosure.id)?.numbers() ?? [])];
        return { causes, disclosure: { ...disclosure, subjects } };
      })
      .filter(({ disclosure }) => disclosure.subjects.length === disclosure.subjectCount);
    await this.#whileLocked(named, (tx, standing) => this.#judging.named(tx, standing));
  }

  async #judgeListed(each: Touched<DisclosureToJudge>): Promise<void> {
    const { id, subjectCount } = each.disclosure;
    if ((await this.#coverage.count(this.#dataSource.manager, id)) !== subjectCount) return;
    await this.#whileLocked([each], async (tx, [standing]) => {
      if (!standing) return;
      await allowLonger(tx, JUDGE_MS_MAX);
      await this.#judging.listed(tx, standing, this.#coverage.packedSetOf(id));
    });
  }

  /** What was found about an amended disclosure stands no longer, and nothing new is to be found about it. */
  async #whileLocked<Each extends Touched<DisclosureToJudge>>(
    touched: readonly Each[],
    work: (tx: Tx, standing: readonly Each[]) => Promise<void>,
  ): Promise<void> {
    if (touched.length === 0) return;
    await inTransaction(this.#dataSource, async (tx) => {
      await this.#judging.lock(tx, touched.map(idOf));
      const superseded = await findSupersededIds(tx, touched.map(idOf));
      await work(
        tx,
        touched.filter((each) => !superseded.has(idOf(each))),
      );
    });
  }
}

function idOf({ disclosure }: Touched<DisclosureToJudge>): string {
  return disclosure.id;
}

/** Disclosures that are judged in one transaction. */
function inGroups<Each extends Touched<DisclosureToJudge>>(touched: readonly Each[]): Each[][] {
  const groups: Each[][] = [];
  let users = 0;
  for (const each of touched) {
    users += each.disclosure.subjectCount;
    if (groups.length === 0 || users > USERS_AT_ONCE) {
      groups.push([]);
      users = each.disclosure.subjectCount;
    }
    groups.at(-1)!.push(each);
  }
  return groups;
}
