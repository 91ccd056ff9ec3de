import type { EntityManager } from "typeorm";
import { empty, run, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { firstUuidAt } from "../../platform/ids.js";
import {
  copySets,
  insertionOfSource,
  placeOf,
  standsFor,
  USERS_OF_ROW,
  type PackedTable,
  type SubjectNumber,
} from "../subjects/index.js";

/** How `coverage` holds the users of disclosures. */
export const COVERAGE: PackedTable = { table: "coverage", owner: "disclosure_id" };

/** The users one disclosure covers. */
export interface CoveredSet {
  readonly disclosureId: string;
  readonly subjects: Iterable<SubjectNumber>;
}

/** Writes any number of sets by one COPY, which may go at once with statements. */
export async function insertCoverage(tx: Tx, sets: readonly CoveredSet[]): Promise<void> {
  const owned = sets.map(({ disclosureId, subjects }) => ({ id: disclosureId, subjects }));
  await copySets(tx, COVERAGE, owned);
}

/** Writes the set that `source` answers packed: `segment`, and `offsets` or `bitmap`, once for each segment. One statement. */
export async function insertPacked(tx: Tx, disclosureId: string, source: Sql): Promise<void> {
  await run(tx, insertionOfSource(COVERAGE, disclosureId, source));
}

/**
 * A subquery of the ids of the disclosures that cover a user; with `idsFrom`, of those whose id was made then or later, for which the
 * partitions of earlier months are left alone.
 *
 * One range of the primary key in each partition: the user's own rows, and the packed ones of the segment.
 */
export function disclosuresCovering(number: SubjectNumber, idsFrom?: Date): Sql {
  const since = idsFrom ? sql` AND disclosure_id >= ${firstUuidAt(idsFrom.getTime())}::uuid` : empty;
  return sql`SELECT disclosure_id FROM coverage WHERE ${standsFor(number)}${since}`;
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

/** Users about whom something is asked for one reason, and the smallest id of a disclosure that counts. */
export interface AskedUsers {
  readonly askedFor: string;
  readonly subjects: Iterable<SubjectNumber>;
  readonly firstId: string;
}

/** A disclosure that covers some of the users, and what they were asked for. */
export interface CoveringDisclosure {
  readonly id: string;
  readonly askedFor: readonly string[];
}

/**
 * The next `limit` disclosures after an id that cover any of the users, in the order of their ids. Prepared, and one range of the
 * primary key in each partition for each user: OFFSET keeps the planner from another order, which the first values may suggest.
 */
export function findDisclosuresCoveringAny(
  db: EntityManager,
  asked: readonly AskedUsers[],
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<CoveringDisclosure[]> {
  const reasons: string[] = [];
  const segments: number[] = [];
  const slots: number[] = [];
  const firsts: string[] = [];
  for (const { askedFor, subjects, firstId } of asked) {
    for (const number of subjects) {
      const { segment, slot } = placeOf(number);
      reasons.push(askedFor);
      segments.push(segment);
      slots.push(slot);
      firsts.push(firstId);
    }
  }
  return runPrepared<CoveringDisclosure>(
    db,
    "disclosures covering any user",
    sql`SELECT covering.disclosure_id AS id, array_agg(DISTINCT asked.reason) AS "askedFor"
          FROM unnest(${reasons}::uuid[], ${segments}::int[], ${slots}::smallint[], ${firsts}::uuid[])
               AS asked (reason, segment, slot, first_id)
         CROSS JOIN LATERAL (
           SELECT disclosure_id FROM coverage AS c
            WHERE c.segment = asked.segment AND c.slot = ANY (ARRAY[asked.slot, -1::smallint])
              AND (c.slot = asked.slot OR asked.slot = ANY (c.offsets) OR get_bit(c.bitmap, asked.slot) = 1)
              AND c.disclosure_id >= asked.first_id AND c.disclosure_id > ${after}::uuid
           OFFSET 0) AS covering
         GROUP BY covering.disclosure_id ORDER BY covering.disclosure_id LIMIT ${limit}`,
  );
}

/** Whether a disclosure covers a user. */
export async function findCover(
  db: EntityManager,
  disclosureId: string,
  number: SubjectNumber,
): Promise<boolean> {
  const [row] = await run<{ covered: boolean }>(
    db,
    sql`SELECT EXISTS (SELECT FROM coverage WHERE ${standsFor(number)} AND disclosure_id = ${disclosureId}::uuid) AS covered`,
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
