import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { checkpointText } from "../../src/modules/ledger/core/checkpoint.js";
import { packEntries } from "../../src/modules/ledger/core/entry-bundle.js";
import { CompactRange, leafHash, rootOf } from "../../src/modules/ledger/core/merkle-tree.js";
import { newSignerKey, parseSignerKey } from "../../src/modules/ledger/core/note-keys.js";
import { signNote } from "../../src/modules/ledger/core/signed-note.js";
import { parseTilePath, TILE_WIDTH, type TilePath } from "../../src/modules/ledger/core/tile-path.js";

/** Of the 256 entries of a bundle the first names the bundle; the others are the same in each, so that it takes no time to make them. */
const others = Array.from({ length: TILE_WIDTH - 1 }, (_, at) => Buffer.alloc(4_000, `entry ${at + 1} `));
const otherHashes = others.map(leafHash);
const BYTES_OF_OTHERS = packEntries(others);

const firstOf = (number: number) => Buffer.from(`bundle ${number}`.padEnd(4_000));
const bundle = (number: number) => Buffer.concat([packEntries([firstOf(number)]), BYTES_OF_OTHERS]);
const hashesOfTile = (number: number) => [leafHash(firstOf(number)), ...otherHashes];

/** A log that is made up as it is read. */
export interface MadeUpLog extends AsyncDisposable {
  readonly url: string;
  readonly verifierKey: string;
  readonly leaves: number;
  /** Of all entry bundles together. */
  readonly bytes: number;
}

/**
 * Serves a log of so many full bundles of about a megabyte, as tlog-tiles has it. In the bundle `forged`, one bit is not as its
 * tile has it.
 */
export async function serveMadeUpLog(bundles: number, { forged = -1 } = {}): Promise<MadeUpLog> {
  const signer = parseSignerKey(newSignerKey("log.example/made-up"));
  const tree = new CompactRange();
  /** The hashes of each level above the leaves. */
  const levels: Buffer[][] = [[]];
  for (let number = 0; number < bundles; number += 1) {
    const hashes = hashesOfTile(number);
    hashes.forEach((hash) => tree.append(hash));
    levels[0]!.push(rootOf(hashes));
  }
  for (let below = levels[0]!; below.length >= TILE_WIDTH; below = levels.at(-1)!) {
    const full = Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, at) => at * TILE_WIDTH);
    levels.push(full.map((start) => rootOf(below.slice(start, start + TILE_WIDTH))));
  }
  const leaves = bundles * TILE_WIDTH;
  const origin = signer.name;
  const checkpoint = signNote(checkpointText({ origin, size: leaves, root: tree.root() }), [signer]);

  const contentOf = (path: TilePath): Buffer => {
    if (path.of === "entries") {
      const made = bundle(path.number);
      if (path.number === forged) made[made.length - 1]! ^= 1;
      return made;
    }
    const start = path.number * TILE_WIDTH;
    return Buffer.concat(
      path.level === 0 ? hashesOfTile(path.number) : levels[path.level - 1]!.slice(start, start + path.width),
    );
  };
  const server = createServer(({ url = "" }, response) => {
    const path = parseTilePath(url.slice(1));
    if (path === null && url !== "/checkpoint") response.writeHead(404).end();
    else response.end(path === null ? checkpoint : contentOf(path));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    verifierKey: signer.verifierKey,
    leaves,
    bytes: bundles * bundle(0).length,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
