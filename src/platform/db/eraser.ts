import pg from "pg";
import type { DataSource } from "typeorm";
import { AppError } from "../errors.js";
import { isRoleRefused } from "./pg-errors.js";
import { eraserRoleOf, roleOfDataSource, scopedRoleOf } from "./role-names.js";
import { rowScope } from "./row-scope.js";
import { run, sql } from "./sql.js";
import type { Tx } from "./transaction.js";

/** The transactions that are under the eraser's role at this moment. */
const erasing = new WeakSet<Tx>();

/**
 * Runs `work` under the role that alone may change or take out what holds persons; then the transaction goes on under the one it had. What
 * fails leaves the role, too, so that whoever goes on after it has no more than before. Throws UNAVAILABLE where there is no such role.
 *
 * Nothing else may be sent through `tx` meanwhile: it would go under that role.
 */
export async function asEraser<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  if (erasing.has(tx) || (await servesAsOwner(tx))) return work();
  const apiRole = roleOfDataSource(tx.dataSource);
  const before = rowScope() ? pg.escapeIdentifier(scopedRoleOf(apiRole)) : "NONE";
  await tx.query(`SET LOCAL ROLE ${pg.escapeIdentifier(eraserRoleOf(apiRole))}`).catch(refuseWithoutRole);
  erasing.add(tx);
  try {
    const result = await work();
    await tx.query(`SET LOCAL ROLE ${before}`);
    return result;
  } catch (error) {
    // After a statement that failed only a rollback is heard, and that takes the role back as well.
    await tx.query(`SET LOCAL ROLE ${before}`).catch(() => {});
    throw error;
  } finally {
    erasing.delete(tx);
  }
}

const owners = new WeakMap<DataSource, boolean>();

/** In a trial the owner's own role serves, to whom everything is allowed. */
async function servesAsOwner(tx: Tx): Promise<boolean> {
  const known = owners.get(tx.dataSource);
  if (known !== undefined) return known;
  const [row] = await run<{ owns: boolean }>(
    tx,
    sql`SELECT pg_has_role(session_user, relowner, 'USAGE') AS owns FROM pg_class WHERE oid = 'free_text'::regclass`,
  );
  owners.set(tx.dataSource, row!.owns);
  return row!.owns;
}

/** The start refuses a database without the role; here it was dropped, or taken from the API's, since. */
function refuseWithoutRole(error: unknown): never {
  if (!isRoleRefused(error)) throw error;
  throw new AppError(
    "UNAVAILABLE",
    "This registry's database is not set up for erasing: its operator has to make the role for it, as docs/database-roles.md says.",
  );
}
