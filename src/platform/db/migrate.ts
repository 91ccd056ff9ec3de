import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createDataSource, MIGRATION_TABLE } from "./data-source.js";
import type { MigrationClass } from "./forward-only-migration.js";
import type { Grant } from "./grant-list.js";
import { applyGrants } from "./grants.js";
import { run, sql } from "./sql.js";
import { StartRefused } from "../start-refused.js";

export interface MigrateSettings {
  /** The role that owns, or will own, the tables. */
  readonly ownerUrl: string;
  /** The role the server works as; null = the owner's own (a trial), which is granted nothing. */
  readonly apiRole: string | null;
  /** The role that puts the ledger's leaves in order; null or left out = none, which is granted nothing. */
  readonly sequencerRole?: string | null;
  readonly migrations: readonly MigrationClass[];
  readonly grants: readonly Grant[];
  /** Ends the wait for another program's migration. A migration under way is not broken off. */
  readonly signal?: AbortSignal;
}

/** Any number, as long as no other program takes advisory locks under it in this database. */
const MIGRATION_LOCK = "7163452086634192";
const LOCK_POLL_MS = 100;
const LOCK_WAIT_MAX_MS = 10 * 60_000;

/**
 * Brings the schema to this program's state, then the privileges of the roles that serve. Answers the names of the migrations it applied.
 *
 * Any number of programs may do so at once: one works, the others wait for it and find nothing left to do. Each migration is a
 * transaction of its own, so one that fails leaves those before it in place.
 *
 * Throws StartRefused where the database is ahead of this program, or has tables that are not the registry's.
 */
export async function migrate(settings: MigrateSettings): Promise<{ applied: string[] }> {
  const owner = createDataSource({
    url: settings.ownerUrl,
    entities: [],
    migrations: settings.migrations,
    applicationName: "disclosure-registry-migration",
    timeoutMs: 0,
  });
  await owner.initialize();
  try {
    return await holdingMigrationLock(owner, settings.signal, async () => {
      await pendingMigrations(owner, settings.migrations);
      const applied = await owner.runMigrations({ transaction: "each" });
      const roles = { api: settings.apiRole, sequencer: settings.sequencerRole ?? null };
      if (roles.api !== null || roles.sequencer !== null) {
        await owner.transaction((manager) => applyGrants(manager, roles, settings.grants));
      }
      return { applied: applied.map((migration) => migration.name) };
    });
  } finally {
    await owner.destroy();
  }
}

/**
 * The names of the migrations that the database still lacks, oldest first.
 *
 * Throws StartRefused where the database has one that this program does not know: a newer release has changed the schema under it.
 */
export async function pendingMigrations(
  dataSource: DataSource,
  migrations: readonly MigrationClass[],
): Promise<string[]> {
  const known = migrations.map((Migration) => new Migration().name);
  const applied = await appliedMigrations(dataSource);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new StartRefused([
      `The database is ahead of this program: it has ${unknown.join(", ")}. Start the release that brought them, or a newer one.`,
    ]);
  }
  return known.filter((name) => !applied.includes(name));
}

async function appliedMigrations({ manager }: DataSource): Promise<string[]> {
  const [table] = await run<{ exists: boolean }>(
    manager,
    sql`SELECT to_regclass(${MIGRATION_TABLE}) IS NOT NULL AS exists`,
  );
  if (!table?.exists) return [];
  const rows = await run<{ name: string }>(manager, sql`SELECT name FROM schema_migration ORDER BY id`);
  return rows.map((row) => row.name);
}

/**
 * Runs `work` while this session holds the lock.
 *
 * The lock is asked for again and again, never waited for: `CREATE INDEX CONCURRENTLY` waits for every statement that runs, and a
 * statement waiting for the lock would wait for it in turn.
 */
async function holdingMigrationLock<Result>(
  owner: DataSource,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const session = owner.createQueryRunner();
  try {
    for (let waitedMs = 0; ; waitedMs += LOCK_POLL_MS) {
      const [answer] = await run<{ locked: boolean }>(
        session.manager,
        sql`SELECT pg_try_advisory_lock(${MIGRATION_LOCK}::bigint) AS locked`,
      );
      if (answer?.locked) break;
      if (waitedMs >= LOCK_WAIT_MAX_MS) {
        throw new StartRefused([
          "Another program has been migrating this database for ten minutes. Look into it, then start again.",
        ]);
      }
      await sleep(LOCK_POLL_MS, undefined, { signal });
    }
    // Closing the session, as the caller does next, gives the lock back.
    return await work();
  } finally {
    await session.release();
  }
}
