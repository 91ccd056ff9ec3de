import type { EntityManager } from "typeorm";
import { run, sql } from "../../platform/db/sql.js";

/** The salt of the ledger's commitments, which never changes. */
export async function findLedgerSalt(db: EntityManager): Promise<Buffer> {
  const [row] = await run<{ salt: Buffer }>(db, sql`SELECT salt FROM ledger_log`);
  return row!.salt;
}
