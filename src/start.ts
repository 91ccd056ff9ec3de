import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DataSource } from "typeorm";
import { grants } from "../migrations/grants.js";
import { migrations } from "../migrations/index.js";
import { createApp, type App } from "./app.js";
import { entities } from "./entities.js";
import { secretMatchesDatabase, type ApiKeysService } from "./modules/access/index.js";
import { systemClock } from "./platform/clock.js";
import { StartRefused, type Config } from "./platform/config.js";
import { readOrCreateSecret } from "./platform/data-dir.js";
import { createDataSource } from "./platform/db/data-source.js";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./platform/db/embedded/index.js";
import { factTables } from "./platform/db/grants.js";
import { migrate, pendingMigrations } from "./platform/db/migrate.js";
import { findRoleProblems } from "./platform/db/role-check.js";
import { Keyring } from "./platform/keyring.js";
import { createLogger } from "./platform/observability/logger.js";
import { projectRoot } from "./platform/project-root.js";

export interface Registry {
  /** Where the server answers: `http://127.0.0.1:4000`. */
  readonly address: string;
  /** The administrator's key, where this start made one: to be shown once. */
  readonly administratorKey: string | null;
  /** For whoever holds the registry itself, who needs no key to make one. */
  readonly keys: ApiKeysService;
  /** Answers the requests under way, then lets go of everything. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** Says what is being done, for starts that take a moment. */
export type Progress = (message: string) => void;

/**
 * Starts the registry: database, schema, secrets, data map, administrator, and last of all the port.
 *
 * Throws StartRefused, EmbeddedPostgresFailed or AppError with a message for the operator; nothing is left running then.
 */
export async function startRegistry(config: Config, onProgress: Progress): Promise<Registry> {
  const undo: (() => Promise<unknown>)[] = [];
  const unwind = async () => {
    while (undo.length > 0) await undo.pop()!();
  };
  try {
    const database = await openDatabase(config, onProgress, undo);
    const app = await createRegistry(config, database);
    const administratorKey = await app.keys.ensureAdministrator(config.adminApiKey);
    undo.push(() => app.http.close());
    const address = await app.http.listen({ port: config.port, host: config.host });
    let stopping: Promise<void> | undefined;
    return { address, administratorKey, keys: app.keys, stop: () => (stopping ??= unwind()) };
  } catch (error) {
    await unwind();
    throw error;
  }
}

interface Database {
  readonly dataSource: DataSource;
  readonly secret: string;
}

async function openDatabase(
  config: Config,
  onProgress: Progress,
  undo: (() => Promise<unknown>)[],
): Promise<Database> {
  if (config.databaseUrl !== null) {
    const { databaseUrl: apiUrl, databaseOwnerUrl, allowOwner, registrySecret } = config;
    const ownerUrl = databaseOwnerUrl ?? (allowOwner ? apiUrl : null);
    if (ownerUrl !== null) await bringUpToDate(ownerUrl, apiUrl, onProgress);
    const dataSource = await open(apiUrl, undo);
    await refuseUnfitDatabase(dataSource, allowOwner);
    return { dataSource, secret: registrySecret! };
  }
  const embedded: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: config.dataDir, onProgress });
  undo.push(() => embedded.stop());
  await bringUpToDate(embedded.ownerUrl, embedded.apiUrl, onProgress);
  const secret = config.registrySecret ?? (await readOrCreateSecret(config.dataDir, "registry-secret"));
  return { dataSource: await open(embedded.apiUrl, undo), secret };
}

async function open(url: string, undo: (() => Promise<unknown>)[]): Promise<DataSource> {
  const dataSource = createDataSource({ url, entities });
  await dataSource.initialize();
  undo.push(() => dataSource.destroy());
  return dataSource;
}

async function bringUpToDate(ownerUrl: string, apiUrl: string, onProgress: Progress): Promise<void> {
  const owner = userOf(ownerUrl);
  const api = userOf(apiUrl);
  const { applied } = await migrate({ ownerUrl, apiRole: api === owner ? null : api, migrations, grants });
  if (applied.length > 0) onProgress(`Brought the schema up to date (${applied.length} migrations).`);
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** Facts are append-only by the database's own grants: a role that could change them must not serve. */
async function refuseUnfitDatabase(dataSource: DataSource, allowOwner: boolean): Promise<void> {
  const pending = await pendingMigrations(dataSource, migrations);
  if (pending.length > 0) {
    throw new StartRefused([
      `The database lacks ${pending.length} migrations. Set DATABASE_OWNER_URL to the owner's role, so that the start can apply them.`,
    ]);
  }
  if (allowOwner) return;
  const problems = await findRoleProblems(dataSource, factTables(grants));
  if (problems.length === 0) return;
  throw new StartRefused([
    ...problems,
    "DATABASE_URL must name a role that can insert facts but never change them: make one that owns nothing and set DATABASE_OWNER_URL to the owner's, for migrations. For a trial, ALLOW_OWNER=1 accepts the role as it is.",
  ]);
}

async function createRegistry(config: Config, { dataSource, secret }: Database): Promise<App> {
  const keyring = new Keyring(secret);
  if (!(await secretMatchesDatabase(dataSource, keyring))) {
    throw new StartRefused([
      "REGISTRY_SECRET is not the one this database was made with: with another one no recorded user could be found again. Set the original secret.",
    ]);
  }
  const app = await createApp({
    dataSource,
    keyring,
    clock: systemClock,
    logger: createLogger(config.logLevel),
    sealReferences: config.sealReferences,
  });
  const example = config.exampleDataMap ?? join(projectRoot, "examples", "edcrunch.datamap.yaml");
  const sourceText = await readFile(example, "utf8");
  await app.dataMap.loadExampleIfEmpty({ sourceText, fileName: basename(example), appliedBy: "first start" });
  return app;
}
