import type { EntityManager } from "typeorm";
import { openCheckpoint, type Checkpoint, type Trust } from "../../modules/ledger/core/checkpoint.js";
import { HASH_BYTES } from "../../modules/ledger/core/merkle-tree.js";
import { NotVerified } from "../../modules/ledger/core/not-verified.js";
import { TILE_WIDTH, tilePath, tileWidth } from "../../modules/ledger/core/tile-path.js";
import { readTiles, type LedgerExtent } from "./audit-ledger.repository.js";
import type { Batch } from "./batch.js";
import { firstWrongUnder, TreeBuilder, type BuiltTile } from "./tree-builder.js";

/** Builds the tree over the leaves anew, and compares it with the tiles that are stored and the checkpoints that were signed. */
export class TreeCheck {
  readonly #tree = new TreeBuilder();
  readonly #kept: Checkpoint[];
  #checkpoints = 0;

  constructor(
    private readonly extent: LedgerExtent,
    private readonly trust: Trust,
    /** Checkpoints kept outside the database. */
    kept: readonly Checkpoint[],
  ) {
    this.#kept = kept.toSorted((one, other) => one.size - other.size);
  }

  /** Adds the next stretch of leaves. Throws `NotVerified` naming the first thing in it that does not hold. */
  async add(batch: Batch, db: EntityManager): Promise<void> {
    const checkpoints = [...batch.checkpoints];
    for (const hash of batch.hashes) {
      const stored = this.#tileOver(batch);
      if (!holds(stored, this.#tree.size, hash))
        throw new NotVerified(`leaf ${this.#tree.size} is another than the tree's`);
      for (const tile of this.#tree.append(hash)) {
        const { level, number } = tile;
        const kept = level === 0 ? stored : (await readTiles(db, level, number, number + 1)).get(number);
        this.#compareTile(tile, kept);
      }
      while (checkpoints[0]?.size === this.#tree.size) this.#compareCheckpoint(checkpoints.shift()!);
      while (this.#kept[0]?.size === this.#tree.size)
        this.#compareRoot(this.#kept.shift()!, "the checkpoint kept outside");
    }
    if (batch.wrong === null) return;
    const { why, hash } = batch.wrong;
    const isInTree = hash === null || holds(this.#tileOver(batch), this.#tree.size, hash);
    throw new NotVerified(isInTree ? why : `${why}, and is not in the tree`);
  }

  /** The tile over the next leaf, as it is stored. */
  #tileOver({ tiles }: Batch): Buffer {
    const number = Math.floor(this.#tree.size / TILE_WIDTH);
    const stored = tiles.get(number) ?? this.#partial(0, number);
    if (stored === undefined) throw new NotVerified(`${this.#pathOf({ level: 0, number })} is missing`);
    return stored;
  }

  #partial(level: number, number: number): Buffer | undefined {
    const tile = this.extent.partialTiles.find((each) => each.level === level && each.number === number);
    return tile && Buffer.from(tile.hashes, "hex");
  }

  /** Compares what is not full, and counts what there should be. Answers how many checkpoints are signed. */
  finish(): number {
    const { partialTiles, tiles, checkpoints } = this.extent;
    const edge = this.#tree.edge();
    for (const tile of edge) this.#compareTile(tile, this.#partial(tile.level, tile.number));
    const other = partialTiles.find(
      ({ level, number }) => !edge.some((tile) => tile.level === level && tile.number === number),
    );
    if (other)
      throw new NotVerified(
        `ledger_tile has tile ${other.number} of level ${other.level}, which is none of this tree`,
      );
    const expected = this.#tree.tiles();
    if (tiles !== expected)
      throw new NotVerified(`ledger_tile has ${tiles} tiles, but the tree has ${expected}`);
    if (this.#checkpoints < checkpoints) throw new NotVerified("ledger_checkpoint has a size twice");
    return this.#checkpoints;
  }

  #pathOf({ level, number }: Pick<BuiltTile, "level" | "number">): string {
    return tilePath({ level, number, width: tileWidth(level, number, this.extent.size) });
  }

  #compareTile(tile: BuiltTile, stored: Uint8Array | undefined): void {
    const path = this.#pathOf(tile);
    if (stored === undefined) throw new NotVerified(`${path} is missing`);
    const index = firstWrongUnder(tile, stored);
    if (index !== null) throw new NotVerified(`${path} differs from the leaves, first over leaf ${index}`);
  }

  #compareCheckpoint({ size, note }: { readonly size: number; readonly note: string }): void {
    const isNewest = size === this.extent.newestCheckpoint;
    this.#checkpoints += 1;
    let checkpoint: Checkpoint;
    try {
      checkpoint = openCheckpoint(note, isNewest ? this.trust : { ...this.trust, witnesses: [] });
    } catch (error) {
      if (error instanceof NotVerified) {
        throw new NotVerified(`the checkpoint of ${size} leaves: ${error.message}`, { cause: error });
      }
      throw error;
    }
    if (checkpoint.size !== size)
      throw new NotVerified(`the checkpoint stored for ${size} leaves is of ${checkpoint.size}`);
    this.#compareRoot(checkpoint, "the signed checkpoint");
  }

  #compareRoot({ size, root }: Checkpoint, called: string): void {
    if (root.equals(this.#tree.root())) return;
    throw new NotVerified(
      `${called} of ${size} leaves has another root than the leaves: the history before it was rewritten`,
    );
  }
}

/** Whether a tile of level 0 holds this hash for this leaf. */
function holds(tile: Buffer, index: number, hash: Buffer): boolean {
  const at = (index % TILE_WIDTH) * HASH_BYTES;
  return at + HASH_BYTES <= tile.length && hash.compare(tile, at, at + HASH_BYTES) === 0;
}
