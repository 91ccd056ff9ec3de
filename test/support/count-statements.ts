import type pg from "pg";
import type { DataSource } from "typeorm";

export interface StatementCount {
  readonly count: number;
  /** The text of each statement, without its values, in the order sent. */
  readonly statements: readonly string[];
}

const TRANSACTION_CONTROL = /^\s*(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|SET TRANSACTION)/i;

/** Counts the statements that a data source's connections send while `work` runs. */
export async function countStatements(
  dataSource: DataSource,
  work: () => Promise<unknown>,
): Promise<StatementCount> {
  const pool = (dataSource.driver as unknown as { master: pg.Pool & { _clients: pg.Client[] } }).master;
  const statements: string[] = [];
  const undo: (() => void)[] = [];
  const watch = (client: pg.Client | pg.PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const text = typeof args[0] === "string" ? args[0] : ((args[0] as { text?: string }).text ?? "");
      if (!TRANSACTION_CONTROL.test(text)) statements.push(text);
      return query(...args);
    }) as typeof client.query;
    undo.push(() => Reflect.deleteProperty(client, "query"));
  };
  for (const client of pool._clients) watch(client);
  pool.on("connect", watch);
  try {
    await work();
  } finally {
    pool.off("connect", watch);
    for (const each of undo) each();
  }
  return { count: statements.length, statements };
}
