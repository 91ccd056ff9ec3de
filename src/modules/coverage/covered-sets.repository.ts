import type { EntityManager } from "typeorm";
import { copyOut, copyOutInBatches } from "../../platform/db/copy-binary.js";
import { bit, int2, int2Array, int4, text } from "../../platform/db/copy-types.js";
import { run, sql, type Sql } from "../../platform/db/sql.js";
import {
  BITMAP_BYTES,
  pagesOfSlices,
  selectionOfSets,
  selectionOfSlices,
  setsOfRows,
  USERS_OF_ROW,
  type OwnedRow,
  type StoredRow,
  type SubjectSet,
  type SubjectsPage,
  type SubjectsSlice,
} from "../subjects/index.js";
import { COVERAGE } from "./coverage.repository.js";

/**
 * The same slice of the users of each disclosure. One statement for any number of disclosures; only the rows that hold the slice are
 * sent.
 */
export async function listSubjects(
  db: EntityManager,
  disclosureIds: readonly string[],
  slice: SubjectsSlice,
): Promise<Map<string, SubjectsPage>> {
  const rows = await run<OwnedRow>(db, selectionOfSlices(COVERAGE, disclosureIds, slice));
  return pagesOfSlices(rows, disclosureIds, slice);
}

/** The rows of one disclosure, ascending, read as they are used. Needs a transaction. */
export async function* readRows(db: EntityManager, disclosureId: string): AsyncGenerator<StoredRow> {
  const columns = { segment: int4, slot: int2, offsets: int2Array, bitmap: bit };
  const query = sql`SELECT segment, slot, offsets, bitmap FROM coverage WHERE disclosure_id = ${disclosureId} ORDER BY segment, slot`;
  for await (const { segment, slot, offsets, bitmap } of copyOut(db, query, columns)) {
    yield { segment: segment!, slot: slot!, offsets, bitmap };
  }
}

/** A row, and the group that its disclosure is asked for in. */
export interface GroupedRow extends StoredRow {
  readonly group: string;
}

/**
 * The rows of many disclosures, in no order, read as they are used, some at a time. `groups` answers `"group"` and `disclosure_id`. Needs a
 * transaction.
 */
export async function* readGroupedRows(db: EntityManager, groups: Sql): AsyncGenerator<GroupedRow[]> {
  const columns = { group: text, segment: int4, slot: int2, offsets: int2Array, bitmap: bit };
  const query = sql`WITH grouped AS MATERIALIZED (${groups})
        SELECT "group", own.* FROM grouped
         CROSS JOIN LATERAL (SELECT segment, slot, offsets, bitmap FROM coverage
                              WHERE disclosure_id = grouped.disclosure_id OFFSET 0) AS own`;
  for await (const rows of copyOutInBatches(db, query, columns)) yield rows as GroupedRow[];
}

/** The users of each disclosure named, all in memory. One statement; a disclosure that covers nobody is left out. */
export async function findSets(
  db: EntityManager,
  disclosureIds: readonly string[],
): Promise<Map<string, SubjectSet>> {
  return setsOfRows(await run<OwnedRow>(db, selectionOfSets(COVERAGE, disclosureIds)));
}

/** A query of the users of one disclosure: `segment`, `offsets`, `bitmap`, each segment once. */
export function packedSetOf(disclosureId: string): Sql {
  return sql`SELECT segment, CASE WHEN min(slot) >= 0 THEN array_agg(slot ORDER BY slot) ELSE max(offsets) END AS offsets,
               bit_or(bitmap) AS bitmap
          FROM coverage WHERE disclosure_id = ${disclosureId}::uuid GROUP BY segment`;
}

/** The rows of one disclosure in these segments. */
export function findRowsIn(
  db: EntityManager,
  disclosureId: string,
  segments: readonly number[],
): Promise<StoredRow[]> {
  return run<StoredRow>(
    db,
    sql`SELECT segment, slot, offsets, ${BITMAP_BYTES} FROM coverage
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
