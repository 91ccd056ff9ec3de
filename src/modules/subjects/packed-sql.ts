import { raw, sql, type Sql } from "../../platform/db/sql.js";
import { placeOf } from "./core/place.js";
import { PACKED_SLOT, PACKED_USERS_MIN } from "./core/stored-row.js";
import type { SubjectNumber } from "./core/subject-number.js";
import type { PackedSegment } from "./core/subject-set.js";

/**
 * The SQL of tables that hold packed sets: `segment`, `slot`, the id of what the set belongs to, `offsets`, `bitmap`, as `StoredRow`
 * describes them. Which table, and what an id stands for, its own repository says.
 */

/** A table of packed sets; both names are our own text. */
export interface PackedTable {
  readonly table: string;
  /** The column that says what a set belongs to. */
  readonly owner: string;
}

/** An INSERT of the set that `source` answers packed: `segment`, and `offsets` or `bitmap`, once for each segment. */
export function insertionOfSource({ table, owner }: PackedTable, id: string, source: Sql): Sql {
  return sql`INSERT INTO ${raw(table)} (segment, slot, ${raw(owner)}, offsets, bitmap)
        SELECT segment, slot, ${id}::uuid, offsets, bitmap FROM (${rowsOfSource(source)}) AS given`;
}

/** A query of segments that are in memory: `segment`, `offsets`, `bitmap`. For a few dozen at a time, because they go as text. */
export function sourceOfSegments(segments: readonly PackedSegment[]): Sql {
  const given = segments.map(({ segment, offsets, bitmap }) => ({
    segment,
    offsets: offsets && [...offsets],
    bits: bitmap && `x${Buffer.from(bitmap).toString("hex")}`,
  }));
  return sql`SELECT segment, offsets, bits::bit(4096) AS bitmap
          FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (segment integer, offsets smallint[], bits text)`;
}

/** The rows in which a table holds the set that `source` answers packed: `segment`, `slot`, `offsets`, `bitmap`. */
export function rowsOfSource(source: Sql): Sql {
  return sql`SELECT packed.segment, member.slot,
               CASE WHEN member.slot = ${PACKED_SLOT} THEN packed.offsets END AS offsets,
               CASE WHEN member.slot = ${PACKED_SLOT} THEN packed.bitmap END AS bitmap
          FROM (${source}) AS packed (segment, offsets, bitmap)
         CROSS JOIN LATERAL unnest(CASE WHEN cardinality(packed.offsets) < ${PACKED_USERS_MIN} THEN packed.offsets
                                        ELSE ARRAY[${PACKED_SLOT}]::smallint[] END) AS member (slot)`;
}

/** The users a row stands for. */
export const USERS_OF_ROW = sql`CASE WHEN slot <> ${PACKED_SLOT} THEN 1
                                     WHEN bitmap IS NULL THEN cardinality(offsets) ELSE bit_count(bitmap) END`;

/** That a row stands for the user, alone or among others: one range of a key that begins with segment and slot. */
export function standsFor(number: SubjectNumber): Sql {
  const { segment, slot } = placeOf(number);
  return sql`segment = ${segment} AND slot IN (${slot}, ${PACKED_SLOT})
         AND (slot = ${slot} OR ${slot} = ANY (offsets) OR get_bit(bitmap, ${slot}) = 1)`;
}
