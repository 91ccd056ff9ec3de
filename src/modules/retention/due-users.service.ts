import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { allowLonger, inTransaction, type Tx } from "../../platform/db/transaction.js";
import { InTurn } from "../../platform/in-turn.js";
import type { SubjectFactKind, SubjectFactsService } from "../consents/index.js";
import type { CalendarDay, DataMapSnapshot } from "../datamap/index.js";
import { sourceOfSegments, type PackedSegment } from "../subjects/index.js";
import { dueOfSegment, type Destroyed, type DueOfSegment } from "./core/due-of-segment.js";
import { isCoveredBy } from "./core/is-covered-by.js";
import { RetentionJudge } from "./core/judge-retention.js";
import { isKeptIn, type KnownStart, type RetentionTerm } from "./core/retention-term.js";
import { findDestroyedIn, type DestroyedUsers } from "./destruction-members.repository.js";

/** All facts about a hundred million users are looked through. */
const READING_MS_MAX = 10 * 60_000;
/** Segments asked about in one statement: some hundred thousand users. */
const SEGMENTS_PER_STATEMENT = 64;

/** Which facts tell that a period begins to run. */
const FACTS_OF: Readonly<Record<KnownStart, SubjectFactKind>> = {
  AGREEMENT_ENDED: "AGREEMENT_END",
  CONSENT_WITHDRAWN: "WITHDRAWAL",
  ACCOUNT_DELETED: "ERASURE",
};

/** What is asked: by which terms, and as of the end of which day. */
export interface DueQuestion {
  readonly map: DataMapSnapshot;
  readonly terms: readonly RetentionTerm[];
  readonly asOf: CalendarDay;
  /** Ask of one data store alone; null asks whether data are left in any. */
  readonly dataStore: string | null;
}

/** Finds the users whose data may be kept no longer, from the facts about them. Nothing of it is stored: time makes it true. */
export class DueUsersService {
  readonly #turns = new InTurn();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly facts: SubjectFactsService,
  ) {}

  /**
   * Hands on what has run out, segment after segment, ascending. Memory does not grow with the users. One question at a time: it may
   * take minutes, and its connection is one of those by which disclosures are recorded.
   */
  async find(
    question: DueQuestion,
    take: (segment: number, due: readonly DueOfSegment[]) => void,
  ): Promise<void> {
    const read = async (tx: Tx) => {
      for await (const { segment, due } of this.read(tx, question)) take(segment, due);
    };
    await this.#turns.run(() => inTransaction(this.dataSource, read));
  }

  /** The same in the caller's transaction, whose connection is busy meanwhile. */
  async *read(
    tx: Tx,
    { map, terms, asOf, dataStore }: DueQuestion,
  ): AsyncGenerator<{ readonly segment: number; readonly due: readonly DueOfSegment[] }> {
    if (terms.length === 0) return;
    await allowLonger(tx, READING_MS_MAX);
    const end = map.endOf(asOf);
    const judge = new RetentionJudge(terms, map, asOf, new Date(end.getTime() - 1));
    const holdsAt = new Date(Math.max(end.getTime(), this.clock.now().getTime()));
    const storesOf = (category: string) => (dataStore === null ? storesWith(category, map) : [dataStore]);
    const users = await this.#usersWithStarts(tx, terms);
    for (let from = 0; from < users.length; from += SEGMENTS_PER_STATEMENT) {
      const some = users.slice(from, from + SEGMENTS_PER_STATEMENT);
      const destroyed = await findDestroyedIn(
        tx,
        some.map(({ segment }) => segment),
      );
      for await (const known of this.facts.factsIn(tx, sourceOfSegments(some))) {
        const gone = (destroyed.get(known.segment) ?? []).map((each) => destroyedBy(each, map));
        const due = dueOfSegment(judge, known, holdsAt, { destroyed: gone, storesOf });
        if (due.length > 0) yield { segment: known.segment, due };
      }
    }
  }

  /** Half a kilobyte for each 4,096 neighbouring numbers. */
  async #usersWithStarts(tx: Tx, terms: readonly RetentionTerm[]): Promise<PackedSegment[]> {
    const kinds = new Set(
      terms.flatMap(({ rule }) => [
        FACTS_OF[rule.startEvent],
        ...(rule.endsWithAccount ? [FACTS_OF.ACCOUNT_DELETED] : []),
      ]),
    );
    const users: PackedSegment[] = [];
    for await (const segment of this.facts.usersWith(tx, [...kinds])) users.push(segment);
    return users;
  }
}

function destroyedBy({ retentionRule, category, ...where }: DestroyedUsers, map: DataMapSnapshot): Destroyed {
  return {
    ...where,
    covers: ({ term }, ofCategory) =>
      isCoveredBy({ retentionRule, category }, { retentionRule: term.rule.key, category: ofCategory }, map),
  };
}

/** The data stores in which, by the data map, data of the category are kept. */
function storesWith(category: string, map: DataMapSnapshot): string[] {
  return map.document.dataStores.filter((store) => isKeptIn(store, category)).map(({ key }) => key);
}
