/** Names of tiles and of entry bundles, as C2SP tlog-tiles has them: `tile/0/x001/x234/067`, `tile/entries/000.p/17`. */

/** Levels of the tree that a tile spans. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
const LEVEL_MAX = 63;

export interface TileName {
  /** 0 holds leaf hashes; each hash of level n + 1 is the root of a full tile of level n. */
  readonly level: number;
  readonly number: number;
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number;
}

/** A bundle of entries: those whose hashes are the tile of level 0 with the same number and width. */
export type BundleName = Omit<TileName, "level">;

export type TilePath = ({ readonly of: "hashes" } & TileName) | ({ readonly of: "entries" } & BundleName);

/** `tile/<level>/<number>[.p/<width>]`, without a slash in front. */
export function tilePath({ level, number, width }: TileName): string {
  return `tile/${level}/${numberPath(number)}${partialSuffix(width)}`;
}

/** `tile/entries/<number>[.p/<width>]`, without a slash in front. */
export function bundlePath({ number, width }: BundleName): string {
  return `tile/entries/${numberPath(number)}${partialSuffix(width)}`;
}

/** What a path that begins with `tile/` names, or null where it is not in the one form allowed. */
export function parseTilePath(path: string): TilePath | null {
  const found = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (found === null) return null;
  const [, level, digits, partial] = found;
  const number = Number(digits!.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (numberPath(number) !== digits || (partial !== undefined && width >= TILE_WIDTH)) return null;
  if (level === "entries") return { of: "entries", number, width };
  return Number(level) > LEVEL_MAX ? null : { of: "hashes", level: Number(level), number, width };
}

/** How many hashes tile `number` of `level` has in a tree of `size` leaves: 0 where there is none, 256 where it is full. */
export function tileWidth(level: number, number: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - number * TILE_WIDTH;
  return Math.min(Math.max(hashes, 0), TILE_WIDTH);
}

/** Every tile of `level` in a tree of `size` leaves, in order. */
export function* tilesOfLevel(level: number, size: number): Generator<TileName> {
  for (let number = 0; ; number += 1) {
    const width = tileWidth(level, number, size);
    if (width === 0) return;
    yield { level, number, width };
  }
}

function numberPath(number: number): string {
  const groups = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return groups.join("/");
}

const partialSuffix = (width: number) => (width === TILE_WIDTH ? "" : `.p/${width}`);
