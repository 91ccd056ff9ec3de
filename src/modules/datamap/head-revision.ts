import type { EntityManager } from "typeorm";
import { run, sql, type Sql } from "../../platform/db/sql.js";

/**
 * An SQL condition: the given revision is still the newest one.
 *
 * A statement that records something judged by a snapshot carries it (`INSERT … SELECT … WHERE …`). No row inserted then means that
 * the snapshot is stale: call `DataMapService.refresh` and decide again. A missed notification can so never pin a stale revision.
 */
export function isHeadRevision(revision: number): Sql {
  return sql`EXISTS (SELECT FROM data_map_head WHERE revision = ${revision})`;
}

/** Whether the given revision is still the newest one, as the caller's transaction sees it. */
export async function isAtHead(db: EntityManager, revision: number): Promise<boolean> {
  const [row] = await run<{ isHead: boolean }>(db, sql`SELECT ${isHeadRevision(revision)} AS "isHead"`);
  return row!.isHead;
}

/** What processes listen to in order to know of a new revision at once; the payload is its number. */
export const REVISION_CHANNEL = "data_map";
