import { TILE_WIDTH } from "../../modules/ledger/core/tile-path.js";
import type { Tx } from "../../platform/db/transaction.js";
import { readCheckpoints, readLeaves, readTiles } from "./audit-ledger.repository.js";
import type { LeafCheck } from "./leaf-check.js";

/**
 * Leaves read and compared at once: enough for a statement to be worth its round trip. Many more would outlive the collection of young
 * objects, and then lie about as garbage until the old ones are collected. A multiple of 256.
 */
export const BATCH_LEAVES = 4 * TILE_WIDTH;

/** Leaves of a stretch of the ledger, compared with their rows, and what else is stored about that stretch. */
export interface Batch {
  readonly from: number;
  readonly to: number;
  /** Up to the first that is wrong. */
  readonly hashes: readonly Buffer[];
  /** The first leaf that is not what its row makes, in words, and its hash; null where it is missing. */
  readonly wrong: { readonly why: string; readonly hash: Buffer | null } | null;
  /** Full tiles of level 0, by number. */
  readonly tiles: ReadonlyMap<number, Buffer>;
  /** Those of sizes above `from` up to `to`, ascending. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
}

/**
 * Rows are found by their keys, however PostgreSQL estimates: hashing or merging would read a whole table for each batch. Large sets are
 * sorted in memory.
 */
const PLAN = `SET TRANSACTION READ ONLY;
SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'`;

/** Reads the leaves from one index up to, not including, another, and compares them with their rows. */
export async function readBatch(tx: Tx, from: number, to: number, check: LeafCheck): Promise<Batch> {
  await tx.query(PLAN);
  const leaves = await readLeaves(tx, from, to);
  const gap = leaves.findIndex(({ index }, at) => index !== from + at);
  const present = gap < 0 ? leaves : leaves.slice(0, gap);
  const first = await check.firstWrong(tx, present);
  const right = first === null ? present : present.slice(0, first.place);
  return {
    from,
    to,
    hashes: right.map(({ hash }) => hash),
    wrong: wrongOf(),
    tiles: await readTiles(tx, 0, Math.floor(from / TILE_WIDTH), Math.floor(to / TILE_WIDTH)),
    checkpoints: await readCheckpoints(tx, from, to),
  };

  function wrongOf(): Batch["wrong"] {
    if (first !== null) {
      const { index, kind, event, hash } = present[first.place]!;
      return { why: `leaf ${index} (${kind} ${event}) ${first.why}`, hash };
    }
    const missing = gap >= 0 ? from + gap : from + leaves.length;
    if (missing === to) return null;
    return { why: `leaf ${missing} is missing, or there are two of an index`, hash: null };
  }
}
