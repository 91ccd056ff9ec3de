import type { EntityManager } from "typeorm";
import { execute, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { Tile } from "../core/growing-tiles.js";

/** All as the sequencer's role. */

/** What names a leaf, and in which order those that wait are taken. */
export interface LeafName {
  readonly event: string;
  readonly kind: string;
}

/** How many leaves have their place. Whoever else wants to give places waits until this transaction has ended. */
export async function lockHead(tx: Tx): Promise<number> {
  const [head] = await run<{ size: string }>(tx, sql`SELECT size FROM ledger_head FOR UPDATE`);
  return Number(head!.size);
}

/** Whether any leaf waits. In the order of the index, which passes over what was taken already. */
export async function isAnyWaiting(db: EntityManager): Promise<boolean> {
  return (await run(db, sql`SELECT FROM ledger_pending ORDER BY event, kind LIMIT 1`)).length > 0;
}

export interface PlacedLeaves {
  readonly count: number;
  /** Side by side, in the order of their places; empty where nothing waited. */
  readonly hashes: Buffer;
  /** Behind which to go on; null where that is all. */
  readonly next: LeafName | null;
}

/**
 * Gives the next of those that wait their places, from `size` on: at most `limit`, beginning behind `after`, in one statement. Only
 * who holds the head may do so, for else two would take the same.
 *
 * One that has its place already, word for word, is only taken away: an older event may have been queued twice. Where it has another
 * leaf, the unique key fails the statement (23505).
 */
export async function placeLeaves(
  tx: Tx,
  { size, after, limit }: { size: number; after: LeafName | null; limit: number },
): Promise<PlacedLeaves> {
  const [placed] = await run<LeafName & { count: string; hashes: Buffer | null; taken: string }>(
    tx,
    sql`
      WITH taken AS (
        DELETE FROM ledger_pending WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ledger_pending
           WHERE (event, kind) > (${after?.event ?? NO_EVENT}::uuid, ${after?.kind ?? ""}::text)
           ORDER BY event, kind LIMIT ${limit}))
        RETURNING event, kind, leaf
      ), placed AS (
        INSERT INTO ledger_leaf (index, event, kind, leaf)
        SELECT ${size}::bigint - 1 + row_number() OVER (ORDER BY event, kind), event, kind, leaf FROM taken
         WHERE NOT EXISTS (SELECT FROM ledger_leaf l
                            WHERE l.event = taken.event AND l.kind = taken.kind AND l.leaf = taken.leaf)
        RETURNING index, sha256('\\x00'::bytea || leaf) AS hash
      )
      SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM placed) AS count,
             (SELECT string_agg(hash, ''::bytea ORDER BY index) FROM placed) AS hashes,
             last.event, last.kind
        FROM (SELECT) AS one LEFT JOIN (SELECT event, kind FROM taken ORDER BY event DESC, kind DESC LIMIT 1) AS last ON true`,
  );
  const { taken, count, hashes, event, kind } = placed!;
  return {
    count: Number(count),
    hashes: hashes ?? Buffer.alloc(0),
    next: Number(taken) < limit ? null : { event, kind },
  };
}

/** Before every event. */
const NO_EVENT = "00000000-0000-0000-0000-000000000000";

/** Those of the tiles that there are, in no order. */
export async function findTilesAt(
  db: EntityManager,
  places: readonly Pick<Tile, "level" | "number">[],
): Promise<Tile[]> {
  if (places.length === 0) return [];
  const rows = await run<{ level: number; number: string; hashes: Buffer }>(
    db,
    sql`SELECT level, number, hashes
          FROM unnest(${places.map(({ level }) => level)}::smallint[], ${places.map(({ number }) => number)}::bigint[])
                 AS place (level, number)
          JOIN ledger_tile USING (level, number)`,
  );
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}

/** Writes tiles, those that are new and those that have grown. */
export async function putTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO ledger_tile (level, number, hashes)
        SELECT * FROM unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ number }) => number)}::bigint[],
                             ${tiles.map(({ hashes }) => hashes)}::bytea[])
        ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes`,
  );
}

export async function moveHead(tx: Tx, size: number): Promise<void> {
  await execute(tx, sql`UPDATE ledger_head SET size = ${size}::bigint`);
}
