import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import { isRetryable } from "./pg-errors.js";

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
 * A lost connection is never retried here: whether COMMIT arrived is unknown, so the caller must decide (it is told UNAVAILABLE).
 */
export async function inTransaction<Result>(
  dataSource: DataSource,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dataSource.transaction((manager) => work(manager as Tx));
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/**
 * Gives the transaction its number before it has asked for anything: normally it gets one with the first row that it writes. Whoever erases
 * one of its users at the same moment then knows by the number that it was under way, and looks through what it wrote.
 */
export async function takeNumber(tx: Tx): Promise<void> {
  await tx.query("SELECT pg_current_xact_id()");
}
