import { EMPTY_ROOT, foldNodes, HASH_BYTES, nodeHash, rootOf } from "./merkle-tree.js";
import { TILE_HEIGHT, TILE_WIDTH, tileWidth } from "./tile-path.js";
import type { TileName } from "./tile-path.js";

/**
 * Proofs out of the nodes of a tree, wherever those are kept. Each function says which nodes it needs, all at once, so that a
 * database, a folder or a server is asked one time.
 */

/** The root of a complete subtree: the 2^level leaves from index × 2^level on. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Answers the hash of each node, in the order asked. */
export type ReadNodes = (nodes: readonly TreeNode[]) => Promise<readonly Buffer[]>;

/** Answers the bytes of each tile, in the order asked; more than the width that was named does no harm. */
export type ReadTiles = (tiles: readonly TileName[]) => Promise<readonly Uint8Array[]>;

/** Leaves from `from` up to, not including, `to`. */
interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** The proof that leaf `index` is in the tree of `size` leaves; `index` < `size`. */
export async function inclusionProof(index: number, size: number, read: ReadNodes): Promise<Buffer[]> {
  return hashesOf(inclusionRanges(index, size), read);
}

/** The proof that the tree of `to` leaves begins with that of `from`; `from` ≤ `to`. Empty where the sizes are equal or `from` is 0. */
export async function consistencyProof(from: number, to: number, read: ReadNodes): Promise<Buffer[]> {
  return hashesOf(consistencyRanges(from, to), read);
}

/** The root of the first `size` leaves. */
export async function rootAt(size: number, read: ReadNodes): Promise<Buffer> {
  if (size === 0) return EMPTY_ROOT;
  return (await hashesOf([{ from: 0, to: size }], read))[0]!;
}

/** The proof that the leaf at `index` is in the tree that has these leaf hashes, for a tree that is small enough to be at hand. */
export function inclusionProofAmong(leafHashes: readonly Buffer[], index: number): Buffer[] {
  return inclusionRanges(index, leafHashes.length).map(({ from, to }) => rootOf(leafHashes.slice(from, to)));
}

/** Reads nodes of the tree of `size` leaves out of its tiles, each tile once. */
export function nodesFromTiles(size: number, readTiles: ReadTiles): ReadNodes {
  return async (nodes) => {
    const wanted = new Map<string, TileName>();
    const spans = nodes.map((node) => {
      const span = spanInTile(node);
      const width = tileWidth(span.level, span.number, size);
      const key = `${span.level}/${span.number}`;
      wanted.set(key, { level: span.level, number: span.number, width });
      return { ...span, key };
    });
    const tiles = await readTiles([...wanted.values()]);
    const byKey = new Map([...wanted.keys()].map((key, place) => [key, tiles[place]!]));
    return spans.map(({ key, start, count }) => rootOfSpan(byKey.get(key)!, start, count));
  };
}

/** Which hashes of which tile a node is over. */
function spanInTile({ level, index }: TreeNode) {
  const inTile = level % TILE_HEIGHT;
  const count = 2 ** inTile;
  const first = index * count;
  return {
    level: (level - inTile) / TILE_HEIGHT,
    number: Math.floor(first / TILE_WIDTH),
    start: first % TILE_WIDTH,
    count,
  };
}

/** The root over `count` hashes of a tile, a power of two. Throws a RangeError where the tile is too short. */
function rootOfSpan(tile: Uint8Array, start: number, count: number): Buffer {
  if (tile.length < (start + count) * HASH_BYTES) throw new RangeError("The tile is too short.");
  if (count === 1) return Buffer.from(tile.subarray(start * HASH_BYTES, (start + 1) * HASH_BYTES));
  const half = count / 2;
  return nodeHash(rootOfSpan(tile, start, half), rootOfSpan(tile, start + half, half));
}

/** PATH of RFC 6962, section 2.1.1: the sibling ranges, nearest to the leaf first. */
function inclusionRanges(index: number, size: number): LeafRange[] {
  return siblings({ from: 0, to: size }, ({ from, to }) => to - from === 1, index);
}

/** PROOF of RFC 6962, section 2.1.2, nearest to the leaves first. */
function consistencyRanges(from: number, to: number): LeafRange[] {
  if (from === 0 || from === to) return [];
  const ranges = siblings({ from: 0, to }, (range) => range.to === from, from - 1);
  const shared = ranges.reduce((start, range) => (range.to <= from ? Math.max(start, range.to) : start), 0);
  // The root of the old tree itself is known to whoever verifies.
  return shared === 0 ? ranges : [{ from: shared, to: from }, ...ranges];
}

/** The halves left aside on the way from `range` down to the leaf at `index`, until `isReached`; the last one first. */
function siblings(range: LeafRange, isReached: (range: LeafRange) => boolean, index: number): LeafRange[] {
  const aside: LeafRange[] = [];
  let { from, to } = range;
  while (!isReached({ from, to })) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      aside.unshift({ from: middle, to });
      to = middle;
    } else {
      aside.unshift({ from, to: middle });
      from = middle;
    }
  }
  return aside;
}

/** The largest power of two smaller than `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The complete subtrees a range consists of, widest first. The range begins where a subtree as wide as itself may begin. */
function nodesOfRange({ from, to }: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let start = from; start < to;) {
    let level = 0;
    while (2 ** (level + 1) <= to - start) level += 1;
    nodes.push({ level, index: start / 2 ** level });
    start += 2 ** level;
  }
  return nodes;
}

/** The root of each range, after one reading. */
async function hashesOf(ranges: readonly LeafRange[], read: ReadNodes): Promise<Buffer[]> {
  const nodes = ranges.map(nodesOfRange);
  const hashes = nodes.length === 0 ? [] : await read(nodes.flat());
  let next = 0;
  return nodes.map(({ length }) => foldNodes(hashes.slice(next, (next += length))));
}
