import type { EntityManager } from "typeorm";
import { leafHash } from "../../modules/ledger/core/merkle-tree.js";
import { bytea, int8, text, uuid } from "../../platform/db/copy-types.js";
import { copyOutInBatches } from "../../platform/db/copy-binary.js";
import { run, sql } from "../../platform/db/sql.js";

/** The ledger's own tables, as an auditor reads them: nothing is taken for granted that a constraint would hold. */

/** A row of `ledger_log`. */
export interface LogRow {
  readonly onlyRow: boolean;
  readonly origin: string;
  readonly salt: Buffer;
  readonly isOn: boolean;
  readonly verifierKey: string | null;
}

/** A tile that was not full. */
export interface PartialTile {
  readonly level: number;
  readonly number: number;
  /** Hexadecimal. */
  readonly hashes: string;
}

/** How far the ledger was at one moment. */
export interface LedgerExtent {
  /** The row of `ledger_head` this is of; there is to be one. */
  readonly onlyRow: boolean;
  readonly size: number;
  /** The lowest and the highest index of a leaf; null where there is none. */
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly tiles: number;
  readonly partialTiles: readonly PartialTile[];
  /** Checkpoints, and the sizes of the smallest and of the newest. */
  readonly checkpoints: number;
  readonly smallestCheckpoint: number | null;
  readonly newestCheckpoint: number | null;
}

export interface StoredLeaf {
  readonly index: number;
  readonly event: string;
  readonly kind: string;
  readonly leaf: Uint8Array;
  /** Its hash in the tree. */
  readonly hash: Buffer;
}

const FULL_TILE_BYTES = 8_192;
/** A tree has at most one a level; more than that are wrong however many they are. */
const PARTIAL_TILES_MAX = 100;

export interface UnusableTable {
  readonly name: string;
  /** Where it is, row-level security may hide rows from this role. */
  readonly isThere: boolean;
}

/** Which of the tables an audit reads are missing or no tables, those first, or hide rows. */
export async function findUnusableTables(
  db: EntityManager,
  tables: readonly string[],
): Promise<UnusableTable[]> {
  return run(
    db,
    sql`SELECT name, relkind IS NOT NULL AS "isThere"
          FROM unnest(${tables}::text[]) AS name
          LEFT JOIN pg_class ON oid = to_regclass(name) AND relkind IN ('r', 'p')
         WHERE relkind IS NULL OR row_security_active(oid)
         ORDER BY relkind IS NOT NULL, name`,
  );
}

export async function readLog(db: EntityManager): Promise<LogRow[]> {
  return run(
    db,
    sql`SELECT only_row AS "onlyRow", origin, salt, is_on AS "isOn", verifier_key AS "verifierKey" FROM ledger_log`,
  );
}

/** In one statement, so that all of it is of one moment. */
export async function readExtent(db: EntityManager): Promise<LedgerExtent[]> {
  const rows = await run<{ extent: LedgerExtent }>(
    db,
    sql`SELECT jsonb_build_object(
          'onlyRow', h.only_row, 'size', h.size,
          'lowest', (SELECT min(index) FROM ledger_leaf), 'highest', (SELECT max(index) FROM ledger_leaf),
          'tiles', (SELECT count(*) FROM ledger_tile),
          'partialTiles', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('level', level, 'number', number, 'hashes', encode(hashes, 'hex'))), '[]')
              FROM (SELECT * FROM ledger_tile WHERE length(hashes) <> ${FULL_TILE_BYTES} LIMIT ${PARTIAL_TILES_MAX}) AS t),
          'checkpoints', (SELECT count(*) FROM ledger_checkpoint),
          'smallestCheckpoint', (SELECT min(size) FROM ledger_checkpoint),
          'newestCheckpoint', (SELECT max(size) FROM ledger_checkpoint)) AS extent
        FROM ledger_head AS h`,
  );
  return rows.map(({ extent }) => extent);
}

/** The leaves from one index up to, not including, another. */
export async function readLeaves(db: EntityManager, from: number, to: number): Promise<StoredLeaf[]> {
  const leaves: StoredLeaf[] = [];
  const rows = copyOutInBatches(
    db,
    sql`SELECT index, event, kind, leaf FROM ledger_leaf WHERE index >= ${from} AND index < ${to} ORDER BY index`,
    { index: int8, event: uuid, kind: text, leaf: bytea },
  );
  for await (const some of rows) {
    for (const row of some) {
      const { index, event, kind, leaf } = row as Omit<StoredLeaf, "hash">;
      leaves.push({ index, event, kind, leaf, hash: leafHash(leaf) });
    }
  }
  return leaves;
}

/** What waits for its place, as it is at this moment. */
export async function* readPending(db: EntityManager): AsyncGenerator<readonly Omit<StoredLeaf, "index">[]> {
  const rows = copyOutInBatches(db, sql`SELECT event, kind, leaf FROM ledger_pending ORDER BY event, kind`, {
    event: uuid,
    kind: text,
    leaf: bytea,
  });
  for await (const some of rows) {
    yield (some as Omit<StoredLeaf, "index" | "hash">[]).map((row) => ({ ...row, hash: leafHash(row.leaf) }));
  }
}

/** The full tiles of a level from one number up to, not including, another; by number. */
export async function readTiles(
  db: EntityManager,
  level: number,
  from: number,
  to: number,
): Promise<Map<number, Buffer>> {
  const rows = await run<{ number: string; hashes: Buffer }>(
    db,
    sql`SELECT number, hashes FROM ledger_tile WHERE level = ${level} AND number >= ${from} AND number < ${to}`,
  );
  return new Map(rows.map(({ number, hashes }) => [Number(number), hashes]));
}

/** The signed checkpoints of sizes above `after` up to `to`, ascending. */
export async function readCheckpoints(
  db: EntityManager,
  after: number,
  to: number,
): Promise<{ readonly size: number; readonly note: string }[]> {
  const rows = await run<{ size: string; note: string }>(
    db,
    sql`SELECT size, note FROM ledger_checkpoint WHERE size > ${after} AND size <= ${to} ORDER BY size`,
  );
  return rows.map(({ size, note }) => ({ size: Number(size), note }));
}
