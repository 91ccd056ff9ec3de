import type { Checkpoint } from "../modules/ledger/core/checkpoint.js";
import { CompactRange, HASH_BYTES, leafHash, rootOf } from "../modules/ledger/core/merkle-tree.js";
import { NotVerified } from "../modules/ledger/core/not-verified.js";
import { bundlePath, TILE_WIDTH, tilePath, tilesOfLevel } from "../modules/ledger/core/tile-path.js";
import { readEntries, readTile } from "./log-source.js";
import type { LogSource } from "./log-source.js";
import { inOrder, READINGS_AHEAD } from "./in-order.js";

/**
 * Verifies a whole log against a checkpoint: hashes every entry, and compares every tile of every level and the root with what
 * the entries make. Memory does not grow with the log. Throws `NotVerified` naming the first entry or tile that is wrong.
 */
export async function verifyLog(
  log: LogSource,
  { size, root }: Checkpoint,
  onProgress: (leaves: number) => void,
): Promise<void> {
  const tree = new CompactRange();
  const tiles = new TilesFromHashes(log);
  const bundles = inOrder(tilesOfLevel(0, size), READINGS_AHEAD, async (tile) => {
    const [entries, expected] = await Promise.all([readEntries(log, tile), readTile(log, tile)]);
    return { tile, entries, expected };
  });
  for await (const { tile, entries, expected } of bundles) {
    const hashes = entries.map(leafHash);
    const wrong = hashes.findIndex(
      (hash, at) => hash.compare(expected, at * HASH_BYTES, (at + 1) * HASH_BYTES) !== 0,
    );
    if (wrong >= 0) {
      const index = tile.number * TILE_WIDTH + wrong;
      throw new NotVerified(
        `entry ${index} of ${bundlePath(tile)} does not have the hash that ${tilePath(tile)} holds`,
      );
    }
    for (const hash of hashes) tree.append(hash);
    if (tile.width === TILE_WIDTH) await tiles.add(1, rootOf(hashes));
    onProgress(tree.size);
  }
  await tiles.finish();
  if (!tree.root().equals(root)) {
    throw new NotVerified(`the ${size} entries and their tiles agree, but the checkpoint has another root`);
  }
}

/** Builds the tiles above level 0 out of the roots of full tiles, and compares each with the log's as soon as it is full. */
class TilesFromHashes {
  /** By level: how many tiles are done, and the hashes of the next. */
  readonly #levels = new Map<number, { number: number; hashes: Buffer[] }>();

  constructor(private readonly log: LogSource) {}

  async add(level: number, hash: Buffer): Promise<void> {
    const open = this.#levels.get(level) ?? { number: 0, hashes: [] };
    this.#levels.set(level, open);
    open.hashes.push(hash);
    if (open.hashes.length < TILE_WIDTH) return;
    await this.#compare(level, open);
    this.#levels.set(level, { number: open.number + 1, hashes: [] });
    await this.add(level + 1, rootOf(open.hashes));
  }

  /** Compares the tiles that stayed partial. */
  async finish(): Promise<void> {
    for (const [level, open] of this.#levels) if (open.hashes.length > 0) await this.#compare(level, open);
  }

  async #compare(
    level: number,
    { number, hashes }: { number: number; hashes: readonly Buffer[] },
  ): Promise<void> {
    const tile = { level, number, width: hashes.length };
    if ((await readTile(this.log, tile)).equals(Buffer.concat(hashes))) return;
    throw new NotVerified(`${tilePath(tile)} is not what the entries below it make`);
  }
}
