import type { DataSource } from "typeorm";
import { join, raw, run, sql } from "../../src/platform/db/sql.js";

/** What a database holds, whatever its tables are called: for tests that nothing was stored, or nothing in clear. */

async function tablesOf(owner: DataSource): Promise<string[]> {
  const rows = await run<{ name: string }>(
    owner.manager,
    sql`SELECT relname AS name FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

/** What counts as a row where several may be packed into one: a user that a disclosure covers. */
const COUNTS: Readonly<Record<string, string>> = {
  coverage:
    "coalesce(sum(CASE WHEN slot >= 0 THEN 1 WHEN bitmap IS NULL THEN cardinality(offsets) ELSE bit_count(bitmap) END), 0)",
};

/** How many rows each table has. Compare it before and after. */
export async function countRows(owner: DataSource): Promise<Record<string, number>> {
  const counts = (await tablesOf(owner)).map(
    (name) =>
      sql`SELECT ${name} AS name, ${raw(COUNTS[name] ?? "count(*)")}::int AS count FROM ${raw(`"${name}"`)}`,
  );
  const rows = await run<{ name: string; count: number }>(owner.manager, join(counts, " UNION ALL "));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** Every row of every table as text; bytes are in hexadecimal. */
export async function dumpRows(owner: DataSource): Promise<string> {
  const dumps: string[] = [];
  for (const name of await tablesOf(owner)) {
    const rows = await run<{ row: string }>(
      owner.manager,
      sql`SELECT each::text AS row FROM ${raw(`"${name}"`)} AS each`,
    );
    dumps.push(`${name}:`, ...rows.map(({ row }) => row));
  }
  return dumps.join("\n");
}
