import type { EntityManager } from "typeorm";
import { empty, join, raw, run, sql, type Sql } from "../../../platform/db/sql.js";
import type { StatisticsDimension, StatisticsInterval } from "../core/vocabulary.js";
import { clausesOf, type DisclosureConditions } from "../disclosures.repository.js";
import { COUNTED_ALL } from "./disclosure-rollup.repository.js";
import type { Standing } from "./statistics-standing.repository.js";

/** What is counted, and how it is counted apart. */
export interface StatisticsQuestion {
  readonly conditions: DisclosureConditions;
  readonly groupBy: readonly StatisticsDimension[];
  readonly interval: StatisticsInterval | null;
  /** In which days, and so intervals, begin. */
  readonly timeZone: string;
}

/** One row of the answer. What it was not grouped by is null. */
export interface StatisticsCount {
  /** Names the row among the others of its question, the same in every statement. */
  readonly group: string;
  readonly startsOn: string | null;
  readonly recipient: string | null;
  readonly recipientKind: string | null;
  readonly purpose: string | null;
  readonly legalGround: string | null;
  readonly category: string | null;
  readonly jurisdiction: string | null;
  /** Whole numbers beyond 2^31 come as text. */
  readonly disclosures: string;
  readonly subjectDisclosures: string;
}

/** What each dimension is in the answer, in the source that is counted, and as a column of that source. */
const DIMENSIONS: Readonly<
  Record<StatisticsDimension, { readonly answer: string; readonly value: string; readonly column: string }>
> = {
  RECIPIENT: { answer: "recipient", value: "s.recipient", column: "recipient" },
  RECIPIENT_KIND: { answer: "recipientKind", value: "k.kind", column: "recipient" },
  PURPOSE: { answer: "purpose", value: "s.purpose", column: "purpose" },
  LEGAL_GROUND: { answer: "legalGround", value: "s.legal_ground", column: "legal_ground" },
  CATEGORY: { answer: "category", value: "c.category", column: "categories" },
  JURISDICTION: { answer: "jurisdiction", value: "s.counterparty_country", column: "counterparty_country" },
};

interface Grouping {
  readonly answer: string;
  readonly value: string;
  /** What to order by, where that is not the value as text. */
  readonly order?: string;
}
const STARTS_ON: Grouping = { answer: "startsOn", value: "s.starts_on", order: "s.starts_on" };

/** Counts from the roll-up where it holds what is asked, from the disclosures where not. One statement, at most `limit` rows. */
export function countStatistics(
  db: EntityManager,
  question: StatisticsQuestion,
  standing: Standing,
  limit: number,
): Promise<StatisticsCount[]> {
  const source = countedFrom(question, standing);
  const grouping = groupingOf(question);
  const nulls = [STARTS_ON, ...Object.values(DIMENSIONS)]
    .filter(({ answer }) => !grouping.some((each) => each.answer === answer))
    .map(({ answer }) => raw(`NULL AS "${answer}"`));
  return run<StatisticsCount>(
    db,
    sql`SELECT ${keyOf(question)} AS "group",
               ${join([...grouping.map(({ value, answer }) => raw(`${value}${answer === "startsOn" ? "::text" : ""} AS "${answer}"`)), ...nulls])},
               coalesce(sum(s.disclosures), 0)::text AS disclosures,
               coalesce(sum(s.subject_disclosures), 0)::text AS "subjectDisclosures"
          FROM (${source}) AS s ${joinsOf(question)}
         ${apart(grouping)}
         LIMIT ${limit}`,
  );
}

/** A subquery of `"group", disclosure_id`: the disclosures each row of the answer counts. */
export function disclosuresByGroup(question: StatisticsQuestion): Sql {
  return sql`SELECT ${keyOf(question)} AS "group", s.id AS disclosure_id
               FROM (${fromRows(question, question.conditions, [], [raw("d.id")])}) AS s ${joinsOf(question)}`;
}

function groupingOf({ interval, groupBy }: StatisticsQuestion): Grouping[] {
  return [...(interval ? [STARTS_ON] : []), ...groupBy.map((dimension) => DIMENSIONS[dimension])];
}

/** One row where nothing is told apart; else those that count something, in the order of what tells them apart. */
function apart(grouping: readonly Grouping[]): Sql {
  if (grouping.length === 0) return empty;
  const values = grouping.map(({ value }) => value).join(", ");
  const order = grouping.map(({ value, order }) => order ?? `${value} COLLATE "C"`).join(", ");
  return raw(`GROUP BY ${values} HAVING sum(s.disclosures) > 0 ORDER BY ${order}`);
}

function keyOf(question: StatisticsQuestion): Sql {
  const values = groupingOf(question).map(({ value }) => value);
  return raw(`jsonb_build_array(${values.join(", ")})::text`);
}

function joinsOf({ groupBy }: StatisticsQuestion): Sql {
  return raw(
    [
      ...(groupBy.includes("CATEGORY") ? ["CROSS JOIN LATERAL unnest(s.categories) AS c (category)"] : []),
      ...(groupBy.includes("RECIPIENT_KIND") ? ["JOIN recipient k ON k.key = s.recipient"] : []),
    ].join(" "),
  );
}

/** A subquery of what is to be counted: the columns that tell it apart (`starts_on`, and those of `disclosure`) and the counts. */
export function countedFrom(question: StatisticsQuestion, standing: Standing): Sql {
  return join(sourcesOf(question, standing), " UNION ALL ");
}

/** Where the counts come from: no disclosure is in two of them. */
function sourcesOf(question: StatisticsQuestion, standing: Standing): Sql[] {
  const { conditions } = question;
  const isOfRows = [conditions.covering, conditions.authorityRequest, conditions.withFindings].some(
    (condition) => condition !== undefined,
  );
  const isRolledUp = !isOfRows && standing.timeZone === question.timeZone;
  if (!isRolledUp || !standing.hasWholeDays) return [fromRows(question, conditions)];
  const day = dayOf(question);
  const isWhole = wholeDays(day, standing);
  return [
    fromRollup(question, standing),
    fromPending(question, standing),
    ...(standing.countedUpTo === COUNTED_ALL
      ? []
      : [fromRows(question, conditions, [sql`d.id > ${standing.countedUpTo}`, ...isWhole])]),
    ...edgesOf(conditions, standing).map((edge) =>
      fromRows(question, { ...conditions, ...edge }, [sql`NOT (${join([sql`true`, ...isWhole], " AND ")})`]),
    ),
  ];
}

/** The parts of the period in which the days lie that are not whole. */
function edgesOf(
  { occurredFrom: from, occurredTo: to }: DisclosureConditions,
  { headEnd, tailStart }: Standing,
): { occurredFrom: Date; occurredTo: Date }[] {
  if (from && to && headEnd! >= tailStart!) return [{ occurredFrom: from, occurredTo: to }];
  return [
    ...(from && from < headEnd! ? [{ occurredFrom: from, occurredTo: headEnd! }] : []),
    ...(to && tailStart! < to ? [{ occurredFrom: tailStart!, occurredTo: to }] : []),
  ];
}

function fromRollup(question: StatisticsQuestion, standing: Standing): Sql {
  const { includeSuperseded } = question.conditions;
  const clauses = [...wholeDays(raw("r.day"), standing), ...combinationClauses(question.conditions)];
  const [disclosures, pairs] = includeSuperseded
    ? [raw("r.disclosures"), raw("r.subject_disclosures")]
    : [
        raw("r.disclosures - r.superseded_disclosures"),
        raw("r.subject_disclosures - r.superseded_subject_disclosures"),
      ];
  return sql`SELECT ${columnsOf(question, raw("r.day"))}, ${disclosures} AS disclosures, ${pairs} AS subject_disclosures
               FROM disclosure_rollup r JOIN disclosure_combination d ON d.id = r.combination
              ${where(clauses)}`;
}

/** What was recorded or superseded since the roll-up counted last; above its mark it has not been there at all. */
function fromPending(question: StatisticsQuestion, standing: Standing): Sql {
  const day = dayOf(question);
  const clauses = [
    ...wholeDays(day, standing),
    ...combinationClauses(question.conditions),
    ...(question.conditions.includeSuperseded ? [sql`p.kind = 'RECORDED'`] : []),
    ...(standing.countedUpTo === COUNTED_ALL ? [] : [sql`p.disclosure_id <= ${standing.countedUpTo}`]),
  ];
  return sql`SELECT ${columnsOf(question, day)}, sign.weight, sign.weight * d.subject_count
               FROM rollup_pending p
              CROSS JOIN LATERAL (SELECT CASE p.kind WHEN 'RECORDED' THEN 1 ELSE -1 END AS weight) AS sign
               JOIN disclosure d ON d.id = p.disclosure_id
              ${where(clauses)}`;
}

function fromRows(
  question: StatisticsQuestion,
  conditions: DisclosureConditions,
  clauses: readonly Sql[] = [],
  more: readonly Sql[] = [],
): Sql {
  return sql`SELECT ${join([columnsOf(question, dayOf(question)), raw("1::bigint AS disclosures"), raw("d.subject_count::bigint AS subject_disclosures"), ...more])}
               FROM disclosure d
              ${where([...clausesOf(conditions), ...clauses])}`;
}

/** The columns of a source by which it is counted apart. */
function columnsOf(question: StatisticsQuestion, day: Sql): Sql {
  const columns = new Set(question.groupBy.map((dimension) => DIMENSIONS[dimension].column));
  return join([
    question.interval ? sql`${intervalOf(question, day)} AS starts_on` : sql`NULL::date AS starts_on`,
    ...[...columns].map((column) => raw(`d.${column}`)),
  ]);
}

/** The first day of the interval in which a day lies. */
function intervalOf({ interval }: StatisticsQuestion, day: Sql): Sql {
  if (interval === "DAY" || interval === null) return day;
  // By way of a timestamp without time zone: a date would be cut in the time zone of the session.
  return sql`date_trunc(${raw(`'${interval.toLowerCase()}'`)}, (${day})::timestamp)::date`;
}

function dayOf({ timeZone }: StatisticsQuestion): Sql {
  return sql`(d.occurred_at AT TIME ZONE ${timeZone})::date`;
}

function wholeDays(day: Sql, { firstDay, endDay }: Standing): Sql[] {
  return [
    ...(firstDay === null ? [] : [sql`${day} >= ${firstDay}::date`]),
    ...(endDay === null ? [] : [sql`${day} < ${endDay}::date`]),
  ];
}

/** The conditions that a combination answers: its columns are called as those of `disclosure`. */
function combinationClauses({
  covering: _,
  occurredFrom: _from,
  occurredTo: _to,
  ...conditions
}: DisclosureConditions): Sql[] {
  return clausesOf({ ...conditions, includeSuperseded: true });
}

function where(clauses: readonly Sql[]): Sql {
  return clauses.length > 0 ? sql`WHERE ${join([...clauses], " AND ")}` : empty;
}
