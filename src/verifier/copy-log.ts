import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openCheckpoint } from "../modules/ledger/core/checkpoint.js";
import type { Checkpoint, Trust } from "../modules/ledger/core/checkpoint.js";
import { packEntries } from "../modules/ledger/core/entry-bundle.js";
import { NotVerified } from "../modules/ledger/core/not-verified.js";
import { NOTE_BYTES_MAX } from "../modules/ledger/core/signed-note.js";
import { bundlePath, TILE_WIDTH, tilePath, tilesOfLevel } from "../modules/ledger/core/tile-path.js";
import { CalledWrongly, CannotRead } from "./failures.js";
import { inOrder, READINGS_AHEAD } from "./in-order.js";
import { openLog, readCheckpoint, readEntries, readTile } from "./log-source.js";
import type { LogSource } from "./log-source.js";
import type { Progress } from "./progress.js";
import { proofFromLog, verifyBetween } from "./verify-checkpoints.js";
import { verifyLog } from "./verify-log.js";

/**
 * Copies a log into a folder and verifies the copy. What a copy that broke off, or an older one, has left there is not fetched
 * again; the newer log must begin with that of an older copy. The checkpoint comes last, so a folder that has it is whole.
 */
export async function copyLog(
  log: LogSource,
  folder: string,
  trust: Trust,
  progress: Progress,
): Promise<Checkpoint> {
  if (/^https?:/i.test(folder)) throw new CalledWrongly("A log is copied into a folder, not to a URL.");
  const copy = openLog(folder, null);
  const note = await readCheckpoint(log);
  const checkpoint = openCheckpoint(note, trust);
  await verifyContinues(copy, log, checkpoint, trust);
  const copied = progress.of(checkpoint.size, "leaves copied");
  for await (const leaves of inOrder(filesOf(log, checkpoint.size), READINGS_AHEAD, (file) =>
    keep(folder, file),
  )) {
    copied(leaves);
  }
  await verifyLog(copy, checkpoint, progress.of(checkpoint.size, "leaves verified"));
  await write(folder, "checkpoint", note);
  return checkpoint;
}

interface LogFile {
  readonly path: string;
  /** How many leaves are copied once this file is. */
  readonly leaves: number;
  read(this: void): Promise<Buffer>;
}

function* filesOf(log: LogSource, size: number): Generator<LogFile> {
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    for (const tile of tilesOfLevel(level, size)) {
      const leaves = level === 0 ? tile.number * TILE_WIDTH + tile.width : size;
      yield { path: tilePath(tile), leaves, read: () => readTile(log, tile) };
      if (level > 0) continue;
      yield { path: bundlePath(tile), leaves, read: async () => packEntries(await readEntries(log, tile)) };
    }
  }
}

async function keep(folder: string, { path, leaves, read }: LogFile): Promise<number> {
  const isThere = await stat(join(folder, path)).catch(() => null);
  if (isThere === null) await write(folder, path, await read());
  return leaves;
}

/** Under its name a file is whole. */
async function write(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  } catch (error) {
    throw new CannotRead(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** Holds the log against the checkpoint of an earlier copy in the same folder. */
async function verifyContinues(
  copy: LogSource,
  log: LogSource,
  newer: Checkpoint,
  trust: Trust,
): Promise<void> {
  const kept = await copy.read("checkpoint", NOTE_BYTES_MAX);
  if (kept === null) return;
  const older = openCheckpoint(kept, { log: trust.log, witnesses: [] });
  if (older.size > newer.size) {
    throw new NotVerified(`the log has ${newer.size} leaves, but ${copy.place} has ${older.size} of them`);
  }
  await verifyBetween(older, newer, (from, to) => proofFromLog(log, from, to));
}
