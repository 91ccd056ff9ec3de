import { join } from "node:path";
import { unpackEntries } from "../modules/ledger/core/entry-bundle.js";
import { NotVerified } from "../modules/ledger/core/not-verified.js";
import { NOTE_BYTES_MAX } from "../modules/ledger/core/signed-note.js";
import { HASH_BYTES } from "../modules/ledger/core/merkle-tree.js";
import { bundlePath, TILE_WIDTH, tilePath } from "../modules/ledger/core/tile-path.js";
import type { BundleName, TileName } from "../modules/ledger/core/tile-path.js";
import type { ReadTiles } from "../modules/ledger/core/tree-proofs.js";
import { CalledWrongly, CannotRead } from "./failures.js";
import { readAtMost } from "./read-small-file.js";

/** A log as C2SP tlog-tiles lays it out: in a folder, or behind a URL. */
export interface LogSource {
  /** The folder or URL, without a slash at its end. */
  readonly place: string;
  /** What is at a path, cut off one byte behind `max`; null where nothing is there. */
  read(path: string, max: number): Promise<Buffer | null>;
}

const TIMEOUT_MS = 30_000;
/** As long as any bundle may be: 256 entries of 65,535 bytes, each behind its length. */
const BUNDLE_BYTES_MAX = TILE_WIDTH * 65_537;

/**
 * @param apiKey is sent along to a URL, where that asks for one.
 * @throws CalledWrongly where the URL or the key cannot be one, with neither's secrets in the message.
 */
export function openLog(place: string, apiKey: string | null): LogSource {
  const trimmed = place.replace(/\/+$/, "");
  if (!/^https?:/i.test(trimmed)) {
    return { place: trimmed, read: (path, max) => readAtMost(join(place, path), max) };
  }
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null || url.username || url.password || url.search || url.hash) {
    throw new CalledWrongly(
      "The URL of a log is like https://registry.example/ledger, without a user, a password, ? or #.",
    );
  }
  if (apiKey !== null && !/^[ -~]+$/.test(apiKey)) {
    throw new CalledWrongly(
      "The API key holds a character that no key has; see --api-key and REGISTRY_API_KEY.",
    );
  }
  return { place: trimmed, read: (path, max) => fetchAtMost(`${trimmed}/${path}`, apiKey, max) };
}

/** The log's newest checkpoint as text, not verified. */
export async function readCheckpoint(log: LogSource): Promise<Buffer> {
  const note = await log.read("checkpoint", NOTE_BYTES_MAX);
  if (note === null)
    throw new CannotRead(
      `${log.place} has no checkpoint: name the place of a log, such as https://registry.example/ledger`,
    );
  return note;
}

/** The bytes of one tile, neither more nor less. */
export async function readTile(log: LogSource, tile: TileName): Promise<Buffer> {
  const bytes = tile.width * HASH_BYTES;
  const found = await readPartial(log, tile, TILE_WIDTH * HASH_BYTES, tilePath);
  if (found.whole.length < bytes || (found.width === tile.width && found.whole.length > bytes)) {
    throw new NotVerified(`${found.path} has ${found.whole.length} bytes, not ${bytes}`);
  }
  return found.whole.subarray(0, bytes);
}

export const tilesOf =
  (log: LogSource): ReadTiles =>
  (tiles) =>
    Promise.all(tiles.map((tile) => readTile(log, tile)));

/** The entries of one bundle. */
export async function readEntries(log: LogSource, bundle: BundleName): Promise<Buffer[]> {
  const { path, whole, width } = await readPartial(log, bundle, BUNDLE_BYTES_MAX, bundlePath);
  try {
    return unpackEntries(whole, width).slice(0, bundle.width);
  } catch (error) {
    if (error instanceof NotVerified) throw new NotVerified(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A log may drop a partial tile once it has the full one. */
async function readPartial<N extends BundleName>(
  log: LogSource,
  name: N,
  max: number,
  toPath: (name: N) => string,
) {
  for (const width of new Set([name.width, TILE_WIDTH])) {
    const path = toPath({ ...name, width });
    const whole = await log.read(path, max);
    if (whole !== null) return { path, whole, width };
  }
  throw new NotVerified(`${toPath(name)} is missing`);
}

async function fetchAtMost(url: string, apiKey: string | null, max: number): Promise<Buffer | null> {
  const headers = new Headers(apiKey === null ? [] : [["authorization", `Bearer ${apiKey}`]]);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { headers, signal, redirect: "error" });
    if (response.status === 404) {
      await response.body?.cancel();
      return null;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new CannotRead(`${url} answered ${response.status}${hintOf(response.status)}`);
    }
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body ?? []) {
      parts.push(part as Uint8Array);
      bytes += (part as Uint8Array).length;
      if (bytes > max) break;
    }
    return Buffer.concat(parts).subarray(0, max + 1);
  } catch (error) {
    if (error instanceof CannotRead) throw error;
    throw new CannotRead(`${url} cannot be reached: ${reasonOf(error as Error)}`, { cause: error });
  }
}

const hintOf = (status: number) =>
  status === 401 || status === 403 ? "; give the key of an auditor with --api-key" : "";

const reasonOf = ({ message, cause }: Error) => (cause instanceof Error ? cause.message : message);
