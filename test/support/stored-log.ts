import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { checkpointText } from "../../src/modules/ledger/core/checkpoint.js";
import { leafHash, rootOf } from "../../src/modules/ledger/core/merkle-tree.js";
import { newSignerKey, parseSignerKey } from "../../src/modules/ledger/core/note-keys.js";
import { signNote } from "../../src/modules/ledger/core/signed-note.js";
import { TILE_WIDTH, tilesOfLevel } from "../../src/modules/ledger/core/tile-path.js";
import { run, sql } from "../../src/platform/db/sql.js";

/** A log of leaves that stand for nothing, for tests that read one of a size of their choice. */
export interface StoredLog {
  readonly leaves: readonly Buffer[];
  readonly hashes: readonly Buffer[];
  readonly events: readonly string[];
  readonly verifierKey: string;
}

const ORIGIN = "ledger.example/log";

/** Stores `size` leaves of the kind `disclosure` with their tiles, and a checkpoint over the first `published`. */
export async function storeLog(owner: DataSource, size: number, published: number): Promise<StoredLog> {
  const events = Array.from({ length: size }, () => v7());
  const leaves = events.map((event, place) =>
    Buffer.from(`disclosure-registry/leaf/v1 disclosure ${event}\nrecord_count ${place}\n`),
  );
  const hashes = leaves.map((leaf) => leafHash(leaf));
  const db = owner.manager;
  await run(
    db,
    sql`INSERT INTO ledger_leaf (index, event, kind, leaf)
        SELECT place - 1, event, 'disclosure', leaf FROM unnest(${events}::uuid[], ${leaves}::bytea[])
          WITH ORDINALITY AS given (event, leaf, place)`,
  );
  for (let level = 0, row = hashes; row.length > 0; level += 1) {
    for (const { number, width } of tilesOfLevel(0, row.length)) {
      const tile = Buffer.concat(row.slice(number * TILE_WIDTH, number * TILE_WIDTH + width));
      await run(db, sql`INSERT INTO ledger_tile VALUES (${level}, ${number}, ${tile})`);
    }
    const full = Math.floor(row.length / TILE_WIDTH);
    row = Array.from({ length: full }, (_, n) => rootOf(row.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)));
  }
  const key = parseSignerKey(newSignerKey(ORIGIN));
  const root = rootOf(hashes.slice(0, published));
  const note = signNote(checkpointText({ origin: ORIGIN, size: published, root }), [key]);
  await run(db, sql`UPDATE ledger_head SET size = ${size}`);
  await run(db, sql`INSERT INTO ledger_checkpoint (size, note) VALUES (${published}, ${note})`);
  await run(db, sql`UPDATE ledger_log SET origin = ${ORIGIN}, verifier_key = ${key.verifierKey}`);
  return { leaves, hashes, events, verifierKey: key.verifierKey };
}
