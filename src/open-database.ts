import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { grants } from "../migrations/grants.js";
import { migrations } from "../migrations/index.js";
import { entities } from "./entities.js";
import type { Config } from "./platform/config.js";
import { readOrCreateSecret } from "./platform/data-dir.js";
import { createDataSource } from "./platform/db/data-source.js";
import { startEmbeddedPostgres } from "./platform/db/embedded/index.js";
import { guardedFromApi } from "./platform/db/grant-list.js";
import { findLogProblems } from "./platform/db/log-check.js";
import { migrate, pendingMigrations } from "./platform/db/migrate.js";
import { findRoleProblems } from "./platform/db/role-check.js";
import { roleOfUrl } from "./platform/db/role-names.js";
import { settingProblem } from "./platform/db/setting-problem.js";
import type { Logger } from "./platform/observability/logger.js";
import type { ReleaseStack } from "./platform/release-stack.js";
import { refuseEarlierSecret } from "./platform/secrets/secret-era.js";
import { sessionMark } from "./platform/secrets/session-mark.js";
import { StartRefused } from "./platform/start-refused.js";

export interface OpenedDatabase {
  /** As the API's role, the schema up to date. */
  readonly dataSource: DataSource;
  /** The same database, for other processes. */
  readonly url: string;
  /** The same as the role that puts the ledger in order; null where there is none. */
  readonly sequencerUrl: string | null;
  /** Where the embedded server names its main process; null for a given one. */
  readonly pidFile: string | null;
  /** The root of the registry's keys. */
  readonly secret: string;
}

export interface OpenDatabaseWishes {
  readonly onProgress: (message: string) => void;
  readonly logger: Logger;
  /** Aborted when the start is to be given up. */
  readonly asked: AbortSignal;
}

/** How long a stop waits for statements of requests it has broken off. */
const POOL_CLOSE_MS_MAX = 3_000;

/** Of the embedded server: a process's pool, its listener, its two candidacies and its ledger's, with one to spare. */
const CONNECTIONS_PER_PROCESS = 16;
/** The primary's, an administrator's, and those a database keeps for itself. */
const CONNECTIONS_APART = 84;

/**
 * Opens the given database, or the embedded one, and brings its schema up to date. What it opens it puts on `opened`.
 *
 * Throws StartRefused or EmbeddedPostgresFailed with a message for the operator; the signal's reason where it was given up.
 */
export async function openDatabase(
  config: Config,
  wishes: OpenDatabaseWishes,
  opened: ReleaseStack,
): Promise<OpenedDatabase> {
  const { databaseUrl } = config;
  return databaseUrl === null
    ? openEmbedded(config, wishes, opened)
    : openGiven({ ...config, databaseUrl }, wishes, opened);
}

async function openEmbedded(
  config: Config,
  wishes: OpenDatabaseWishes,
  opened: ReleaseStack,
): Promise<OpenedDatabase> {
  const { dataDir } = config;
  const postgres = await startEmbeddedPostgres({
    dataDir,
    connectionsMax: CONNECTIONS_APART + config.workers * CONNECTIONS_PER_PROCESS,
    onProgress: wishes.onProgress,
    logger: wishes.logger,
  });
  opened.push(() => postgres.stop());
  wishes.asked.throwIfAborted();
  await bringUpToDate(postgres, wishes);
  wishes.asked.throwIfAborted();
  const secret = config.registrySecret ?? (await readOrCreateSecret(dataDir, "registry-secret"));
  return {
    dataSource: await connect(postgres.apiUrl, secret, opened),
    url: postgres.apiUrl,
    sequencerUrl: postgres.sequencerUrl,
    pidFile: postgres.pidFile,
    secret,
  };
}

async function openGiven(
  config: Config & { readonly databaseUrl: string },
  wishes: OpenDatabaseWishes,
  opened: ReleaseStack,
): Promise<OpenedDatabase> {
  const { databaseUrl: apiUrl, allowOwner } = config;
  const ownerUrl = config.databaseOwnerUrl ?? (allowOwner ? apiUrl : null);
  const sequencerUrl = config.ledger.databaseUrl;
  const secret = config.registrySecret!;
  const dataSource = await naming("DATABASE_URL", apiUrl, () => connect(apiUrl, secret, opened));
  if (ownerUrl !== null) {
    const setting = config.databaseOwnerUrl === null ? "DATABASE_URL" : "DATABASE_OWNER_URL";
    await naming(setting, ownerUrl, () => bringUpToDate({ ownerUrl, apiUrl, sequencerUrl }, wishes));
  }
  wishes.asked.throwIfAborted();
  await naming("DATABASE_URL", apiUrl, () => refuseUnfit(dataSource, allowOwner));
  const quoting = await naming("DATABASE_URL", apiUrl, () => findLogProblems(dataSource));
  if (quoting.length > 0) {
    wishes.onProgress("PostgreSQL's own log may quote users' data: `registry doctor` says how to end that.");
  }
  return { dataSource, url: apiUrl, sequencerUrl, pidFile: null, secret };
}

/** Opens a pool of connections as the API's role, named by the secret of this process, and puts it on `opened`. */
export async function connect(url: string, secret: string, opened: ReleaseStack): Promise<DataSource> {
  const dataSource = createDataSource({
    url,
    entities,
    applicationName: sessionMark(secret),
    verify: (client) => refuseEarlierSecret(dataSource, client),
  });
  await dataSource.initialize();
  // The pool waits for its last statement. A server that says nothing any more must not hold up what is stopped next.
  opened.push(() =>
    Promise.race([dataSource.destroy(), sleep(POOL_CLOSE_MS_MAX, undefined, { ref: false })]),
  );
  return dataSource;
}

interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly apiUrl: string;
  /** As the role that puts the ledger in order; null where there is none. */
  readonly sequencerUrl: string | null;
}

async function bringUpToDate(
  { ownerUrl, apiUrl, sequencerUrl }: DatabaseUrls,
  { onProgress, asked }: OpenDatabaseWishes,
): Promise<void> {
  const owner = roleOfUrl(ownerUrl);
  const api = roleOfUrl(apiUrl);
  const apiRole = api === owner ? null : api;
  const sequencerRole = sequencerUrl === null ? null : roleOfUrl(sequencerUrl);
  const { applied } = await migrate({ ownerUrl, apiRole, sequencerRole, migrations, grants, signal: asked });
  if (applied.length > 0) onProgress(`Brought the schema up to date (migrations: ${applied.length}).`);
}

/** Facts are append-only by the database's own grants: a role that could change them must not serve. */
async function refuseUnfit(dataSource: DataSource, allowOwner: boolean): Promise<void> {
  const pending = await pendingMigrations(dataSource, migrations);
  if (pending.length > 0) {
    throw new StartRefused([
      `The database is behind this program: it lacks ${pending.join(", ")}. Set DATABASE_OWNER_URL to the owner's role, so that the start can apply them.`,
    ]);
  }
  if (allowOwner) return;
  const problems = await findRoleProblems(dataSource, guardedFromApi(grants));
  if (problems.length === 0) return;
  throw new StartRefused([
    ...problems,
    "DATABASE_URL must name a role that can insert facts but never change them: make one that owns nothing and set DATABASE_OWNER_URL to the owner's, for migrations. For a trial, ALLOW_OWNER=1 accepts the role as it is.",
  ]);
}

/** Does work on the database that a setting names. What is wrong with the setting becomes a StartRefused that names it. */
export async function naming<Result>(
  setting: string,
  url: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const problem = settingProblem(setting, url, error);
    throw problem === undefined ? error : new StartRefused([problem], { cause: error });
  }
}
