import { raw, sql, type Sql } from "../../platform/db/sql.js";
import { packedOf } from "./core/stored-row.js";
import { SubjectSet } from "./core/subject-set.js";
import { BITMAP_BYTES, type OwnedRow } from "./packed-slice.js";
import type { PackedTable } from "./packed-sql.js";

/** Selects all rows of some sets, for sets that memory holds easily. */
export function selectionOfSets({ table, owner }: PackedTable, ids: readonly string[]): Sql {
  // OFFSET has the planner read each set's own rows, in their own partition, however many it takes there to be.
  const own = raw(`SELECT segment, slot, offsets, bitmap FROM ${table} WHERE ${owner} = asked.id OFFSET 0`);
  return sql`SELECT asked.id, segment, slot, offsets, ${BITMAP_BYTES}
          FROM unnest(${ids}::uuid[]) AS asked (id) CROSS JOIN LATERAL (${own}) AS own`;
}

/** The sets whose rows were selected, by what they belong to; an empty one is left out. */
export function setsOfRows(rows: readonly OwnedRow[]): Map<string, SubjectSet> {
  const sets = new Map<string, SubjectSet>();
  for (const row of rows) {
    let set = sets.get(row.id);
    if (!set) sets.set(row.id, (set = new SubjectSet()));
    set.addSegment(packedOf(row));
  }
  return sets;
}
