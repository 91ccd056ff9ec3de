import type { DataSource } from "typeorm";
import { join, raw, run, sql } from "../../src/platform/db/sql.js";

/** What a database holds, whatever its tables are called: for tests that nothing was stored, or nothing in clear. */

async function tablesOf(owner: DataSource): Promise<string[]> {
  const rows = await run<{ name: string }>(
    owner.manager,
    sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`,
  );
  return rows.map(({ name }) => name);
}

/** How many rows each table has. Compare it before and after. */
export async function countRows(owner: DataSource): Promise<Record<string, number>> {
  const counts = (await tablesOf(owner)).map(
    (name) => sql`SELECT ${name} AS name, count(*)::int AS count FROM ${raw(`"${name}"`)}`,
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
