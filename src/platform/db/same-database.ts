import type { DataSource } from "typeorm";
import { run, sql } from "./sql.js";

/** Whether two data sources work on one database of one running server; a copy of it is another. */
export async function isSameDatabase(one: DataSource, other: DataSource): Promise<boolean> {
  const [first, second] = await Promise.all([identityOf(one), identityOf(other)]);
  return first === second;
}

async function identityOf({ manager }: DataSource): Promise<string> {
  const [row] = await run<{ identity: string }>(
    manager,
    sql`SELECT oid || ' ' || extract(epoch FROM pg_postmaster_start_time()) AS identity
          FROM pg_database WHERE datname = current_database()`,
  );
  return row!.identity;
}
