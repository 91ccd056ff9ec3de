import type { DataSource } from "typeorm";
import { run, sql } from "../../src/platform/db/sql.js";

/** Consents as one keeps them by hand: a row each, found by its id and by its user. */
export async function fillConsentTable({ manager }: DataSource, consents: number): Promise<void> {
  await run(
    manager,
    sql`CREATE TABLE consent (
          id uuid PRIMARY KEY, subject bigint NOT NULL, legal_ground text NOT NULL, policy_version integer NOT NULL,
          given_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL)`,
  );
  await run(manager, sql`CREATE INDEX consent_by_subject ON consent (subject)`);
  await run(
    manager,
    sql`INSERT INTO consent
        SELECT gen_random_uuid(), n, 'consent', 1, now(), now(), gen_random_uuid()::text FROM generate_series(1, ${consents}::int) AS n`,
  );
}

/** What tables take on the disk, with their indexes. */
export async function bytesOfTables({ manager }: DataSource, tables: readonly string[]): Promise<number> {
  const [row] = await run<{ bytes: string }>(
    manager,
    sql`SELECT sum(pg_total_relation_size(name::regclass)) AS bytes FROM unnest(${tables}::text[]) AS t (name)`,
  );
  return Number(row!.bytes);
}
