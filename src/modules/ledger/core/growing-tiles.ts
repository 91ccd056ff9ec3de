import { HASH_BYTES, rootOf } from "./merkle-tree.js";
import { TILE_WIDTH, tileWidth } from "./tile-path.js";

/** A tile as it is kept: its place, and its hashes side by side, 32 bytes each. */
export interface Tile {
  readonly level: number;
  readonly number: number;
  readonly hashes: Buffer;
}

/**
 * The last tile of each level in a tree of `size` leaves that is not full yet: what has to be at hand for more leaves. Levels whose
 * last tile is full, or that have none, are left out.
 */
export function unfinishedTiles(size: number): readonly Omit<Tile, "hashes">[] {
  const tiles: Omit<Tile, "hashes">[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    if (hashes % TILE_WIDTH > 0) tiles.push({ level, number: Math.floor(hashes / TILE_WIDTH) });
  }
  return tiles;
}

/**
 * The tiles that change when leaves are appended to a tree of `size` leaves, level by level, each whole.
 *
 * @param unfinished the tiles of `unfinishedTiles(size)`
 * @param leafHashes the new leaves' hashes side by side, in their order
 *
 * Throws a RangeError where `unfinished` are not the tiles of a tree of that size.
 */
export function growTiles(size: number, unfinished: readonly Tile[], leafHashes: Buffer): Tile[] {
  const changed: Tile[] = [];
  let added = leafHashes;
  for (let level = 0; added.length > 0; level += 1) {
    const tiles = appendToLevel(level, size, unfinished, added);
    changed.push(...tiles);
    const full = tiles.filter(({ hashes }) => hashes.length === TILE_WIDTH * HASH_BYTES);
    added = Buffer.concat(full.map(({ hashes }) => rootOf(hashesIn(hashes))));
  }
  return changed;
}

function appendToLevel(level: number, size: number, unfinished: readonly Tile[], added: Buffer): Tile[] {
  const count = Math.floor(size / TILE_WIDTH ** level);
  const first = Math.floor(count / TILE_WIDTH);
  const begun = unfinished.find((tile) => tile.level === level && tile.number === first)?.hashes;
  const width = tileWidth(level, first, size);
  if ((begun?.length ?? 0) !== width * HASH_BYTES) {
    throw new RangeError(`Tile ${first} of level ${level} has not the ${width} hashes of a tree of ${size}.`);
  }
  const hashes = begun === undefined ? added : Buffer.concat([begun, added]);
  const bytes = TILE_WIDTH * HASH_BYTES;
  return Array.from({ length: Math.ceil(hashes.length / bytes) }, (_, place) => ({
    level,
    number: first + place,
    hashes: hashes.subarray(place * bytes, (place + 1) * bytes),
  }));
}

function* hashesIn(hashes: Buffer): Generator<Buffer> {
  for (let start = 0; start < hashes.length; start += HASH_BYTES) {
    yield hashes.subarray(start, start + HASH_BYTES);
  }
}
