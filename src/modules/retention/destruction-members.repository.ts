import type { EntityManager } from "typeorm";
import { run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { CalendarDay } from "../datamap/index.js";
import { leavesOf } from "../ledger/index.js";
import {
  BITMAP_BYTES,
  copySegments,
  packedOf,
  pagesOfSlices,
  selectionOfSlices,
  SetRoots,
  standsFor,
  type OwnedRow,
  type PackedSegment,
  type PackedTable,
  type StoredRow,
  type SubjectNumber,
  type SubjectsPage,
  type SubjectsSlice,
} from "../subjects/index.js";
import { DESTRUCTION_LEAF } from "./destruction.leaf.js";

const MEMBERS: PackedTable = { table: "destruction_member", owner: "destruction_id" };

/** Says of a destruction that was just recorded whose data they were, and leaves its leaf. */
export async function insertDestructionMembers(
  tx: Tx,
  destructionId: string,
  segments: readonly PackedSegment[],
  ledgerSalt: Buffer | null,
): Promise<void> {
  await copySegments(tx, MEMBERS, [{ id: destructionId, segments }]);
  if (!ledgerSalt) return;
  const row = sql`(SELECT * FROM destruction WHERE id = ${destructionId}::uuid)`;
  const root = new SetRoots(ledgerSalt).ofSegments(DESTRUCTION_LEAF, destructionId, segments);
  await run(tx, leavesOf(DESTRUCTION_LEAF, row, [root]));
}

/** The same slice of the users of each destruction. */
export async function listDestructionMembers(
  db: EntityManager,
  destructionIds: readonly string[],
  slice: SubjectsSlice,
): Promise<Map<string, SubjectsPage>> {
  const rows = await run<OwnedRow>(db, selectionOfSlices(MEMBERS, destructionIds, slice));
  return pagesOfSlices(rows, destructionIds, slice);
}

/** A query of the destructions of a user's data. */
export function destructionsOf(number: SubjectNumber): Sql {
  return sql`SELECT destruction_id FROM destruction_member WHERE ${standsFor(number)}`;
}

/** Users of one segment, or one of them, whose data were destroyed. */
export interface DestroyedUsers {
  readonly retentionRule: string;
  readonly category: string;
  readonly dataStore: string | null;
  readonly asOf: CalendarDay;
  readonly members: PackedSegment;
}

/** What was destroyed of users of these segments, by segment. */
export async function findDestroyedIn(
  db: EntityManager,
  segments: readonly number[],
): Promise<Map<number, DestroyedUsers[]>> {
  const rows = await run<Omit<DestroyedUsers, "members"> & StoredRow>(
    db,
    sql`SELECT d.retention_rule AS "retentionRule", d.category, d.data_store AS "dataStore", d.as_of::text AS "asOf",
               segment, slot, offsets, ${BITMAP_BYTES}
          FROM destruction_member m JOIN destruction d ON d.id = m.destruction_id
         WHERE segment = ANY (${segments}::int[])`,
  );
  const bySegment = new Map<number, DestroyedUsers[]>();
  for (const row of rows) {
    const { retentionRule, category, dataStore, asOf } = row;
    const destroyed = { retentionRule, category, dataStore, asOf, members: packedOf(row) };
    const known = bySegment.get(row.segment);
    if (known) known.push(destroyed);
    else bySegment.set(row.segment, [destroyed]);
  }
  return bySegment;
}
