import type { EntityManager } from "typeorm";
import { raw, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import { firstUuidAt } from "../../platform/ids.js";
import { PACKED_SLOT, placeOf, type SubjectNumber } from "../subjects/index.js";

/** A stretch of the disclosures that cover a user, in the order of their ids. */
export interface CoveringWalk {
  /** `newest` walks from the largest id down, `oldest` from the smallest up. */
  readonly from: "newest" | "oldest";
  /** Only ids above this one. */
  readonly above?: string | undefined;
  /** Only ids below this one. */
  readonly below?: string | undefined;
  readonly limit: number;
}

const SMALLEST = "00000000-0000-0000-0000-000000000000";
const LARGEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * The next ids of a walk, in its order; with `idsFrom` only of ids made then or later.
 *
 * Both ranges of the primary key, the user's own rows and the packed ones of the segment, are read in the order of ids, month by month,
 * and no further than the limit: so a page costs the same however many disclosures there are. Prepared, because planning for some
 * dozens of partitions takes longer than reading them.
 */
export async function walkDisclosuresCovering(
  db: EntityManager,
  number: SubjectNumber,
  { from, above = SMALLEST, below = LARGEST, limit }: CoveringWalk,
  idsFrom?: Date,
): Promise<string[]> {
  const { segment, slot } = placeOf(number);
  const order = raw(from === "newest" ? "DESC" : "ASC");
  const earliest = firstUuidAt(idsFrom?.getTime() ?? 0);
  const stretch = (condition: Sql) =>
    sql`(SELECT c.disclosure_id FROM coverage AS c
          WHERE c.segment = ${segment} AND ${condition} AND c.disclosure_id >= ${earliest}::uuid
            AND c.disclosure_id > ${above}::uuid AND c.disclosure_id < ${below}::uuid
          ORDER BY c.disclosure_id ${order} LIMIT ${limit})`;
  const own = stretch(sql`c.slot = ${slot}`);
  const packed = stretch(
    sql`c.slot = ${PACKED_SLOT} AND (${slot}::smallint = ANY (c.offsets) OR get_bit(c.bitmap, ${slot}) = 1)`,
  );
  const rows = await runPrepared<{ id: string }>(
    db,
    `disclosures covering a user, ${from} first`,
    sql`SELECT disclosure_id AS id FROM (${own} UNION ALL ${packed}) AS covering
         ORDER BY disclosure_id ${order} LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}
