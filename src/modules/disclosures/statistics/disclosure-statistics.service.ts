import type { DataSource, EntityManager } from "typeorm";
import { rowScope } from "../../../platform/db/row-scope.js";
import { sql, type Sql } from "../../../platform/db/sql.js";
import { inSnapshot } from "../../../platform/db/transaction.js";
import { AppError, badInput, type FieldProblem } from "../../../platform/errors.js";
import type { CoverageService } from "../../coverage/index.js";
import { mapWithin, type DataMapService, type DataMapSnapshot } from "../../datamap/index.js";
import type { FoundListener, SubjectsService } from "../../subjects/index.js";
import type { StatisticsDimension, StatisticsInterval } from "../core/vocabulary.js";
import { readFilter, type DisclosureFilterValues } from "../disclosure-filter.js";
import {
  countStatistics,
  disclosuresByGroup,
  type StatisticsCount,
  type StatisticsQuestion,
} from "./disclosure-statistics.repository.js";
import { findStanding, type Standing } from "./statistics-standing.repository.js";
import { underNewestMap } from "./under-newest-map.js";

const ROWS_MAX = 10_000;
/** Of all rows together: distinct users are counted from who each disclosure covers, which takes seconds beyond that. */
const DISTINCT_DISCLOSURES_MAX = 200_000;

export interface StatisticsRequest {
  readonly filter: DisclosureFilterValues;
  readonly groupBy: readonly StatisticsDimension[];
  readonly interval: StatisticsInterval | null;
  /** Whether distinct users are to be counted, too. */
  readonly distinctSubjects: boolean;
  /** Is told whom `filter.subject` leads to. */
  readonly found: FoundListener;
}

export interface Statistics {
  readonly asOf: Date;
  /** The data map by which kinds and days were told. */
  readonly map: DataMapSnapshot;
  readonly rows: readonly (StatisticsCount & { readonly distinctSubjects: number | null })[];
}

/** Counts disclosures, exactly, in one snapshot of the database: the same question about a list counts as many. */
export class DisclosureStatisticsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly coverage: CoverageService,
  ) {}

  async count(request: StatisticsRequest): Promise<Statistics> {
    return underNewestMap(this.dataMap, (map) => this.#countUnder(map, request));
  }

  /** Null where the data map is no longer the newest. */
  async #countUnder(map: DataMapSnapshot, request: StatisticsRequest): Promise<Statistics | null> {
    const question = await this.#understand(map, request);
    const { occurredFrom: from, occurredTo: to } = question.conditions;
    // One snapshot for all statements: what is recorded meanwhile is in none of them.
    return inSnapshot(this.dataSource, async (db) => {
      const { timeZone } = question;
      const standing = await findStanding(db, { timeZone, revision: map.revision, from, to });
      if (!standing.isHead) return null;
      const counts = await countWithinBounds(db, question, standing);
      const distinct = request.distinctSubjects ? await this.#distinctSubjects(db, question, counts) : null;
      const rows = counts.map((count) => ({
        ...count,
        distinctSubjects: distinct && (distinct.get(count.group) ?? 0),
      }));
      return { asOf: standing.asOf, map, rows };
    });
  }

  async #understand(
    map: DataMapSnapshot,
    { filter, groupBy, interval, found }: StatisticsRequest,
  ): Promise<StatisticsQuestion> {
    const { conditions, problems } = readFilter(filter, mapWithin(map, rowScope()));
    problems.push(...problemsOfRepetition(groupBy));
    if (problems.length > 0) throw badInput(problems);
    const covering =
      filter.subject == null ? null : await this.#covering(filter.subject, found, filter.occurredFrom);
    return {
      conditions: { ...conditions, ...(covering && { covering }) },
      groupBy,
      interval,
      timeZone: map.controller.timeZone,
    };
  }

  async #covering(reference: string, found: FoundListener, occurredFrom?: Date | null): Promise<Sql> {
    const number = await this.subjects.find(reference, "filter.subject");
    await found(number);
    return number === null
      ? sql`SELECT NULL::uuid WHERE false`
      : this.coverage.disclosuresCovering(number, occurredFrom);
  }

  #distinctSubjects(
    db: EntityManager,
    question: StatisticsQuestion,
    counts: readonly StatisticsCount[],
  ): Promise<Map<string, number>> {
    const disclosures = counts.reduce((sum, count) => sum + Number(count.disclosures), 0);
    if (disclosures > DISTINCT_DISCLOSURES_MAX) {
      throw new AppError(
        "TOO_COSTLY",
        `distinctSubjects is counted over at most ${DISTINCT_DISCLOSURES_MAX} disclosures, all rows together: ask for a shorter period with filter.occurredFrom and filter.occurredTo, or narrow the filter otherwise. The other counts have no such limit.`,
        ["filter"],
      );
    }
    return this.coverage.countDistinct(db, disclosuresByGroup(question));
  }
}

async function countWithinBounds(
  db: EntityManager,
  question: StatisticsQuestion,
  standing: Standing,
): Promise<StatisticsCount[]> {
  const counts = await countStatistics(db, question, standing, ROWS_MAX + 1);
  if (counts.length <= ROWS_MAX) return counts;
  throw new AppError(
    "TOO_COSTLY",
    `These statistics have more than ${ROWS_MAX} rows: ask for a longer interval or a shorter period (filter.occurredFrom, filter.occurredTo), or group by less.`,
    ["groupBy", "interval", "filter"],
  );
}

function problemsOfRepetition(groupBy: readonly StatisticsDimension[]): FieldProblem[] {
  const repeated = new Set(groupBy.filter((dimension, index) => groupBy.indexOf(dimension) !== index));
  return [...repeated].map((dimension) => ({
    field: "groupBy",
    message: `${dimension} stands there more than once; name each dimension once.`,
  }));
}
