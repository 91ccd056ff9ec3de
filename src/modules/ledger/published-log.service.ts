import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { AppError, badInput, invariant } from "../../platform/errors.js";
import { packEntries } from "./core/entry-bundle.js";
import { HASH_BYTES } from "./core/merkle-tree.js";
import { TILE_WIDTH, tileWidth, type TileName, type TilePath } from "./core/tile-path.js";
import { formatTlogProof } from "./core/tlog-proof.js";
import {
  consistencyProof,
  inclusionProof,
  nodesFromTiles,
  type ReadNodes,
  type TreeNode,
} from "./core/tree-proofs.js";
import {
  countBeyond,
  findLeaves,
  findLeavesAbout,
  findLog,
  findNewestCheckpoint,
  findTiles,
  type CheckpointRow,
  type LeafName,
  type LeafRow,
  type LogRow,
} from "./published-log.repository.js";

/** A leaf, and the proof of C2SP tlog-proof that the newest checkpoint covers it. */
export interface ProvenLeaf extends LeafRow {
  readonly receipt: string;
}

/**
 * The log as far as it is published: what the newest checkpoint covers, and nothing beyond, so that whatever is read here can be
 * verified against a checkpoint. What is published never changes; the log only grows.
 */
export class PublishedLog {
  constructor(private readonly dataSource: DataSource) {}

  /** Its name and key, whether it is on, and whether it is halted. */
  describe(): Promise<LogRow> {
    return findLog(this.dataSource.manager);
  }

  /** The newest checkpoint; null before the first. */
  checkpoint(): Promise<CheckpointRow | null> {
    return findNewestCheckpoint(this.dataSource.manager);
  }

  /** How many leaves were recorded that a checkpoint of this size does not cover. */
  countBeyond(size: number): Promise<number> {
    return countBeyond(this.dataSource.manager, size);
  }

  /** The bytes of a tile or of an entry bundle. Throws NOT_FOUND where the published log does not reach so far. */
  async readTile(path: TilePath): Promise<Buffer> {
    const size = await this.#size();
    const level = path.of === "hashes" ? path.level : 0;
    if (path.width > tileWidth(level, path.number, size)) throw beyond(size);
    if (path.of === "hashes") return (await this.#tiles([path]))[0]!.subarray(0, path.width * HASH_BYTES);
    const from = path.number * TILE_WIDTH;
    const rows = await findLeaves(this.dataSource.manager, from, from + path.width);
    invariant(rows.length === path.width, "a leaf below the published size is missing");
    return packEntries(rows.map(({ leaf }) => leaf));
  }

  /** The leaf at `index`. Throws BAD_USER_INPUT where the published log does not reach so far. */
  async readLeaf(index: number): Promise<LeafRow> {
    const size = await this.#size();
    if (index >= size) throw badInput([notYet("index", size)]);
    const [row] = await findLeaves(this.dataSource.manager, index, index + 1);
    invariant(row, "a leaf below the published size is missing");
    return row;
  }

  /** The proof that the leaf at `index` is in the tree of `size` leaves, nearest to the leaf first (RFC 6962, section 2.1.1). */
  async inclusionProof(index: number, size: number): Promise<Buffer[]> {
    const published = await this.#size();
    if (size > published) throw badInput([notYet("size", published)]);
    if (index >= size) {
      const message = `The tree of this size has no such leaf yet: ask for an index below the size, or for a larger size, up to ${published}.`;
      throw badInput([{ field: "index", message }]);
    }
    return inclusionProof(index, size, this.#nodes(published));
  }

  /** The proof that the tree of `to` leaves begins with that of `from` leaves (RFC 6962, section 2.1.2). */
  async consistencyProof(from: number, to: number): Promise<Buffer[]> {
    const published = await this.#size();
    if (to > published) throw badInput([notYet("to", published)]);
    if (from > to) {
      const message = "It is greater than to: ask from the smaller size to the larger one.";
      throw badInput([{ field: "from", message }]);
    }
    if (from === 0) {
      const message =
        "Every log begins with the empty one, so there is nothing to prove: ask from size 1 on.";
      throw badInput([{ field: "from", message }]);
    }
    return consistencyProof(from, to, this.#nodes(published));
  }

  /** The leaves about these rows that are published, each with its receipt. Three statements for any number. */
  async prove(names: readonly LeafName[]): Promise<ProvenLeaf[]> {
    const checkpoint = await this.checkpoint();
    if (checkpoint === null) return [];
    const { size, note } = checkpoint;
    const rows = await findLeavesAbout(this.dataSource.manager, names, size);
    const nodes = this.#nodes(size);
    return Promise.all(
      rows.map(async (row) => {
        const hashes = await inclusionProof(row.index, size, nodes);
        return {
          ...row,
          receipt: formatTlogProof({ leaf: row.leaf, index: row.index, hashes, checkpoint: note }),
        };
      }),
    );
  }

  async #size(): Promise<number> {
    return (await this.checkpoint())?.size ?? 0;
  }

  /**
   * Reads nodes of the tree of `size` leaves. Whatever is asked for at the same time is read by one statement, and made of its tile's
   * hashes once: receipts of neighbours share nearly all of it.
   */
  #nodes(size: number): ReadNodes {
    const read = nodesFromTiles(size, (tiles) => this.#tiles(tiles));
    const loader = new DataLoader<TreeNode, Buffer, string>(read, {
      cacheKeyFn: ({ level, index }) => `${level}/${index}`,
    });
    return (nodes) => Promise.all(nodes.map((node) => loader.load(node)));
  }

  async #tiles(tiles: readonly TileName[]): Promise<Buffer[]> {
    const found = await findTiles(this.dataSource.manager, tiles);
    return found.map((hashes) => {
      invariant(hashes !== null, "a tile below the published size is missing");
      return hashes;
    });
  }
}

const notYet = (field: string, size: number) => ({
  field,
  message: `The log is published up to size ${size}: ask for what is within it, or again in some seconds.`,
});

function beyond(size: number): AppError {
  return new AppError(
    "NOT_FOUND",
    `The log is published up to size ${size} and has no such tile yet: read GET /ledger/checkpoint, and ask for tiles within its size.`,
  );
}
