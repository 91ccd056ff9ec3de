import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import { AppError } from "../errors.js";
import { isRetryable, isRoleRefused } from "./pg-errors.js";
import { enterStatement, inRowScope, rowScope, type RowScope } from "./row-scope.js";

/** A brand: a repository that writes takes a `Tx`, so that `dataSource.manager` cannot be passed where a transaction is needed. */
export type Tx = EntityManager & { readonly __tx: unique symbol };

const ATTEMPTS_MAX = 5;

/** Gives the statements that follow in this transaction longer than the pool allows, for work whose size the caller chose. */
export async function allowLonger(tx: Tx, timeoutMs: number): Promise<void> {
  await tx.query("SELECT set_config('statement_timeout', $1, true)", [String(timeoutMs)]);
}

/**
 * Runs `work` in one transaction (READ COMMITTED, PostgreSQL's default, which saying so would cost a round trip), again from BEGIN after a deadlock or a serialization failure.
 *
 * Within a row scope (`row-scope.ts`) the transaction is in it, too. A lost connection is never retried here: whether COMMIT arrived is unknown, so the caller must decide (it is told UNAVAILABLE).
 */
export async function inTransaction<Result>(
  dataSource: DataSource,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dataSource.transaction((manager) => begin(manager as Tx, work));
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** Runs `work` in one transaction whose statements all see the database as it was at the first (REPEATABLE READ). Otherwise as `inTransaction`. */
export function inSnapshot<Result>(
  dataSource: DataSource,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return dataSource.transaction("REPEATABLE READ", (manager) => begin(manager as Tx, work));
}

/** Whoever is in no scope sends nothing for it. */
async function begin<Result>(tx: Tx, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const scope = rowScope();
  if (scope) await tx.query(enterStatement(scope, tx.dataSource)).catch(refuseWithoutRole);
  return work(tx);
}

/** Throws UNAVAILABLE where the database lacks the role for whoever works within a scope. Nothing for null. */
export async function tryRowScope(dataSource: DataSource, scope: RowScope | null): Promise<void> {
  if (scope) await inRowScope(scope, () => inTransaction(dataSource, () => Promise.resolve()));
}

/** There is no scoped role, or the API's is no member of it: nobody is let in without. */
function refuseWithoutRole(error: unknown): never {
  if (!isRoleRefused(error)) throw error;
  throw new AppError(
    "UNAVAILABLE",
    "This registry's database is not set up for keys that are bound to recipients or purposes: its operator has to make the role for them, as docs/partners.md says.",
  );
}

/**
 * Gives the transaction its number before it has asked for anything: normally it gets one with the first row that it writes. Whoever erases
 * one of its users at the same moment then knows by the number that it was under way, and looks through what it wrote.
 */
export async function takeNumber(tx: Tx): Promise<void> {
  await tx.query("SELECT pg_current_xact_id()");
}
