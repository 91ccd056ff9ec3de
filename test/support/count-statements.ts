import type pg from "pg";
import type { DataSource } from "typeorm";

/** A statement as it went to the database. */
export interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface StatementCount {
  readonly count: number;
  /** The text of each statement, without its values, in the order sent. */
  readonly statements: readonly string[];
  /** The same statements with their values: to have them explained, never to be printed. */
  readonly sent: readonly SentStatement[];
}

const TRANSACTION_CONTROL = /^\s*(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|SET TRANSACTION)/i;

/** Counts the statements that a data source's connections send while `work` runs. */
export async function countStatements(
  dataSource: DataSource,
  work: () => Promise<unknown>,
): Promise<StatementCount> {
  const pool = (dataSource.driver as unknown as { master: pg.Pool & { _clients: pg.Client[] } }).master;
  const sent: SentStatement[] = [];
  const undo: (() => void)[] = [];
  const watch = (client: pg.Client | pg.PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const text = typeof args[0] === "string" ? args[0] : ((args[0] as { text?: string }).text ?? "");
      const values = Array.isArray(args[1]) ? (args[1] as unknown[]) : [];
      if (!TRANSACTION_CONTROL.test(text)) sent.push({ text, values });
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
  return { count: sent.length, statements: sent.map(({ text }) => text), sent };
}
