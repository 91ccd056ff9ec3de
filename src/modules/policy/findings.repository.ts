import type { EntityManager } from "typeorm";
import { Keyset, type RowPage } from "../../platform/db/keyset.js";
import { empty, join, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import { isUuid } from "../../platform/ids.js";
import { inPrecedence, type FindingCode, type FindingKind } from "./core/finding.js";
import type { FindingDimension } from "./core/judgement-vocabulary.js";
import type { FindingRow } from "./finding-row.js";
import { isStanding } from "./standing-findings.js";

const SELECT_FINDING = sql`
  SELECT f.id, f.disclosure_id AS "disclosureId", f.judgement_id AS "judgementId", f.recorded_at AS "recordedAt",
         f.occurred_at AS "occurredAt", f.recipient, f.purpose, f.code, f.kind, f.subject_count AS "subjectCount",
         f.concerns_all AS "concernsAll", f.detail
    FROM finding f`;

const STANDS = isStanding(raw("f.disclosure_id"), raw("f.judgement_id"));

/** Which findings a list shows, of those that stand. */
export interface FindingConditions {
  readonly codes?: readonly FindingCode[];
  readonly kind?: FindingKind;
  readonly recipient?: string;
  readonly purpose?: string;
  /** When the disclosure happened. */
  readonly occurredFrom?: Date;
  readonly occurredTo?: Date;
  readonly acknowledged?: boolean;
}

/** A finding's id begins with the moment of the judgement. */
const NEWEST_FIRST = new Keyset<FindingRow>("findings", [
  { expression: "f.id", type: "uuid", value: ({ id }) => id, isValid: isUuid },
]);

export function listFindings(
  db: EntityManager,
  conditions: FindingConditions,
  request: PageRequest,
): Promise<RowPage<FindingRow>> {
  return NEWEST_FIRST.page(db, SELECT_FINDING, clausesOf(conditions), request);
}

export async function countFindings(db: EntityManager, conditions: FindingConditions): Promise<number> {
  const where = join(clausesOf(conditions), " AND ");
  const [row] = await run<{ count: string }>(db, sql`SELECT count(*) AS count FROM finding f WHERE ${where}`);
  return Number(row!.count);
}

/** Findings with the same in common. What they were not grouped by is null. */
export interface FindingCountRow {
  readonly code: FindingCode | null;
  readonly kind: FindingKind | null;
  readonly recipient: string | null;
  readonly purpose: string | null;
  /** The first day of the month, in the time zone asked for. */
  readonly month: string | null;
  /** Whole numbers beyond 2^31 come as text. */
  readonly findings: string;
  readonly disclosures: string;
  readonly subjectFindings: string;
}

/** Counts findings by the dimensions named; at most `limit` rows, in the order of months, then of keys. */
export function countFindingsBy(
  db: EntityManager,
  conditions: FindingConditions,
  groupBy: readonly FindingDimension[],
  { timeZone, limit }: { readonly timeZone: string; readonly limit: number },
): Promise<FindingCountRow[]> {
  const values: Readonly<Record<FindingDimension, readonly [answer: string, value: Sql]>> = {
    MONTH: ["month", sql`to_char(f.occurred_at AT TIME ZONE ${timeZone}, 'YYYY-MM-01')`],
    CODE: ["code", raw('f.code COLLATE "C"')],
    KIND: ["kind", raw('f.kind COLLATE "C"')],
    RECIPIENT: ["recipient", raw('f.recipient COLLATE "C"')],
    PURPOSE: ["purpose", raw('f.purpose COLLATE "C"')],
  };
  const dimensions = Object.keys(values) as FindingDimension[];
  const named = dimensions.filter((dimension) => groupBy.includes(dimension));
  // By their place, so that an expression with a parameter is the same one wherever it stands.
  const places = named.map((_, index) => raw(String(index + 1)));
  const columns = [
    ...named.map((dimension) => sql`${values[dimension][1]} AS ${raw(`"${values[dimension][0]}"`)}`),
    ...dimensions
      .filter((dimension) => !groupBy.includes(dimension))
      .map((dimension) => raw(`NULL AS "${values[dimension][0]}"`)),
  ];
  return run<FindingCountRow>(
    db,
    sql`SELECT ${join(columns)}, count(*)::text AS findings, count(DISTINCT f.disclosure_id)::text AS disclosures,
               coalesce(sum(f.subject_count), 0)::text AS "subjectFindings"
          FROM finding f WHERE ${join(clausesOf(conditions), " AND ")}
         ${places.length > 0 ? sql`GROUP BY ${join(places)} ORDER BY ${join(places)}` : empty}
         LIMIT ${limit}`,
  );
}

/** The standing findings of each disclosure, in the order of precedence. One statement for any number of disclosures. */
export async function findStandingFindings(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Map<string, FindingRow[]>> {
  const rows = await run<FindingRow>(
    db,
    sql`${SELECT_FINDING} WHERE f.disclosure_id = ANY (${disclosureIds}::uuid[]) AND ${STANDS}`,
  );
  return byDisclosure(rows);
}

/** All findings of each disclosure, those of judgements that gave way among them. */
export async function findFindingsEver(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Map<string, FindingRow[]>> {
  const rows = await run<FindingRow>(
    db,
    sql`${SELECT_FINDING} WHERE f.disclosure_id = ANY (${disclosureIds}::uuid[])`,
  );
  return byDisclosure(rows);
}

export async function findFindingById(db: EntityManager, id: string): Promise<FindingRow | null> {
  const [row] = await run<FindingRow>(db, sql`${SELECT_FINDING} WHERE f.id = ${id}::uuid`);
  return row ?? null;
}

function clausesOf(conditions: FindingConditions): Sql[] {
  const { codes, kind, recipient, purpose, occurredFrom, occurredTo, acknowledged } = conditions;
  return [
    STANDS,
    ...(codes ? [codeIs(codes)] : []),
    ...(kind !== undefined ? [sql`f.kind = ${kind}`] : []),
    ...(recipient !== undefined ? [sql`f.recipient = ${recipient}`] : []),
    ...(purpose !== undefined ? [sql`f.purpose = ${purpose}`] : []),
    ...(occurredFrom ? [sql`f.occurred_at >= ${occurredFrom}`] : []),
    ...(occurredTo ? [sql`f.occurred_at < ${occurredTo}`] : []),
    ...(acknowledged !== undefined ? [isAcknowledged(acknowledged)] : []),
  ];
}

/** One code is compared for equality, because only then is the index by code in page order. */
function codeIs(codes: readonly FindingCode[]): Sql {
  return codes.length === 1 ? sql`f.code = ${codes[0]}` : sql`f.code = ANY (${codes}::text[])`;
}

function isAcknowledged(acknowledged: boolean): Sql {
  return sql`${acknowledged ? empty : raw("NOT")} EXISTS (
    SELECT FROM finding_acknowledgement a WHERE a.finding_id = f.id AND a.disclosure_id = f.disclosure_id)`;
}

function byDisclosure(rows: readonly FindingRow[]): Map<string, FindingRow[]> {
  const found = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const known = found.get(row.disclosureId);
    if (known) known.push(row);
    else found.set(row.disclosureId, [row]);
  }
  return new Map([...found].map(([id, list]) => [id, inPrecedence(list)]));
}
