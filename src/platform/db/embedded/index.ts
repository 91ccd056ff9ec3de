import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readOrCreateSecret } from "../../data-dir.js";
import { createLogger, type Logger } from "../../observability/logger.js";
import { findNativePackage, prepareBinaries } from "./binaries.js";
import { createCluster, ownerOf, SUPERUSER } from "./cluster.js";
import { folderOutside, locateCluster } from "./cluster-location.js";
import { DataDirInUse, EmbeddedPostgresFailed, stepFailed } from "./errors.js";
import { takeLock, type FolderLock } from "./folder-lock.js";
import { API_ROLE, DATABASE, ensureRolesAndDatabase, OWNER_ROLE, SEQUENCER_ROLE } from "./roles.js";
import { startServer, stopLeftover, stopServer, type Server } from "./server.js";
import { findServerUser, type ServerUser } from "./server-user.js";
import { Watch } from "./watch.js";

export { DataDirInUse, EmbeddedPostgresFailed };

/** A running PostgreSQL of our own, on 127.0.0.1. The addresses hold passwords. */
export interface EmbeddedPostgres {
  /** Database `postgres`, as superuser. */
  readonly superuserUrl: string;
  /** Database `registry`, as `registry_owner`: owns it, is no superuser. For migrations. */
  readonly ownerUrl: string;
  /** Database `registry`, as `registry_api`: owns nothing. For everything that is not the ledger's. */
  readonly apiUrl: string;
  /** Database `registry`, as `registry_sequencer`: owns nothing, and writes the ledger alone. */
  readonly sequencerUrl: string;
  /** Names the server's main process in its first line, for as long as it runs. */
  readonly pidFile: string;
  /** Ends the server and frees the data folder. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Made when it does not exist. */
  readonly dataDir: string;
  /** Connections the server takes; 100 where left out. */
  readonly connectionsMax?: number;
  /** Told about the steps that take a moment. */
  readonly onProgress?: (message: string) => void;
  /** Told when the server ends unasked, and what became of it. */
  readonly logger?: Logger;
}

interface Passwords {
  readonly superuser: string;
  readonly owner: string;
  readonly api: string;
  readonly sequencer: string;
}

/**
 * Starts the PostgreSQL of a data folder; the first time, makes its cluster, roles and database. Until it is stopped it is started
 * again whenever it ends.
 *
 * @throws DataDirInUse when another living process has it
 * @throws EmbeddedPostgresFailed with the remedy, when PostgreSQL cannot run here
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const locks: FolderLock[] = [];
  try {
    await mkdir(options.dataDir, { recursive: true });
    const dataDir = await realpath(options.dataDir);
    locks.push(await lockFolder(dataDir, dataDir));
    const passwords = await readPasswords(dataDir);
    const server = {
      ...(await prepare(dataDir, locks, passwords, options.onProgress ?? (() => {}))),
      ...(options.connectionsMax !== undefined && { connectionsMax: options.connectionsMax }),
    };
    const port = await startServer(server);
    await completeOrStop(server, urlOf(SUPERUSER, passwords.superuser, port, "postgres"), passwords);
    const watch = new Watch(server, port, options.logger ?? createLogger("silent"));
    return running(server, watch, locks, passwords, port);
  } catch (error) {
    await release(locks);
    if (error instanceof EmbeddedPostgresFailed) throw error;
    throw stepFailed(
      `The database of the data folder ${options.dataDir} did not start`,
      (error as Error).message,
      error,
    );
  }
}

async function completeOrStop(server: Server, superuserUrl: string, passwords: Passwords): Promise<void> {
  try {
    await ensureRolesAndDatabase(superuserUrl, passwords);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
}

async function lockFolder(folder: string, dataDir: string): Promise<FolderLock> {
  const lock = await takeLock(join(folder, "registry.lock"));
  if ("heldBy" in lock) throw new DataDirInUse(dataDir, lock.heldBy);
  return lock;
}

async function readPasswords(dataDir: string): Promise<Passwords> {
  return {
    superuser: await readOrCreateSecret(dataDir, "postgres-superuser-password"),
    owner: await readOrCreateSecret(dataDir, "postgres-owner-password"),
    api: await readOrCreateSecret(dataDir, "postgres-api-password"),
    sequencer: await readOrCreateSecret(dataDir, "postgres-sequencer-password"),
  };
}

/** Everything before the start: place, user, programs, a cluster that is whole, and no other server on it. */
async function prepare(
  dataDir: string,
  locks: FolderLock[],
  passwords: Passwords,
  onProgress: (message: string) => void,
): Promise<Server> {
  const found = await findServerUser();
  const location = await locateCluster(dataDir, found);
  const { home, cluster, exists } = location;
  // A copied data folder points to the same cluster as the original.
  if (home !== dataDir) locks.push(await lockFolder(home, dataDir));
  const user = exists ? await ownerOf(cluster, found) : found;
  const binaries = await prepareBinaries(await findNativePackage(), user, () => copiesFolder(dataDir, user));
  const server = { cluster, binaries, user };
  if (exists) {
    if (await stopLeftover(server)) onProgress("Stopped the PostgreSQL an earlier run left behind.");
  } else {
    onProgress(`Making the database in ${cluster}.`);
    await createCluster(cluster, binaries, user, passwords.superuser);
    await location.settle();
  }
  return server;
}

function copiesFolder(dataDir: string, user: ServerUser | undefined): Promise<string> {
  return user === undefined ? Promise.resolve(dataDir) : folderOutside(user);
}

function running(
  { cluster }: Server,
  watch: Watch,
  locks: readonly FolderLock[],
  passwords: Passwords,
  port: number,
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  return {
    superuserUrl: urlOf(SUPERUSER, passwords.superuser, port, "postgres"),
    ownerUrl: urlOf(OWNER_ROLE, passwords.owner, port, DATABASE),
    apiUrl: urlOf(API_ROLE, passwords.api, port, DATABASE),
    sequencerUrl: urlOf(SEQUENCER_ROLE, passwords.sequencer, port, DATABASE),
    pidFile: join(cluster, "postmaster.pid"),
    stop() {
      stopping ??= watch.stop().finally(() => release(locks));
      return stopping;
    },
  };
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function release(locks: readonly FolderLock[]): Promise<void> {
  for (const lock of locks.toReversed()) await lock.release();
}
