import { v7 } from "uuid";
import type pg from "pg";
import { pseudonymOf } from "../../src/modules/subjects/core/pseudonym.js";
import { Keyring } from "../../src/platform/keyring.js";
import { REGISTRY_SECRET } from "../bench.js";

/** The tables a disclosure without free text stands in, and the column that names it. */
const TABLES = [
  ["disclosure", "id"],
  ["disclosure_fingerprint", "disclosure_id"],
  ["coverage", "disclosure_id"],
] as const;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * What a program written by hand for these very tables does for a batch: it hashes and looks up the batch's users, and puts the rows
 * in, in one transaction. It knows its rows beforehand: they are those of a batch the registry recorded, under fresh ids.
 */
export class CopyOfBatch {
  readonly #key = new Keyring(REGISTRY_SECRET).derive("pseudonym/v1");

  private constructor(
    private readonly references: readonly string[],
    /** Each table's rows as JSON. */
    private readonly rows: ReadonlyMap<string, string>,
  ) {}

  /** Takes the newest `size` disclosures for a pattern. */
  static async take(pool: pg.Pool, size: number, references: readonly string[]): Promise<CopyOfBatch> {
    const rows = new Map<string, string>();
    for (const [table, column] of TABLES) {
      const { rows: found } = await pool.query<{ rows: string }>(
        `SELECT jsonb_agg(t)::text AS rows FROM ${table} t
          WHERE ${column} IN (SELECT id FROM disclosure ORDER BY recorded_at DESC, id DESC LIMIT ${size})`,
      );
      rows.set(table, found[0]!.rows);
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
      await client.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
        [renamed],
      );
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
