import type { EntityManager } from "typeorm";
import { copyOut } from "../../platform/db/copy-binary.js";
import { bit, int4 } from "../../platform/db/copy-types.js";
import { raw, sql } from "../../platform/db/sql.js";
import type { PackedSegment } from "../subjects/index.js";
import type { SubjectFactKind } from "./core/subject-fact.js";

/** The bitmap of a segment without users. */
const NOBODY = raw("0::bit(4096)");

/**
 * The users about whom there is a fact of one of these kinds, each segment once, ascending, read as they are used. Begins with the
 * facts, because facts of other kinds can be many times as many. Needs a transaction.
 */
export async function* readUsersWithFacts(
  db: EntityManager,
  kinds: readonly SubjectFactKind[],
): AsyncGenerator<PackedSegment> {
  const query = sql`
    WITH about AS NOT MATERIALIZED (
      SELECT m.segment, m.slot, m.offsets, m.bitmap
        FROM subject_fact f JOIN subject_fact_member m ON m.fact_id = f.id
       WHERE f.kind = ANY (string_to_array(${kinds.join()}, ','))
    ), single AS (
      SELECT DISTINCT segment, member.slot FROM about
       CROSS JOIN LATERAL unnest(coalesce(offsets, ARRAY[about.slot])) AS member (slot)
       WHERE bitmap IS NULL
    )
    SELECT segment, bit_or(bits) FROM (
      SELECT segment, bitmap AS bits FROM about WHERE bitmap IS NOT NULL
      UNION ALL
      SELECT segment, set_bit(${NOBODY}, slot, 1) FROM single) AS given
     GROUP BY segment ORDER BY segment`;
  for await (const { segment, bitmap } of copyOut(db, query, { segment: int4, bitmap: bit })) {
    yield { segment: segment!, offsets: null, bitmap };
  }
}
