import type { EntityManager } from "typeorm";
import { countRows, Keyset, type RowPage } from "../../../platform/db/keyset.js";
import { raw, run, sql, type Sql } from "../../../platform/db/sql.js";
import type { PageRequest } from "../../../platform/graphql/connection.js";
import { firstUuidAt, isUuid } from "../../../platform/ids.js";
import { leavesOf } from "../../ledger/index.js";
import type { LookUpKind } from "../core/look-up-kind.js";
import type { SubjectNumber } from "../core/subject-number.js";
import type { LookUpRow } from "./look-up-row.js";
import { SUBJECT_LOOK_UP_LEAF } from "./look-up.leaf.js";

/** Which look-ups a list shows. */
export interface LookUpConditions {
  readonly kind?: LookUpKind | null;
  readonly recordedBy?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly subjectNumber?: SubjectNumber;
}

/** int8 arrives as text. */
type StoredLookUp = Omit<LookUpRow, "subjectNumber"> & { readonly subjectNumber: string | null };

const SELECT_LOOK_UP = sql`
  SELECT l.id, l.recorded_at AS "recordedAt", l.recorded_by AS "recordedBy", l.kind, l.subject_number AS "subjectNumber",
         l.about, l.free_text_commitments AS "freeTextCommitments"
    FROM subject_look_up l`;

/** An id begins with its moment. */
const NEWEST_FIRST = new Keyset<StoredLookUp>("subjectLookUps", [
  { expression: "l.id", type: "uuid", value: ({ id }) => id, isValid: isUuid },
]);

/**
 * Each with its leaf. One statement, which is a transaction of its own unless the caller is in one. Leaves are made of what was given, so
 * that nothing need be read: bound keys look users up, and the role under which they do may not read who else did.
 */
export async function insertLookUps(db: EntityManager, rows: readonly LookUpRow[]): Promise<void> {
  const of = <Value>(pick: (row: LookUpRow) => Value) => rows.map(pick);
  await run(
    db,
    sql`WITH given (id, recorded_at, recorded_by, kind, subject_number, about, free_text_commitments) AS (
          SELECT * FROM unnest(
            ${of(({ id }) => id)}::uuid[], ${of(({ recordedAt }) => recordedAt)}::timestamptz[],
            ${of(({ recordedBy }) => recordedBy)}::text[], ${of(({ kind }) => kind)}::text[],
            ${of(({ subjectNumber }) => subjectNumber)}::bigint[], ${of(({ about }) => about)}::uuid[],
            ${of(({ freeTextCommitments }) => freeTextCommitments && JSON.stringify(freeTextCommitments))}::jsonb[])
        ), inserted AS (
          INSERT INTO subject_look_up (id, recorded_at, recorded_by, kind, subject_number, about, free_text_commitments)
          SELECT * FROM given
        ) ${leavesOf(SUBJECT_LOOK_UP_LEAF, raw("given"))}`,
  );
}

export async function listLookUps(
  db: EntityManager,
  conditions: LookUpConditions,
  request: PageRequest,
): Promise<RowPage<LookUpRow>> {
  const page = await NEWEST_FIRST.page(db, SELECT_LOOK_UP, clausesOf(conditions), request);
  return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: rowOf(node) })) };
}

export function countLookUps(db: EntityManager, conditions: LookUpConditions): Promise<number> {
  return countRows(db, sql`subject_look_up l`, clausesOf(conditions));
}

/** A query of the ids of those of one user. */
export function lookUpsOf(number: SubjectNumber): Sql {
  return sql`SELECT id FROM subject_look_up WHERE subject_number = ${number}`;
}

function rowOf(stored: StoredLookUp): LookUpRow {
  const number = stored.subjectNumber;
  return { ...stored, subjectNumber: number === null ? null : (Number(number) as SubjectNumber) };
}

/** The period is one of ids, by which the rows are in order. */
function clausesOf({ kind, recordedBy, from, to, subjectNumber }: LookUpConditions): Sql[] {
  return [
    ...(kind != null ? [sql`l.kind = ${kind}`] : []),
    ...(recordedBy != null ? [sql`l.recorded_by = ${recordedBy}`] : []),
    ...(from != null ? [sql`l.id >= ${firstUuidAt(from.getTime())}::uuid`] : []),
    ...(to != null ? [sql`l.id < ${firstUuidAt(to.getTime())}::uuid`] : []),
    ...(subjectNumber !== undefined ? [sql`l.subject_number = ${subjectNumber}`] : []),
  ];
}
