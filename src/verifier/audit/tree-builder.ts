import { CompactRange, HASH_BYTES, rootOf } from "../../modules/ledger/core/merkle-tree.js";
import { TILE_WIDTH } from "../../modules/ledger/core/tile-path.js";

/** A tile that is full, or the last of its level. */
export interface BuiltTile {
  readonly level: number;
  readonly number: number;
  readonly hashes: Buffer;
}

/** The tree over leaves: its tiles as they fill, and its root at any moment, in memory for one tile a level. */
export class TreeBuilder {
  readonly #range = new CompactRange();
  /** By level: how many tiles are full, and the hashes of the one that is not. */
  readonly #levels: { full: number; hashes: Buffer[] }[] = [];

  get size(): number {
    return this.#range.size;
  }

  /** Appends a leaf by its hash; answers the tiles that are full with it, the lowest first. */
  append(hashOfLeaf: Buffer): readonly BuiltTile[] {
    this.#range.append(hashOfLeaf);
    const filled: BuiltTile[] = [];
    let hash: Buffer | null = hashOfLeaf;
    for (let level = 0; hash !== null; level += 1) {
      const at = (this.#levels[level] ??= { full: 0, hashes: [] });
      at.hashes.push(hash);
      hash = null;
      if (at.hashes.length < TILE_WIDTH) continue;
      filled.push({ level, number: at.full, hashes: Buffer.concat(at.hashes) });
      hash = rootOf(at.hashes);
      at.hashes = [];
      at.full += 1;
    }
    return filled;
  }

  root(): Buffer {
    return this.#range.root();
  }

  /** The tiles that are not full. */
  edge(): BuiltTile[] {
    return this.#levels.flatMap(({ full, hashes }, level) =>
      hashes.length === 0 ? [] : [{ level, number: full, hashes: Buffer.concat(hashes) }],
    );
  }

  /** How many tiles the tree has. */
  tiles(): number {
    return this.#levels.reduce((sum, { full, hashes }) => sum + full + (hashes.length === 0 ? 0 : 1), 0);
  }
}

/** The index of the first leaf under the first hash in which a stored tile is another; null where it is the same. */
export function firstWrongUnder({ level, number, hashes }: BuiltTile, stored: Uint8Array): number | null {
  if (hashes.equals(stored)) return null;
  let at = 0;
  while (
    at < hashes.length &&
    hashes.subarray(at, at + HASH_BYTES).equals(stored.subarray(at, at + HASH_BYTES))
  )
    at += HASH_BYTES;
  return (number * TILE_WIDTH + at / HASH_BYTES) * TILE_WIDTH ** level;
}
