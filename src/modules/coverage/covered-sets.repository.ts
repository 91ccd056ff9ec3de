import type { EntityManager } from "typeorm";
import { copyOut } from "../../platform/db/copy-binary.js";
import { bit, int2, int2Array, int4 } from "../../platform/db/copy-types.js";
import { empty, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import {
  numberAt,
  placeOf,
  slotsOfRow,
  USERS_OF_ROW,
  type StoredRow,
  type SubjectNumber,
} from "../subjects/index.js";

/** Which part of each disclosure's users to list, in ascending order of their numbers. */
export interface SubjectsSlice {
  readonly direction: "forward" | "backward";
  readonly limit: number;
  readonly after?: SubjectNumber;
  readonly before?: SubjectNumber;
}

/** A bitmap as bytes; `bit_send` puts its length before it. */
const BITMAP = raw("substring(bit_send(bitmap) FROM 5) AS bitmap");

/** OFFSET keeps the planner from walking the primary key, which has the order wanted, past the rows of every other disclosure. */
const OWN_ROWS = raw(
  "SELECT segment, slot, offsets, bitmap FROM coverage WHERE disclosure_id = asked.id OFFSET 0",
);

/**
 * For each disclosure the same slice of its users, at most `limit + 1` of them. One statement for any number of disclosures; only
 * the rows that hold the slice are sent.
 */
export async function listSubjects(
  db: EntityManager,
  disclosureIds: readonly string[],
  slice: SubjectsSlice,
): Promise<Map<string, SubjectNumber[]>> {
  const order = raw(slice.direction === "forward" ? "segment, slot" : "segment DESC, slot DESC");
  // The row a cursor falls into may hold no user beyond it, so it does not count, and one more than `limit + 1` may be needed.
  const edges = [slice.after, slice.before].filter((edge) => edge !== undefined);
  const cut = edges.map((edge) => placeOf(edge).segment);
  const rows = await run<StoredRow & { disclosureId: string }>(
    db,
    sql`SELECT asked.id AS "disclosureId", segment, slot, offsets, ${BITMAP}
          FROM unnest(${disclosureIds}::uuid[]) AS asked (id)
         CROSS JOIN LATERAL (
           SELECT *, sum(CASE WHEN segment = ANY (${cut}::int[]) THEN 0 ELSE ${USERS_OF_ROW} END)
                       OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
             FROM (SELECT * FROM (${OWN_ROWS}) AS own
                    WHERE true${bound(">=", slice.after)}${bound("<=", slice.before)}
                    ORDER BY ${order} LIMIT ${slice.limit + 1 + edges.length * CUT_ROWS_MAX}) AS nearest
         ) AS counted
         WHERE coalesce(before, 0) <= ${slice.limit}`,
  );
  return slicesOf(rows, slice);
}

/** Rows of one segment: one packed, or as many as are too few to be packed. */
const CUT_ROWS_MAX = 2;

function bound(operator: "<=" | ">=", number: SubjectNumber | undefined): Sql {
  return number === undefined ? empty : sql` AND segment ${raw(operator)} ${placeOf(number).segment}`;
}

function slicesOf(
  rows: readonly (StoredRow & { disclosureId: string })[],
  { direction, limit, after, before }: SubjectsSlice,
): Map<string, SubjectNumber[]> {
  const lists = new Map<string, SubjectNumber[]>();
  for (const row of rows) {
    const list = lists.get(row.disclosureId) ?? [];
    lists.set(row.disclosureId, list);
    for (const slot of slotsOfRow(row)) {
      const number = numberAt({ segment: row.segment, slot });
      if (number > (after ?? -1) && number < (before ?? Infinity)) list.push(number);
    }
  }
  const sign = direction === "forward" ? 1 : -1;
  return new Map(
    [...lists].map(([id, list]) => [id, list.sort((a, b) => sign * (a - b)).slice(0, limit + 1)]),
  );
}

/** The rows of one disclosure, ascending, read as they are used. Needs a transaction. */
export async function* readRows(db: EntityManager, disclosureId: string): AsyncGenerator<StoredRow> {
  const columns = { segment: int4, slot: int2, offsets: int2Array, bitmap: bit };
  const query = sql`SELECT segment, slot, offsets, bitmap FROM coverage WHERE disclosure_id = ${disclosureId} ORDER BY segment, slot`;
  for await (const { segment, slot, offsets, bitmap } of copyOut(db, query, columns)) {
    yield { segment: segment!, slot: slot!, offsets, bitmap };
  }
}

/** The rows of one disclosure in these segments. */
export function findRowsIn(
  db: EntityManager,
  disclosureId: string,
  segments: readonly number[],
): Promise<StoredRow[]> {
  return run<StoredRow>(
    db,
    sql`SELECT segment, slot, offsets, ${BITMAP} FROM coverage
         WHERE disclosure_id = ${disclosureId}::uuid AND segment = ANY (${segments}::int[])`,
  );
}

/**
 * How many different users the disclosures of each group cover; null where more than `sparseMax` users, of all groups together, stand
 * in no bitmap, because those have to be compared one by one. `groups` answers `"group"` and `disclosure_id`.
 */
export async function countDistinctSubjects(
  db: EntityManager,
  groups: Sql,
  sparseMax: number,
): Promise<Map<string, number> | null> {
  const rows = await run<{ group: string; count: string; sparse: string }>(
    db,
    sql`WITH grouped AS MATERIALIZED (${groups}),
        covered AS NOT MATERIALIZED (
          -- OFFSET has the planner read each disclosure's own rows, in its own partition, however many it takes there to be.
          SELECT "group", own.* FROM grouped
           CROSS JOIN LATERAL (SELECT segment, slot, offsets, bitmap FROM coverage
                                WHERE disclosure_id = grouped.disclosure_id OFFSET 0) AS own
        ), united AS MATERIALIZED (
          SELECT "group", segment, bit_or(bitmap) AS bits, sum(${USERS_OF_ROW}) FILTER (WHERE bitmap IS NULL) AS sparse
            FROM covered GROUP BY "group", segment
        ), sparse AS (
          SELECT coalesce(sum(sparse), 0) AS users FROM united
        ), single AS (
          SELECT DISTINCT "group", segment, member.slot FROM covered
           CROSS JOIN LATERAL unnest(coalesce(offsets, ARRAY[covered.slot])) AS member (slot)
           -- Known before the rows are read a second time, which they are not where all of them are bitmaps.
           WHERE bitmap IS NULL AND (SELECT users FROM sparse) BETWEEN 1 AND ${sparseMax}
        ), counted AS (
          SELECT "group", bit_count(bits) AS members FROM united
          UNION ALL
          SELECT "group", 1 FROM single JOIN united USING ("group", segment) WHERE bits IS NULL OR get_bit(bits, slot) = 0
        )
        SELECT "group", coalesce(sum(members), 0) AS count, (SELECT users FROM sparse) AS sparse FROM counted GROUP BY "group"`,
  );
  if (rows.some(({ sparse }) => Number(sparse) > sparseMax)) return null;
  return new Map(rows.map(({ group, count }) => [group, Number(count)]));
}
