import { v7 } from "uuid";
import type pg from "pg";

/** The floor: what inserting nothing but the disclosure's row costs, one transaction a row. */

/** The registry's columns without its foreign keys and indexes. */
export async function createRowTable(pool: pg.Pool): Promise<void> {
  await pool.query(`CREATE TABLE disclosure (
    id uuid PRIMARY KEY, occurred_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text NOT NULL, direction text NOT NULL, nature text NOT NULL, recipient text NOT NULL, purpose text NOT NULL,
    legal_ground text NOT NULL, categories text[] NOT NULL, counterparty_country text NOT NULL, cross_border boolean NOT NULL,
    subject_count integer NOT NULL, revision integer NOT NULL)`);
}

const INSERT = {
  name: "insert-row",
  text: `INSERT INTO disclosure (id, occurred_at, recorded_by, direction, nature, recipient, purpose, legal_ground, categories,
                                 counterparty_country, cross_border, subject_count, revision)
         VALUES ($1, $2, 'bench', 'OUTBOUND', 'ROUTINE', 'example_courier', 'provision_of_services', 'contract', $3, 'KZ', false, 1, 1)`,
};
const CATEGORIES = ["identification.first_name", "identification.home_address", "identification.last_name"];

/** Rows a second that as many callers insert as the pool has connections, each waiting for its commit. */
export async function insertRows(pool: pg.Pool, callers: number, seconds: number): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let inserted = 0;
  const caller = async () => {
    const client = await pool.connect();
    try {
      while (performance.now() < endsAt) {
        await client.query({ ...INSERT, values: [v7(), new Date(), CATEGORIES] });
        inserted += 1;
      }
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return inserted / ((performance.now() - startedAt) / 1_000);
}
