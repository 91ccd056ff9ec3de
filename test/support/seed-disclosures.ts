import type { DataSource } from "typeorm";
import { raw, run, sql, type Sql } from "../../src/platform/db/sql.js";

const SEEDED_DAY = "'2026-03-02Z'";
/** A UUIDv7 of some moment of that day, so that they are in no order of `n`. */
const SEEDED_ID = raw(
  `regexp_replace(
     lpad(to_hex((extract(epoch FROM timestamptz ${SEEDED_DAY}) * 1000)::bigint + (random() * 86400000)::bigint), 12, '0')
       || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15),
     '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\1-\\2-\\3-\\4-\\5')::uuid`,
);

/** How the rows of a seed differ from each other. Every member is SQL over `n`, which counts from 0. */
export interface DisclosureSeed {
  readonly count: number;
  readonly occurredAt?: Sql;
  readonly recordedAt?: Sql;
  readonly recipient?: Sql;
  readonly purpose?: Sql;
  readonly categories?: Sql;
  /** The number of the one user whom every row covers; left out, the rows cover nobody who is known. */
  readonly subjectNumber?: number;
}

/**
 * Puts disclosures in with one statement, as the owner of the tables: for tests that need thousands of them, or rows that
 * share a moment. Answers their ids in ascending order.
 */
export async function seedDisclosures(owner: DataSource, seed: DisclosureSeed): Promise<string[]> {
  const db = owner.manager;
  const rows = await run<{ id: string }>(
    db,
    sql`WITH seeded AS (
        INSERT INTO disclosure (id, occurred_at, recorded_at, recorded_by, direction, nature, recipient, purpose,
                                legal_ground, categories, counterparty_country, cross_border, subject_count, revision)
        SELECT ${SEEDED_ID}, ${seed.occurredAt ?? raw("timestamptz '2026-03-01 10:00:00Z'")},
               ${seed.recordedAt ?? raw("timestamptz '2026-03-02 10:00:00Z'")}, 'seed', 'OUTBOUND', 'ROUTINE',
               ${seed.recipient ?? raw("'example_courier'")}, ${seed.purpose ?? raw("'provision_of_services'")}, 'contract',
               ${seed.categories ?? raw("ARRAY['identification.email']")}, 'KZ', false, 1, 1
          FROM generate_series(0, ${seed.count}::int - 1) AS n
        RETURNING id
        ), pending AS (
          INSERT INTO rollup_pending (disclosure_id, kind) SELECT id, 'RECORDED' FROM seeded
        ), leaves AS (
          INSERT INTO ledger_pending (event, kind, leaf) SELECT id, 'disclosure', 'seeded' FROM seeded
        )
        SELECT id FROM seeded`,
  );
  const ids = rows.map(({ id }) => id).sort();
  if (seed.subjectNumber !== undefined) {
    await run(
      db,
      sql`SELECT make_coverage_partitions(timestamptz ${raw(SEEDED_DAY)}, timestamptz ${raw(SEEDED_DAY)})`,
    );
    await run(
      db,
      sql`INSERT INTO coverage (segment, slot, disclosure_id)
          SELECT ${seed.subjectNumber}::int / 4096, ${seed.subjectNumber}::int % 4096, id FROM unnest(${ids}::uuid[]) AS id`,
    );
  }
  return ids;
}

/** The number of the one user a database knows. */
export async function onlySubjectNumber(owner: DataSource): Promise<number> {
  const rows = await run<{ number: string }>(owner.manager, sql`SELECT number FROM subject`);
  if (rows.length !== 1) throw new Error(`The database knows ${rows.length} users, not one.`);
  return Number(rows[0]!.number);
}
