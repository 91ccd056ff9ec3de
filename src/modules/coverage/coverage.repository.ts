import type { EntityManager } from "typeorm";
import { copyOut } from "../../platform/db/copy-binary.js";
import { int2, int4 } from "../../platform/db/copy-types.js";
import { empty, raw, run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { numberAt, placeOf, type Place, type SubjectNumber } from "../subjects/index.js";

/** The users one disclosure covers. */
export interface CoveredSet {
  readonly disclosureId: string;
  readonly subjects: Iterable<SubjectNumber>;
}

/** Which part of each disclosure's users to list, in ascending order of their numbers. */
export interface SubjectsSlice {
  readonly direction: "forward" | "backward";
  readonly limit: number;
  readonly after?: SubjectNumber;
  readonly before?: SubjectNumber;
}

/** Writes any number of sets in one statement, in the key's order, which the primary key's index takes best. */
export async function insertCoverage(tx: Tx, sets: readonly CoveredSet[]): Promise<void> {
  const segments: number[] = [];
  const slots: number[] = [];
  const disclosureIds: string[] = [];
  for (const { disclosureId, subjects } of sets) {
    for (const number of subjects) {
      const { segment, slot } = placeOf(number);
      segments.push(segment);
      slots.push(slot);
      disclosureIds.push(disclosureId);
    }
  }
  await run(
    tx,
    sql`INSERT INTO coverage (segment, slot, disclosure_id)
        SELECT segment, slot, disclosure_id
          FROM unnest(${segments}::int[], ${slots}::smallint[], ${disclosureIds}::uuid[]) AS pair (segment, slot, disclosure_id)
         ORDER BY segment, slot, disclosure_id`,
  );
}

/** Writes a packed set, a row a user. */
export async function insertPacked(tx: Tx, disclosureId: string, source: Sql): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO coverage (segment, slot, disclosure_id)
        SELECT segment, slot, ${disclosureId}
          FROM (${source}) AS packed
         CROSS JOIN LATERAL (
           SELECT unnest(offsets) AS slot
           UNION ALL
           SELECT bit FROM generate_series(0, length(bitmap) - 1) AS bit WHERE get_bit(bitmap, bit) = 1
         ) AS member
         ORDER BY segment, slot`,
  );
}

/** A subquery of the ids of the disclosures that cover a user. */
export function disclosuresCovering(number: SubjectNumber): Sql {
  const { segment, slot } = placeOf(number);
  return sql`SELECT disclosure_id FROM coverage WHERE segment = ${segment} AND slot = ${slot}`;
}

/** How many users each group of disclosures covers. The groups are computed first, because the tables are distributed differently. */
export async function countDistinct(db: EntityManager, groups: Sql): Promise<Map<string, number>> {
  const rows = await run<{ group: string; count: string }>(
    db,
    sql`WITH grouped AS MATERIALIZED (${groups})
        SELECT "group", count(DISTINCT segment::bigint * 4096 + slot) AS count
          FROM grouped JOIN coverage USING (disclosure_id)
         GROUP BY "group"`,
  );
  return new Map(rows.map(({ group, count }) => [group, Number(count)]));
}

/** For each disclosure the same slice of its users, at most `limit + 1` of them. One statement for any number of disclosures. */
export async function listSubjects(
  db: EntityManager,
  disclosureIds: readonly string[],
  slice: SubjectsSlice,
): Promise<Map<string, SubjectNumber[]>> {
  const order = raw(slice.direction === "forward" ? "ASC" : "DESC");
  const rows = await run<Place & { disclosureId: string }>(
    db,
    sql`SELECT asked.id AS "disclosureId", covered.segment, covered.slot
          FROM unnest(${disclosureIds}::uuid[]) AS asked (id)
         CROSS JOIN LATERAL (
           SELECT segment, slot FROM coverage
            WHERE disclosure_id = asked.id${bound(">", slice.after)}${bound("<", slice.before)}
            ORDER BY disclosure_id ${order}, segment ${order}, slot ${order}
            LIMIT ${slice.limit + 1}
         ) AS covered`,
  );
  const numbers = new Map<string, SubjectNumber[]>();
  for (const row of rows) {
    const known = numbers.get(row.disclosureId);
    if (known) known.push(numberAt(row));
    else numbers.set(row.disclosureId, [numberAt(row)]);
  }
  return numbers;
}

/** The users of one disclosure in ascending order, read as they are used. */
export async function* readSubjects(db: EntityManager, disclosureId: string): AsyncGenerator<SubjectNumber> {
  const query = sql`SELECT segment, slot FROM coverage WHERE disclosure_id = ${disclosureId} ORDER BY segment, slot`;
  for await (const { segment, slot } of copyOut(db, query, { segment: int4, slot: int2 })) {
    yield numberAt({ segment: segment!, slot: slot! });
  }
}

function bound(operator: "<" | ">", number: SubjectNumber | undefined): Sql {
  if (number === undefined) return empty;
  const { segment, slot } = placeOf(number);
  // The id is in the comparison so that only the index by disclosure can start at the cursor: where all users share a few
  // segments, the planner takes the primary key for as good, and would read the coverage of every disclosure.
  return sql` AND (disclosure_id, segment, slot) ${raw(operator)} (asked.id, ${segment}, ${slot})`;
}
