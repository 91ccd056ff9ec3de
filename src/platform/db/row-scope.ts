import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import type { DataSource } from "typeorm";
import { roleOfDataSource, scopedRoleOf } from "./role-names.js";

/** Which rows a caller may see and write: those of these recipients and purposes, each null = of all; and what its key alone may name. */
export interface RowScope {
  /** The key's id. */
  readonly key: string;
  /** Keys, sorted. */
  readonly recipients: readonly string[] | null;
  /** Keys, sorted. */
  readonly purposes: readonly string[] | null;
}

const scopes = new AsyncLocalStorage<RowScope | null>();

/**
 * Runs `work`, and whatever it waits for, within a scope; null = without one. Every statement on the way is then sent under the scoped
 * role, for whom row-level security shows only the scope's rows: see `run` and `inTransaction`.
 */
export function inRowScope<Result>(scope: RowScope | null, work: () => Result): Result {
  // Whoever has no scope pays nothing: Node follows a store through every promise from the first `run` on.
  return scope === rowScope() ? work() : scopes.run(scope, work);
}

/** The scope of whoever waits for the statement about to be sent; null where it is not limited. */
export function rowScope(): RowScope | null {
  return scopes.getStore() ?? null;
}

/** Whether whoever waits may see what is about this recipient and purpose. */
export function isInRowScope({ recipient, purpose }: { recipient: string; purpose: string }): boolean {
  const scope = rowScope();
  if (scope === null) return true;
  return (scope.recipients?.includes(recipient) ?? true) && (scope.purposes?.includes(purpose) ?? true);
}

/** All recipients, or all purposes: no key is written so. */
const ALL = "*";

/**
 * What puts a transaction of a data source into a scope, until it ends. It is text without parameters, because only SET LOCAL, which
 * takes none, is handed on to other machines where the database is spread over several.
 */
export function enterStatement(scope: RowScope, dataSource: DataSource): string {
  const role = scopedRoleOf(roleOfDataSource(dataSource));
  const keys = (list: readonly string[] | null) => pg.escapeLiteral(list?.join(",") ?? ALL);
  return [
    `SET LOCAL ROLE ${pg.escapeIdentifier(role)}`,
    `SET LOCAL registry.recipients = ${keys(scope.recipients)}`,
    `SET LOCAL registry.purposes = ${keys(scope.purposes)}`,
    `SET LOCAL registry.key = ${pg.escapeLiteral(scope.key)}`,
  ].join("; ");
}
