import type { EntityManager } from "typeorm";
import { run, sql } from "../../platform/db/sql.js";
import type { TileName } from "./core/tile-path.js";

/** Reads the log, up to sizes that the caller names. Nothing here writes. */

/** What the log says of itself. */
export interface LogRow {
  readonly origin: string;
  /** The key in the form of C2SP signed-note; null until the sequencer has made it. */
  readonly verifierKey: string | null;
  /** Whether what happens is recorded in it. */
  readonly isOn: boolean;
  /** Why nothing is signed until an operator has looked into it; null while all is well. */
  readonly halted: string | null;
}

/** A checkpoint that was signed, the note as it is served. */
export interface CheckpointRow {
  readonly size: number;
  readonly note: string;
}

/** What a leaf is about: a row of the table `kind`. */
export interface LeafName {
  readonly event: string;
  readonly kind: string;
}

/** A leaf at its place in the log. */
export interface LeafRow extends LeafName {
  readonly index: number;
  readonly leaf: Buffer;
}

export async function findLog(db: EntityManager): Promise<LogRow> {
  const [row] = await run<LogRow>(
    db,
    sql`SELECT origin, verifier_key AS "verifierKey", is_on AS "isOn", halted FROM ledger_log`,
  );
  return row!;
}

/** The newest checkpoint; null before the first. */
export async function findNewestCheckpoint(db: EntityManager): Promise<CheckpointRow | null> {
  const [row] = await run<{ size: string; note: string }>(
    db,
    sql`SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1`,
  );
  return row ? { size: Number(row.size), note: row.note } : null;
}

/** How many leaves no checkpoint covers: those without a place, and those beyond `size`. */
export async function countBeyond(db: EntityManager, size: number): Promise<number> {
  const [row] = await run<{ count: string }>(
    db,
    sql`SELECT (SELECT count(*) FROM ledger_pending) + (SELECT size FROM ledger_head) - ${size}::bigint AS count`,
  );
  return Math.max(0, Number(row!.count));
}

/** The leaves from `from` up to, not including, `to`, in order. */
export async function findLeaves(db: EntityManager, from: number, to: number): Promise<LeafRow[]> {
  const rows = await run<IndexedRow>(
    db,
    sql`SELECT index, event, kind, leaf FROM ledger_leaf
         WHERE index >= ${from}::bigint AND index < ${to}::bigint ORDER BY index`,
  );
  return rows.map(leafOf);
}

/** The leaves about these rows among the first `size`, in no order. One statement. */
export async function findLeavesAbout(
  db: EntityManager,
  names: readonly LeafName[],
  size: number,
): Promise<LeafRow[]> {
  const rows = await run<IndexedRow>(
    db,
    sql`SELECT l.index, l.event, l.kind, l.leaf
          FROM unnest(${names.map(({ event }) => event)}::uuid[], ${names.map(({ kind }) => kind)}::text[]) AS named (event, kind)
          JOIN ledger_leaf l ON l.event = named.event AND l.kind = named.kind
         WHERE l.index < ${size}::bigint`,
  );
  return rows.map(leafOf);
}

/** The hashes of each tile, in the order asked; null where there is none. They may be more than the width that was named. One statement. */
export async function findTiles(
  db: EntityManager,
  tiles: readonly Pick<TileName, "level" | "number">[],
): Promise<(Buffer | null)[]> {
  const rows = await run<{ hashes: Buffer | null }>(
    db,
    sql`SELECT t.hashes
          FROM unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ number }) => number)}::bigint[])
               WITH ORDINALITY AS named (level, number, place)
          LEFT JOIN ledger_tile t ON t.level = named.level AND t.number = named.number
         ORDER BY named.place`,
  );
  return rows.map(({ hashes }) => hashes);
}

/** The driver answers a bigint as text. */
interface IndexedRow extends Omit<LeafRow, "index"> {
  readonly index: string;
}

const leafOf = ({ index, ...row }: IndexedRow): LeafRow => ({ ...row, index: Number(index) });
