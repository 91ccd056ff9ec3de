import { Readable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from, to } from "pg-copy-streams";
import { v7 } from "uuid";
import { pseudonymOf } from "../../src/modules/subjects/core/pseudonym.js";
import { Keyring } from "../../src/platform/keyring.js";
import { REGISTRY_SECRET } from "../bench.js";

/** The rows of disclosures without free text, by the table they stand in. */
const ROWS = {
  disclosure: "SELECT * FROM disclosure WHERE id IN (SELECT id FROM newest)",
  disclosure_fingerprint:
    "SELECT * FROM disclosure_fingerprint WHERE disclosure_id IN (SELECT id FROM newest)",
  coverage: "SELECT * FROM coverage WHERE disclosure_id IN (SELECT id FROM newest)",
  // Those of the batch may have been counted since, and gone.
  rollup_pending: "SELECT id, 'RECORDED' FROM newest",
};
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * What a program written by hand for these very tables does for a batch: it hashes and looks up the batch's users, and puts the rows
 * in, in one transaction. It knows its rows beforehand: they are those of a batch the registry recorded, under fresh ids.
 */
export class CopyOfBatch {
  readonly #key = new Keyring(REGISTRY_SECRET).derive("pseudonym/v1");

  private constructor(
    private readonly references: readonly string[],
    /** Each table's rows in COPY's text format. */
    private readonly rows: ReadonlyMap<string, string>,
  ) {}

  /** Takes the newest `size` disclosures for a pattern. */
  static async take(pool: pg.Pool, size: number, references: readonly string[]): Promise<CopyOfBatch> {
    const rows = new Map<string, string>();
    const client = await pool.connect();
    try {
      for (const [table, query] of Object.entries(ROWS)) {
        const newest = `newest AS (SELECT id FROM disclosure ORDER BY recorded_at DESC, id DESC LIMIT ${size})`;
        const copy = client.query(to(`COPY (WITH ${newest} ${query}) TO STDOUT`));
        rows.set(table, await readAll(copy));
      }
    } finally {
      client.release();
    }
    return new CopyOfBatch(references, rows);
  }

  /** Writes the batch once more. */
  async write(client: pg.ClientBase): Promise<void> {
    const pseudonyms = this.references.map((reference) =>
      Buffer.from(pseudonymOf(this.#key, reference), "hex"),
    );
    await client.query("BEGIN");
    await client.query("SELECT pseudonym, number FROM subject WHERE pseudonym = ANY ($1::bytea[])", [
      pseudonyms,
    ]);
    const fresh = new Map<string, string>();
    for (const [table, rows] of this.rows) {
      const renamed = rows.replace(UUID, (id) => freshFor(id, fresh));
      await pipeline(Readable.from([renamed]), client.query(from(`COPY ${table} FROM STDIN`)));
    }
    await client.query("COMMIT");
  }
}

function freshFor(id: string, fresh: Map<string, string>): string {
  const known = fresh.get(id);
  if (known !== undefined) return known;
  const made = v7();
  fresh.set(id, made);
  return made;
}
