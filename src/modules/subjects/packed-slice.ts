import { empty, raw, sql, type Sql } from "../../platform/db/sql.js";
import { numberAt, placeOf } from "./core/place.js";
import { slotsOfRow, type StoredRow } from "./core/stored-row.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { USERS_OF_ROW, type PackedTable } from "./packed-sql.js";

/** The SQL that reads packed sets page by page: a slice of several at once, and no more rows of each than hold it. */

/** Which part of each set to list, in ascending order of the users' numbers. */
export interface SubjectsSlice {
  readonly direction: "forward" | "backward";
  readonly limit: number;
  readonly after?: SubjectNumber;
  readonly before?: SubjectNumber;
}

/** Part of the users of one set, in ascending order of their numbers. */
export interface SubjectsPage {
  readonly numbers: readonly SubjectNumber[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** A row of the set that belongs to `id`. */
export interface OwnedRow extends StoredRow {
  readonly id: string;
}

/** The column `bitmap` as bytes; `bit_send` puts its length before it. */
export const BITMAP_BYTES = raw("substring(bit_send(bitmap) FROM 5) AS bitmap");

/** Rows of one segment: one packed, or as many as are too few to be packed. */
const CUT_ROWS_MAX = 2;

/** Selects the rows that hold the slice of each set, at most `limit + 1` users of it and those of a row that they are cut from. */
export function selectionOfSlices(
  { table, owner }: PackedTable,
  ids: readonly string[],
  slice: SubjectsSlice,
): Sql {
  const order = raw(slice.direction === "forward" ? "segment, slot" : "segment DESC, slot DESC");
  // The row a cursor falls into may hold no user beyond it, so it does not count, and one more than `limit + 1` may be needed.
  const edges = [slice.after, slice.before].filter((edge) => edge !== undefined);
  const cut = edges.map((edge) => placeOf(edge).segment);
  // OFFSET keeps the planner from walking the primary key, which has the order wanted, past the rows of every other set.
  const own = raw(`SELECT segment, slot, offsets, bitmap FROM ${table} WHERE ${owner} = asked.id OFFSET 0`);
  return sql`SELECT asked.id, segment, slot, offsets, ${BITMAP_BYTES}
          FROM unnest(${ids}::uuid[]) AS asked (id)
         CROSS JOIN LATERAL (
           SELECT *, sum(CASE WHEN segment = ANY (${cut}::int[]) THEN 0 ELSE ${USERS_OF_ROW} END)
                       OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
             FROM (SELECT * FROM (${own}) AS own
                    WHERE true${bound(">=", slice.after)}${bound("<=", slice.before)}
                    ORDER BY ${order} LIMIT ${slice.limit + 1 + edges.length * CUT_ROWS_MAX}) AS nearest
         ) AS counted
         WHERE coalesce(before, 0) <= ${slice.limit}`;
}

function bound(operator: "<=" | ">=", number: SubjectNumber | undefined): Sql {
  return number === undefined ? empty : sql` AND segment ${raw(operator)} ${placeOf(number).segment}`;
}

/** The page of each set, from the rows that were selected. */
export function pagesOfSlices(
  rows: readonly OwnedRow[],
  ids: readonly string[],
  slice: SubjectsSlice,
): Map<string, SubjectsPage> {
  const lists = new Map<string, SubjectNumber[]>(ids.map((id) => [id, []]));
  for (const row of rows) {
    const list = lists.get(row.id);
    for (const slot of slotsOfRow(row)) {
      const number = numberAt({ segment: row.segment, slot });
      if (number > (slice.after ?? -1) && number < (slice.before ?? Infinity)) list?.push(number);
    }
  }
  return new Map([...lists].map(([id, list]) => [id, pageOf(list, slice)]));
}

function pageOf(found: SubjectNumber[], { direction, limit, after, before }: SubjectsSlice): SubjectsPage {
  const backward = direction === "backward";
  const sign = backward ? -1 : 1;
  const more = found.length > limit;
  const page = found.sort((one, other) => sign * (one - other)).slice(0, limit);
  return {
    numbers: backward ? page.reverse() : page,
    hasNextPage: backward ? before !== undefined : more,
    hasPreviousPage: backward ? more : after !== undefined,
  };
}
