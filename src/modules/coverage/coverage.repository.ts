import type { EntityManager } from "typeorm";
import { empty, run, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { firstUuidAt } from "../../platform/ids.js";
import { placeOf, SubjectSet, type SubjectNumber } from "../subjects/index.js";
import { PACKED_SLOT, PACKED_USERS_MIN, rowsOf } from "./core/stored-row.js";

/** The users one disclosure covers. */
export interface CoveredSet {
  readonly disclosureId: string;
  readonly subjects: Iterable<SubjectNumber>;
}

/**
 * Writes any number of sets in one statement. Rows go in by disclosure, so that small ones stand together and the index by
 * disclosure grows at its end.
 */
export async function insertCoverage(tx: Tx, sets: readonly CoveredSet[]): Promise<void> {
  const segments: number[] = [];
  const slots: number[] = [];
  const disclosureIds: string[] = [];
  const offsets: (string | null)[] = [];
  const bitmaps: (string | null)[] = [];
  for (const { disclosureId, subjects } of sets) {
    for (const row of rowsOf(SubjectSet.of(subjects))) {
      segments.push(row.segment);
      slots.push(row.slot);
      disclosureIds.push(disclosureId);
      offsets.push(row.offsets && `{${Array.from(row.offsets).join()}}`);
      bitmaps.push(row.bitmap && Buffer.from(row.bitmap).toString("hex"));
    }
  }
  await runPrepared(
    tx,
    "insert coverage",
    sql`INSERT INTO coverage (segment, slot, disclosure_id, offsets, bitmap)
        SELECT segment, slot, disclosure_id, offsets::smallint[], ('x' || bitmap)::bit(4096)
          FROM unnest(${segments}::int[], ${slots}::smallint[], ${disclosureIds}::uuid[], ${offsets}::text[], ${bitmaps}::text[])
               AS given (segment, slot, disclosure_id, offsets, bitmap)
         ORDER BY disclosure_id, segment, slot`,
  );
}

/** Writes the set that `source` answers packed: `segment`, and `offsets` or `bitmap`, once for each segment. One statement. */
export async function insertPacked(tx: Tx, disclosureId: string, source: Sql): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO coverage (segment, slot, disclosure_id, offsets, bitmap)
        SELECT packed.segment, member.slot, ${disclosureId}::uuid,
               CASE WHEN member.slot = ${PACKED_SLOT} THEN packed.offsets END,
               CASE WHEN member.slot = ${PACKED_SLOT} THEN packed.bitmap END
          FROM (${source}) AS packed (segment, offsets, bitmap)
         CROSS JOIN LATERAL unnest(CASE WHEN cardinality(packed.offsets) < ${PACKED_USERS_MIN} THEN packed.offsets
                                        ELSE ARRAY[${PACKED_SLOT}]::smallint[] END) AS member (slot)`,
  );
}

/**
 * A subquery of the ids of the disclosures that cover a user; with `idsFrom`, of those whose id was made then or later, for which the
 * partitions of earlier months are left alone.
 *
 * One range of the primary key in each partition: the user's own rows, and the packed ones of the segment.
 */
export function disclosuresCovering(number: SubjectNumber, idsFrom?: Date): Sql {
  const since = idsFrom ? sql` AND disclosure_id >= ${firstUuidAt(idsFrom.getTime())}::uuid` : empty;
  return sql`SELECT disclosure_id FROM coverage WHERE ${isAt(number)}${since}`;
}

/** The ids that `disclosuresCovering` answers. Prepared, because planning for some dozens of partitions takes longer than reading them. */
export async function findDisclosuresCovering(
  db: EntityManager,
  number: SubjectNumber,
  idsFrom?: Date,
): Promise<string[]> {
  const rows = await runPrepared<{ id: string }>(
    db,
    idsFrom ? "disclosures covering a user, by time" : "disclosures covering a user",
    sql`SELECT disclosure_id AS id FROM (${disclosuresCovering(number, idsFrom)}) AS covering`,
  );
  return rows.map(({ id }) => id);
}

/** Whether a disclosure covers a user. */
export async function findCover(
  db: EntityManager,
  disclosureId: string,
  number: SubjectNumber,
): Promise<boolean> {
  const [row] = await run<{ covered: boolean }>(
    db,
    sql`SELECT EXISTS (SELECT FROM coverage WHERE ${isAt(number)} AND disclosure_id = ${disclosureId}::uuid) AS covered`,
  );
  return row!.covered;
}

/** How many users a disclosure covers. */
export async function countSubjects(db: EntityManager, disclosureId: string): Promise<number> {
  const [row] = await run<{ count: string }>(
    db,
    sql`SELECT coalesce(sum(${USERS_OF_ROW}), 0) AS count FROM coverage WHERE disclosure_id = ${disclosureId}::uuid`,
  );
  return Number(row!.count);
}

/** The users a row of `coverage` stands for. */
export const USERS_OF_ROW = sql`CASE WHEN slot <> ${PACKED_SLOT} THEN 1
                                     WHEN bitmap IS NULL THEN cardinality(offsets) ELSE bit_count(bitmap) END`;

/** That a row of `coverage` stands for the user, alone or among others. */
function isAt(number: SubjectNumber): Sql {
  const { segment, slot } = placeOf(number);
  return sql`segment = ${segment} AND slot IN (${slot}, ${PACKED_SLOT})
         AND (slot = ${slot} OR ${slot} = ANY (offsets) OR get_bit(bitmap, ${slot}) = 1)`;
}
