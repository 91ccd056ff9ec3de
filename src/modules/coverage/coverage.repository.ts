import type { EntityManager } from "typeorm";
import { empty, run, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { firstUuidAt } from "../../platform/ids.js";
import {
  copySets,
  insertionOfSource,
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
