import { afterAll, beforeAll } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkpointText } from "../../src/modules/ledger/core/checkpoint.js";
import { packEntries } from "../../src/modules/ledger/core/entry-bundle.js";
import { leafHash, rootOf } from "../../src/modules/ledger/core/merkle-tree.js";
import { newSignerKey, parseSignerKey } from "../../src/modules/ledger/core/note-keys.js";
import type { NoteSigner } from "../../src/modules/ledger/core/note-keys.js";
import { signNote } from "../../src/modules/ledger/core/signed-note.js";
import { bundlePath, TILE_WIDTH, tilePath, tilesOfLevel } from "../../src/modules/ledger/core/tile-path.js";

/** A log's signer, for tests that write logs of their own. */
export const logSigner = (): NoteSigner => parseSignerKey(newSignerKey("log.example/test"));

/** The signed checkpoint of the log with these leaves. */
export function checkpointOf(leaves: readonly Uint8Array[], signer: NoteSigner): string {
  const root = rootOf(leaves.map(leafHash));
  return signNote(checkpointText({ origin: signer.name, size: leaves.length, root }), [signer]);
}

/** Writes the log with these leaves into a folder, as C2SP tlog-tiles lays it out, and answers its checkpoint. */
export function writeLog(folder: string, leaves: readonly Uint8Array[], signer: NoteSigner): string {
  const write = (path: string, bytes: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const span = <T>(all: readonly T[], number: number) =>
    all.slice(number * TILE_WIDTH, (number + 1) * TILE_WIDTH);
  for (const { number, width } of tilesOfLevel(0, leaves.length)) {
    write(bundlePath({ number, width }), packEntries(span(leaves, number)));
  }
  for (let level = 0, hashes = leaves.map(leafHash); hashes.length > 0; level += 1) {
    for (const { number, width } of tilesOfLevel(0, hashes.length)) {
      write(tilePath({ level, number, width }), Buffer.concat(span(hashes, number)));
    }
    const below = hashes;
    hashes = Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, at) =>
      rootOf(span(below, at)),
    );
  }
  const checkpoint = checkpointOf(leaves, signer);
  write("checkpoint", checkpoint);
  return checkpoint;
}

/** Enough for a full tile, a partial one, and one of the level above. */
const SIZE = 300;
/** How each leaf of `withWrittenLog` begins; four digits of its place follow. */
export const LEAF = "disclosure-registry/leaf/v1 disclosure 01930000-0000-7000-8000-0000000000";

/** A log of 300 leaves in a folder of its own, which is there while the tests of a file run. */
export function withWrittenLog() {
  const leaves = Array.from({ length: SIZE }, (_, at) =>
    Buffer.from(`${LEAF}${String(at).padStart(4, "0")}\n`),
  );
  const signer = logSigner();
  let place: string;
  const at = (...names: string[]) => join(place, ...names);

  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), "verifier-"));
    writeLog(at("log"), leaves, signer);
  });
  afterAll(() => rmSync(place, { recursive: true }));

  return {
    leaves,
    signer,
    /** The options by which the verifier is told whom to trust. */
    trusted: ["--key", signer.verifierKey],
    /** A path in the folder; the log is at `log`. */
    at,
    store(this: void, name: string, content: string | Uint8Array): string {
      writeFileSync(at(name), content);
      return at(name);
    },
  };
}
