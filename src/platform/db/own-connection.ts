import pg from "pg";
import type { DataSource } from "typeorm";

const CONNECT_TIMEOUT_MS = 5_000;

export interface OwnConnectionSettings {
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string;
  /** Milliseconds after which a statement without an answer fails; left out = never. */
  readonly queryTimeoutMs?: number;
}

/**
 * A connection to a data source's database, as its role but apart from its pool, for what belongs to a session: notices, locks.
 * Not connected yet. A pooler between here and the database must be in session mode.
 */
export function ownConnection(dataSource: DataSource, settings: OwnConnectionSettings): pg.Client {
  const { options } = dataSource;
  return new pg.Client({
    connectionString: "url" in options ? options.url : undefined,
    application_name: settings.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Else a connection that died without a word would never be noticed where nothing is sent on it.
    keepAlive: true,
    ...(settings.queryTimeoutMs !== undefined && { query_timeout: settings.queryTimeoutMs }),
  });
}
