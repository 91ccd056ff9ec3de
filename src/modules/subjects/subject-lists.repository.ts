import type { EntityManager } from "typeorm";
import { asEraser } from "../../platform/db/eraser.js";
import { copyIn, copyOut } from "../../platform/db/copy-binary.js";
import { bit, int2Array, int4, uuid } from "../../platform/db/copy-types.js";
import { execute, run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { generationToWrite } from "../../platform/secrets/secret-era.js";
import type { PackedSegment } from "./core/subject-set.js";
import { USER_SET_FORM } from "./stored-forms.js";

/** What is known of a list, its users apart. */
export interface SubjectListRow {
  readonly id: string;
  readonly createdAt: Date;
  /** The API key's id. */
  readonly createdBy: string;
  readonly subjectCount: number;
  /** Null for a set that the registry made itself: it has not seen the pseudonyms. */
  readonly digest: Buffer | null;
  readonly expiresAt: Date;
}

const SEGMENT = { segment: int4, offsets: int2Array, bitmap: bit };

export async function insertList(
  tx: Tx,
  list: SubjectListRow,
  segments: Iterable<PackedSegment>,
): Promise<void> {
  const digest = list.digest && USER_SET_FORM.bytes(tx, list.digest, await generationToWrite(tx));
  await run(
    tx,
    sql`INSERT INTO subject_list (id, created_at, created_by, subject_count, digest, expires_at)
        VALUES (${list.id}, ${list.createdAt}, ${list.createdBy}, ${list.subjectCount}, ${digest}, ${list.expiresAt})`,
  );
  await copyIn(tx, "subject_list_segment", { list_id: uuid, ...SEGMENT }, rowsOf(list.id, segments));
}

/** The lists with these ids, which are UUIDs; those that there are. */
export async function findLists(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, SubjectListRow>> {
  const rows = await run<SubjectListRow>(
    db,
    sql`SELECT id, created_at AS "createdAt", created_by AS "createdBy", subject_count AS "subjectCount", digest,
               expires_at AS "expiresAt"
          FROM subject_list WHERE id = ANY (${ids}::uuid[])`,
  );
  return new Map(
    rows.map((row) => [row.id, { ...row, digest: row.digest && USER_SET_FORM.digest(db, row.digest) }]),
  );
}

/** A query of a list's segments: `segment`, `offsets`, `bitmap`. */
export function segmentsOfList(id: string): Sql {
  return sql`SELECT segment, offsets, bitmap FROM subject_list_segment WHERE list_id = ${id}`;
}

/** Ascending. */
export function readSegments(tx: Tx, id: string): AsyncIterable<PackedSegment> {
  return copyOut(tx, sql`${segmentsOfList(id)} ORDER BY segment`, SEGMENT) as AsyncIterable<PackedSegment>;
}

/** Removes at most `limit` lists that expired before a moment; answers how many. */
export async function deleteLists(tx: Tx, expiredBefore: Date, limit: number): Promise<number> {
  const rows = await run<{ id: string }>(
    tx,
    sql`SELECT id FROM subject_list WHERE expires_at < ${expiredBefore} ORDER BY expires_at LIMIT ${limit}`,
  );
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  return asEraser(tx, async () => {
    await run(tx, sql`DELETE FROM subject_list_segment WHERE list_id = ANY (${ids}::uuid[])`);
    return execute(tx, sql`DELETE FROM subject_list WHERE id = ANY (${ids}::uuid[])`);
  });
}

function* rowsOf(listId: string, segments: Iterable<PackedSegment>) {
  for (const segment of segments) yield { list_id: listId, ...segment };
}
