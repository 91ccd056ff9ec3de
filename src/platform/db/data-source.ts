import pg from "pg";
import { AbstractLogger, DataSource } from "typeorm";
import type { MigrationClass } from "./forward-only-migration.js";

/** A class that TypeORM's decorators describe as a table. */
export type EntityClass = new () => object;

export interface DataSourceSettings {
  /** `postgres://user:password@host:5432/database` */
  readonly url: string;
  readonly entities: readonly EntityClass[];
  /** Only the owner's connection has any. */
  readonly migrations?: readonly MigrationClass[];
  /** Connections held at most. */
  readonly poolSize?: number;
  /** What `pg_stat_activity` shows. */
  readonly applicationName?: string;
  /** Asked of each new connection before it is used; where it rejects, so does what wanted the connection. */
  readonly verify?: (client: pg.ClientBase) => Promise<void>;
  /** Milliseconds a statement, or an idle transaction, may take before the server ends it; 0 = no limit. */
  readonly timeoutMs?: number;
}

/** The table in which TypeORM writes down the migrations it has applied. */
export const MIGRATION_TABLE = "schema_migration";

const POOL_SIZE = 10;
const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * The driver makes a `Date` of a `date`, at midnight of this machine's time zone, which is another day elsewhere. Days stay text
 * (`2026-01-27`); everything else keeps the driver's own parsers.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.DATE
      ? String
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** TypeORM would print queries with their parameters, and migrations that fail. What fails is thrown; nothing else is to be said. */
class Silence extends AbstractLogger {
  protected writeLog(): void {}
}

/**
 * A connection whose loss never ends the program.
 *
 * The pool listens to those that lie idle, TypeORM to those it has in use. One that is lost in the moment it changes hands (the
 * server's farewell arrives together with its welcome) would find no listener, and Node ends a program for that. Nothing is
 * lost with the event: the next statement on the connection fails.
 */
class PooledClient extends pg.Client {
  constructor(settings?: string | pg.ClientConfig) {
    super(settings);
    this.on("error", () => undefined);
  }
}

/**
 * A pool of connections to one database, not yet opened: call `initialize()`.
 *
 * It never changes the schema, never logs SQL or parameters (they hold personal references), and outlives the server: a lost
 * connection fails the statement that was running on it (see `isDatabaseUnreachable`), and the next statement opens another.
 */
export function createDataSource(settings: DataSourceSettings): DataSource {
  const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS;
  const { verify } = settings;
  return new DataSource({
    type: "postgres",
    url: settings.url,
    entities: [...settings.entities],
    migrations: [...(settings.migrations ?? [])],
    migrationsTableName: MIGRATION_TABLE,
    poolSize: settings.poolSize ?? POOL_SIZE,
    applicationName: settings.applicationName ?? "disclosure-registry",
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    synchronize: false,
    logger: new Silence(),
    // An idle connection was lost. The pool has dropped it already, so there is nothing left to do.
    poolErrorHandler: () => undefined,
    extra: {
      Client: PooledClient,
      types,
      keepAlive: true,
      ...(verify && {
        verify: (client: pg.ClientBase, done: (error?: Error) => void) =>
          void verify(client).then(() => done(), done),
      }),
      statement_timeout: timeoutMs,
      idle_in_transaction_session_timeout: timeoutMs,
    },
  });
}
