import type { DataSource } from "typeorm";
import type { FactReach, SubjectFactsService } from "../../consents/index.js";
import { firstIdOf, type CoverageService } from "../../coverage/index.js";
import type { PendingCause } from "../../policy/index.js";
import type { SubjectSet } from "../../subjects/index.js";
import { findIdsAfter, findIdsByRequest } from "./touched-disclosures.repository.js";

/** How much is done in one step. */
export interface SearchSteps {
  /** Users of facts for each of whom the disclosures are looked up; for a fact about more, the disclosures are looked through. */
  readonly lookedUpUsers: number;
  /** Disclosures found. */
  readonly found: number;
  /** Disclosures looked through. */
  readonly lookedThrough: number;
}

const STEPS: SearchSteps = { lookedUpUsers: 1_000, found: 200, lookedThrough: 500 };
/** A disclosure of more users is taken to be touched rather than read. */
const COMPARED_USERS_MAX = 1_000;

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** A cause, and since when disclosures may be judged otherwise for it; null: since ever. */
export interface DatedCause extends PendingCause {
  readonly since: Date | null;
}

/** Causes whose disclosures are looked for together, because they have come equally far. */
export interface Search {
  readonly causes: readonly DatedCause[];
  /** The next step: disclosures after those reached before, in the order of their ids. */
  next(): Promise<Found>;
}

/** What a step found. A disclosure may be among them although none of its users is concerned; none is missing. */
export interface Found {
  /** The causes that may touch each disclosure, by its id. */
  readonly touched: ReadonlyMap<string, readonly DatedCause[]>;
  /** Up to which id all was looked at; null: to the end. */
  readonly reached: string | null;
}

type PendingFact = PendingCause & FactReach;

/** That of a fact that is no longer there. */
const NO_REACH: FactReach = { since: new Date(0), subjectCount: 0 };

/** Finds the recorded disclosures that a late fact, or the review of a request, may let be judged otherwise. */
export class TouchedDisclosures {
  #last: { readonly factId: string; readonly users: SubjectSet | undefined } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: SubjectFactsService,
    private readonly coverage: CoverageService,
    private readonly steps: SearchSteps = STEPS,
  ) {}

  /** How to look for what each of the causes touches: few searches, each of one step after the other. */
  async searchesFor(causes: readonly PendingCause[]): Promise<Search[]> {
    const pending = new Map(causes.map((each) => [each.causeId, each]));
    const ids = causes.filter(({ cause }) => cause === "FACT").map(({ causeId }) => causeId);
    const reach = await this.facts.reachOf(this.dataSource.manager, ids);
    const facts = ids.map((id) => ({ ...pending.get(id)!, ...(reach.get(id) ?? NO_REACH) }));
    const usersMax = this.steps.lookedUpUsers;
    const few = facts.filter(({ subjectCount }) => subjectCount <= usersMax);
    const many = facts.filter(({ subjectCount }) => subjectCount > usersMax);
    const reviews = causes.filter(({ cause }) => cause === "REVIEW");
    return [
      ...inGroups(few, usersMax).map((group) => this.#lookingUp(group)),
      ...many.map((fact) => this.#lookingThrough(fact)),
      ...reviews.map((review) => this.#byRequest({ ...review, since: null })),
    ];
  }

  /** For facts about few users, recorded by the thousand: all their users at once, along the index of coverage. */
  #lookingUp(causes: readonly PendingFact[]): Search {
    const next = async (): Promise<Found> => {
      const db = this.dataSource.manager;
      const users = await this.facts.usersOf(
        db,
        causes.map(({ causeId }) => causeId),
      );
      const asked = causes.map(({ causeId, since }) => ({
        askedFor: causeId,
        subjects: users.get(causeId)?.numbers() ?? [],
        occurredFrom: since,
      }));
      const page = { after: causes[0]!.reached ?? BEFORE_ALL, limit: this.steps.found };
      const found = await this.coverage.findDisclosuresCoveringAny(db, asked, page);
      const touched = new Map(
        found.map(({ id, askedFor }) => [id, causes.filter(({ causeId }) => askedFor.includes(causeId))]),
      );
      return { touched, reached: reachedBy(found, this.steps.found) };
    };
    return { causes, next };
  }

  /** For one fact about many users: disclosure by disclosure, because a good part of them is touched. */
  #lookingThrough(cause: PendingFact): Search {
    const next = async (): Promise<Found> => {
      const db = this.dataSource.manager;
      const after = cause.reached ?? firstIdOf(cause.since);
      const passed = await findIdsAfter(db, { after, limit: this.steps.lookedThrough });
      const isSmall = (each: { subjectCount: number }) => each.subjectCount <= COMPARED_USERS_MAX;
      const concerned = await this.#usersOf(cause.causeId);
      const sets = await this.coverage.setsOf(
        db,
        passed.filter(isSmall).map((each) => each.id),
      );
      const touched = passed.filter((each) => !isSmall(each) || haveCommon(sets.get(each.id), concerned));
      return {
        touched: new Map(touched.map((each) => [each.id, [cause]])),
        reached: reachedBy(passed, this.steps.lookedThrough),
      };
    };
    return { causes: [cause], next };
  }

  /** Those of the last fact stay in memory: millions, who are compared with one step's disclosures after the other's. */
  async #usersOf(factId: string): Promise<SubjectSet | undefined> {
    if (this.#last?.factId !== factId) {
      const users = (await this.facts.usersOf(this.dataSource.manager, [factId])).get(factId);
      this.#last = { factId, users };
    }
    return this.#last.users;
  }

  #byRequest(review: DatedCause): Search {
    const next = async (): Promise<Found> => {
      const page = { after: review.reached ?? BEFORE_ALL, limit: this.steps.found };
      const ids = await findIdsByRequest(this.dataSource.manager, review.requestId!, page);
      return {
        touched: new Map(ids.map((id) => [id, [review]])),
        reached: reachedBy(
          ids.map((id) => ({ id })),
          this.steps.found,
        ),
      };
    };
    return { causes: [review], next };
  }
}

/** Facts that have come equally far, about so many users together at most that they can be looked up at once. */
function inGroups(facts: readonly PendingFact[], usersMax: number): PendingFact[][] {
  const groups: PendingFact[][] = [];
  const open = new Map<string | null, { group: PendingFact[]; users: number }>();
  for (const fact of facts) {
    let alike = open.get(fact.reached);
    if (!alike || alike.users + fact.subjectCount > usersMax) {
      alike = { group: [], users: 0 };
      open.set(fact.reached, alike);
      groups.push(alike.group);
    }
    alike.group.push(fact);
    alike.users += fact.subjectCount;
  }
  return groups;
}

function reachedBy(found: readonly { readonly id: string }[], limit: number): string | null {
  return found.length < limit ? null : found.at(-1)!.id;
}

function haveCommon(one: SubjectSet | undefined, other: SubjectSet | undefined): boolean {
  for (const number of one?.numbers() ?? []) if (other?.has(number)) return true;
  return false;
}
