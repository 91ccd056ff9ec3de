import type { EntityManager } from "typeorm";
import type { LeafUsers } from "../../modules/ledger/core/leaf-kind.js";
import { copyOutInBatches } from "../../platform/db/copy-binary.js";
import { bit, int2, int2Array, int4, int8 } from "../../platform/db/copy-types.js";
import { raw, run, sql } from "../../platform/db/sql.js";

/** A row of a set table: one user (`slot` from 0 on), or a whole segment (`slot` -1). */
export interface SetRow {
  /** The place of its owner among those asked for, from 1 on. */
  readonly place: number;
  readonly segment: number;
  readonly slot: number;
  readonly offsets: Uint16Array | null;
  readonly bitmap: Uint8Array | null;
}

/** The rows of each owner together, by segment, then by slot. */
export function readSetRows(
  db: EntityManager,
  { table, owner }: LeafUsers,
  owners: readonly string[],
): AsyncIterable<readonly SetRow[]> {
  return copyOutInBatches(
    db,
    sql`SELECT asked.place, s.segment, s.slot, s.offsets, s.bitmap
          FROM unnest(${`{${owners.join(",")}}`}::uuid[]) WITH ORDINALITY AS asked (id, place)
          JOIN ${raw(table)} AS s ON s.${raw(owner)} = asked.id
         ORDER BY asked.place, s.segment, s.slot`,
    { place: int8, segment: int4, slot: int2, offsets: int2Array, bitmap: bit },
  ) as AsyncIterable<readonly SetRow[]>;
}

/** The months of coverage that were taken out of the database: their first moments, in milliseconds since 1970. */
export async function readDetachedMonths(db: EntityManager): Promise<number[]> {
  const rows = await run<{ month: Date }>(db, sql`SELECT month FROM coverage_detached ORDER BY month`);
  return rows.map(({ month }) => month.getTime());
}
