import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import type { Caller } from "../../platform/graphql/context.js";
import { decodeCursor, encodeCursor } from "../../platform/graphql/cursor.js";
import { newId } from "../../platform/ids.js";
import type { CalendarDay, DataMapService } from "../datamap/index.js";
import type { PackedSegment, SubjectListsService } from "../subjects/index.js";
import type { DueOfSegment } from "./core/due-of-segment.js";
import { pageOfDue, placeOfDue, type DueRow } from "./core/page-of-due.js";
import { problemsOfCategory, problemsOfRule } from "./core/read-question.js";
import { retentionTerms, speaksOf, undecidableRules, type UndecidableRule } from "./core/retention-term.js";
import { findDestroyedCategories } from "./destructions.repository.js";
import type { DueQuestion, DueUsersService } from "./due-users.service.js";

const CURSOR_NAME = "retentionDue";
/** Rows are in memory; so many are more than anybody reads. */
const ROWS_MAX = 50_000;
const SET_LIFETIME_MS = 24 * 3_600_000;

/** What is asked of what has run out: the arguments of `Query.retentionDue`. */
export interface RetentionQuestion {
  /** Today where it is left out. */
  readonly asOf?: CalendarDay | null;
  readonly retentionRule?: string | null;
  /** Also what lies under it, and what it lies under. */
  readonly category?: string | null;
  /** Whether to list what has run out by one rule and is kept by another. */
  readonly kept: boolean;
}

/** What has run out. */
export interface FoundDue {
  /** In memory, in no order. */
  readonly rows: readonly DueRow[];
  /** What the rows were found by; their users are found by it, too. */
  readonly question: DueQuestion;
  readonly undecidable: readonly UndecidableRule[];
}

/** The users of a row. */
export interface FoundUsers {
  /** Ascending, each segment once. */
  readonly segments: readonly PackedSegment[];
  readonly subjectCount: number;
}

/** Lists what has run out, and hands out the users of what is listed. */
export class RetentionDueService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly users: DueUsersService,
    private readonly lists: SubjectListsService,
  ) {}

  /** Throws BAD_USER_INPUT for keys that the data map does not have, TOO_COSTLY for more rows than anybody reads. */
  async find(asked: RetentionQuestion): Promise<FoundDue> {
    const question = await this.#questionOf(asked);
    const rows = await this.#rowsOf(question, asked);
    const undecidable = undecidableRules(question.map, question.asOf).filter(
      ({ key }) => asked.retentionRule == null || key === asked.retentionRule,
    );
    return { question, rows, undecidable };
  }

  /** The users of rows, by the row's place as JSON: a byte or two each, in memory. */
  async usersOf(question: DueQuestion, places: readonly string[]): Promise<Map<string, FoundUsers>> {
    const asked = new Map(
      places.map((place) => [place, { segments: [] as PackedSegment[], subjectCount: 0 }]),
    );
    await this.users.find(question, (segment, due) => {
      for (const each of due) {
        const set = asked.get(JSON.stringify(placeOfDue(rowOf(each))));
        if (!set || each.users.count() === 0) continue;
        set.segments.push(each.users.pack(segment));
        set.subjectCount += each.users.count();
      }
    });
    return asked;
  }

  /** Keeps the users of a row for a day, as a set against which references can be matched; answers its id. */
  async keepSet({ segments, subjectCount }: FoundUsers, caller: Caller): Promise<string> {
    const now = this.clock.now();
    const id = newId(now);
    const expiresAt = new Date(now.getTime() + SET_LIFETIME_MS);
    await inTransaction(this.dataSource, (tx) =>
      this.lists.keep(tx, { id, segments, subjectCount, createdBy: caller.keyId, expiresAt }),
    );
    return id;
  }

  async #questionOf({ asOf: day, retentionRule, category }: RetentionQuestion): Promise<DueQuestion> {
    const newest = this.dataMap.current();
    const asOf = day ?? newest.calendarDay(this.clock.now());
    const map = await this.dataMap.inForceAt(new Date(newest.endOf(asOf).getTime() - 1));
    const problems = [...problemsOfRule(map, retentionRule), ...problemsOfCategory(map, category)];
    if (problems.length > 0) throw badInput(problems);
    const terms = retentionTerms(map, asOf, {
      rule: retentionRule ?? undefined,
      apart: await findDestroyedCategories(this.dataSource.manager),
    });
    if (category == null) return { map, asOf, terms, dataStore: null };
    const isAsked = (each: string): boolean =>
      speaksOf({ categories: [category] }, each) || speaksOf({ categories: [each] }, category);
    const narrowed = terms
      .map((term) => ({ ...term, categories: term.categories.filter(isAsked) }))
      .filter(({ categories }) => categories.length > 0);
    return { map, asOf, terms: narrowed, dataStore: null };
  }

  async #rowsOf(question: DueQuestion, { kept }: RetentionQuestion): Promise<DueRow[]> {
    const rows = new Map<string, { row: DueRow; subjects: number; held: number }>();
    await this.users.find(question, (_segment, due) => {
      for (const each of due) {
        if (!kept && each.runOut.keptBy.length > 0) continue;
        const row = rowOf(each);
        const place = JSON.stringify(placeOfDue(row));
        let known = rows.get(place);
        if (!known) rows.set(place, (known = { row, subjects: 0, held: 0 }));
        known.subjects += each.users.count();
        known.held += each.held.count();
      }
      if (rows.size > ROWS_MAX) throw tooMany();
    });
    return [...rows.values()].map(({ row, subjects, held }) => ({
      ...row,
      subjectCount: subjects,
      heldCount: held,
    }));
  }
}

function rowOf({ runOut, category }: DueOfSegment): DueRow {
  const { term, dueFrom, keptBy } = runOut;
  return {
    retentionRule: term.rule.key,
    category,
    dueFrom,
    keptBy,
    keptForOtherPurposes: term.otherPurposes,
    subjectCount: 0,
    heldCount: 0,
  };
}

/** A page of what was found, in the order of rules, categories and days. */
export function pageOfFound({ rows }: FoundDue, request: PageRequest): ConnectionPage<DueRow> {
  const { direction, limit, after, before } = request;
  const page = pageOfDue(rows, {
    direction,
    limit,
    ...(after !== undefined && { after: placeIn(after, "after") }),
    ...(before !== undefined && { before: placeIn(before, "before") }),
  });
  return {
    edges: page.rows.map((row) => ({ cursor: encodeCursor([CURSOR_NAME, ...placeOfDue(row)]), node: row })),
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    countAll: () => rows.length,
  };
}

function placeIn(cursor: string, argument: "after" | "before"): string[] {
  const [, ...place] = decodeCursor(
    cursor,
    argument,
    ([name, ...parts]) => name === CURSOR_NAME && parts.length === 4,
  );
  return place;
}

function tooMany(): AppError {
  return new AppError(
    "TOO_COSTLY",
    `These are more than ${ROWS_MAX} rows: ask for one retentionRule, or one category.`,
    ["retentionRule", "category"],
  );
}
