import type { EntityManager } from "typeorm";
import { run } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import {
  copySegments,
  pagesOfSlices,
  selectionOfSets,
  selectionOfSlices,
  setsOfRows,
  type OwnedRow,
  type OwnedSegments,
  type PackedTable,
  type SubjectSet,
  type SubjectsPage,
  type SubjectsSlice,
} from "../subjects/index.js";

/** How `finding_member` holds the users of findings. */
const MEMBERS: PackedTable = { table: "finding_member", owner: "finding_id" };

/** Says of any number of findings whom they concern. One COPY, which may go at once with statements. */
export function insertFindingMembers(tx: Tx, sets: readonly OwnedSegments[]): Promise<void> {
  return copySegments(tx, MEMBERS, sets);
}

/** The same slice of the users of each finding that does not concern all of its disclosure's. */
export async function listFindingMembers(
  db: EntityManager,
  findingIds: readonly string[],
  slice: SubjectsSlice,
): Promise<Map<string, SubjectsPage>> {
  const rows = await run<OwnedRow>(db, selectionOfSlices(MEMBERS, findingIds, slice));
  return pagesOfSlices(rows, findingIds, slice);
}

/** All users of each finding that does not concern all of its disclosure's, in memory. */
export async function findFindingMembers(
  db: EntityManager,
  findingIds: readonly string[],
): Promise<Map<string, SubjectSet>> {
  return setsOfRows(await run<OwnedRow>(db, selectionOfSets(MEMBERS, findingIds)));
}
