import { afterAll, beforeAll, jest } from "@jest/globals";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processStart } from "../../src/platform/db/embedded/process-identity.js";
import {
  clusterOf,
  postmasterOf,
  removeClusterOutside,
  temporaryFolder,
  type TemporaryFolder,
} from "../integration/embedded/data-folder.js";
import { createTestDatabase, type TestDatabase } from "../support/test-database.js";
import { builtProgram } from "./built-program.js";
import { Program, type End, type ProgramOptions } from "./program.js";

type Settings = ProgramOptions["settings"];

/** Starts programs and lends them folders and databases; the end of the test file stops and removes them all. */
export interface Programs {
  start(settings: Settings, options?: Partial<ProgramOptions>): Program;
  /** Runs a program that must end by itself. */
  run(settings: Settings, options?: Partial<ProgramOptions>): Promise<Program & { readonly end: End }>;
  /** A path for a data folder, which does not exist yet; its name has a space. */
  dataDir(mode?: 0o755 | 0o700): Promise<string>;
  /** A database as an operator gives one; a copy of the migrated one, or an empty one. */
  database(options?: { readonly empty?: boolean }): Promise<TestDatabase>;
}

export const SECRET = "a secret of the tests, long enough to be taken for one";

/** Settings with which a program works on a given database. */
export function settingsFor(database: TestDatabase): Settings {
  return {
    DATABASE_URL: database.apiUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    REGISTRY_SECRET: SECRET,
    LEDGER_DATABASE_URL: database.sequencerUrl,
    LEDGER_KEY_FILE: join(ledgerFolder(database), "key"),
    LEDGER_CHECKPOINT_FILE: join(ledgerFolder(database), "checkpoint"),
  };
}

/** Each database has a log, and so a key, of its own. */
function ledgerFolder({ name }: TestDatabase): string {
  return join(tmpdir(), `registry-ledger-${name}`);
}

export function withPrograms(): Programs {
  // Each test starts processes, which take their time where the machine is busy with others.
  jest.setTimeout(90_000);
  const programs: Program[] = [];
  const folders: TemporaryFolder[] = [];
  const dataDirs: string[] = [];
  const databases: TestDatabase[] = [];
  let main = "";
  beforeAll(async () => {
    main = await builtProgram();
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop("SIGKILL")));
    for (const dataDir of dataDirs) {
      await killPostgres(dataDir);
      await removeClusterOutside(dataDir);
    }
    for (const folder of folders) await folder[Symbol.asyncDispose]();
    for (const database of databases) {
      await database.drop();
      await rm(ledgerFolder(database), { recursive: true, force: true });
    }
  });
  const start: Programs["start"] = (settings, options) => {
    const program = new Program({ settings, main, ...options });
    programs.push(program);
    return program;
  };
  return {
    start,
    async run(settings, options) {
      const program = start(settings, options);
      return Object.assign(program, { end: await program.ended });
    },
    async dataDir(mode) {
      const folder = await temporaryFolder(mode);
      folders.push(folder);
      const dataDir = join(folder.path, "data of the registry");
      dataDirs.push(dataDir);
      return dataDir;
    },
    async database(options) {
      const database = await createTestDatabase(options);
      databases.push(database);
      return database;
    },
  };
}

/** Whether the server of a data folder runs. */
export async function postgresRuns(dataDir: string): Promise<boolean> {
  const pid = await postmasterOf(dataDir).catch(() => 0);
  return (await processStart(pid)) !== undefined;
}

/** Ends the server of a data folder at once, as a power cut would. */
export async function killPostgres(dataDir: string, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  const pid = await postmasterOf(dataDir).catch(() => 0);
  if ((await processStart(pid)) === undefined) return;
  // The other processes of a server end by themselves when the first has gone.
  process.kill(pid, signal);
  while ((await processStart(pid)) !== undefined) await sleep(20);
}

/** The database of a running program with an embedded server, as the role that owns the tables. */
export async function embeddedOwnerUrl(dataDir: string): Promise<string> {
  const pidFile = await readFile(join(await clusterOf(dataDir), "postmaster.pid"), "utf8");
  const port = pidFile.split("\n")[3];
  const password = await readFile(join(dataDir, "secrets", "postgres-owner-password"), "utf8");
  return `postgres://registry_owner:${password.trim()}@127.0.0.1:${port}/registry`;
}
