import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import type { DataSource } from "typeorm";
import { createDataSource } from "../src/platform/db/data-source.js";
import type { EmbeddedPostgres } from "../src/platform/db/embedded/index.js";
import { projectRoot } from "../src/platform/project-root.js";
import type { ReleaseStack } from "../src/platform/release-stack.js";
import type { Measurement } from "./measurement.js";
import type { Sizes } from "./options.js";
import type { BenchDatabase } from "./bench-database.js";
import { RegistryStore } from "./registry-store.js";

/** What is measured together: it makes what it needs, and answers its lines of the table. */
export interface Scenario {
  /** What `--only` calls it. */
  readonly name: string;
  readonly title: string;
  /** About how many seconds it takes on a two-core machine. */
  readonly estimate: (sizes: Sizes) => number;
  readonly run: (bench: Bench) => Promise<readonly Measurement[]>;
}

/** A server under measurement. */
export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The keys of the registries under measurement: made for nothing else, and known, so that users can be loaded behind their backs. */
export const REGISTRY_SECRET = "a secret of the benchmark, made for nothing else";
export const ADMIN_API_KEY = "bench-key-of-the-administrator";

/** What lasts longer than a scenario. */
export interface Lasting {
  readonly opened: ReleaseStack;
  readonly things: Map<string, Promise<unknown>>;
}

/** The one PostgreSQL of a run, and what a scenario may ask for; everything is let go of when the scenario ends. */
export class Bench {
  constructor(
    readonly sizes: Sizes,
    private readonly postgres: EmbeddedPostgres,
    private readonly opened: ReleaseStack,
    /** Says what the scenario does now. */
    readonly step: (doing: string) => void,
    private readonly lasting: Lasting,
  ) {}

  /** What several scenarios of a run use: made by the first that asks, and let go of when the run ends. */
  shared<Thing>(name: string, make: (bench: Bench) => Promise<Thing>): Promise<Thing> {
    const { opened, things } = this.lasting;
    const known = things.get(name) as Promise<Thing> | undefined;
    if (known !== undefined) return known;
    const made = make(new Bench(this.sizes, this.postgres, opened, this.step, this.lasting));
    things.set(name, made);
    return made;
  }

  /** An empty database, dropped when the scenario ends: a later one must not share the disk's cache with it. */
  async database(name: string): Promise<BenchDatabase> {
    const { superuserUrl, ownerUrl, apiUrl, sequencerUrl } = this.postgres;
    const dataDir = await mkdtemp(join(tmpdir(), `registry-${name}-`));
    this.opened.push(() => rm(dataDir, { recursive: true, force: true }));
    const owner = pg.escapeIdentifier(new URL(ownerUrl).username);
    await execute(superuserUrl, `CREATE DATABASE ${name} OWNER ${owner}`);
    this.opened.push(() => execute(superuserUrl, `DROP DATABASE ${name} WITH (FORCE)`));
    return {
      ownerUrl: withDatabase(ownerUrl, name),
      apiUrl: withDatabase(apiUrl, name),
      sequencerUrl: withDatabase(sequencerUrl, name),
      dataDir,
    };
  }

  /** The registry as an operator starts it, its ledger on, or a program that changes it, on a database of its own. */
  registry(
    database: BenchDatabase,
    settings: Readonly<Record<string, string>> = {},
    program = join("src", "main.js"),
  ): Promise<BenchServer> {
    return this.program(program, {
      DATABASE_URL: database.apiUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      LEDGER_DATABASE_URL: database.sequencerUrl,
      DATA_DIR: database.dataDir,
      REGISTRY_SECRET,
      ADMIN_API_KEY,
      LOG_LEVEL: "warn",
      ...settings,
    });
  }

  /** Starts a compiled program and waits until it says where it answers. */
  async program(path: string, settings: Readonly<Record<string, string>>): Promise<BenchServer> {
    const child = spawn(process.execPath, [join(projectRoot, "dist", path)], {
      env: { PATH: process.env.PATH, PORT: "0", ...settings },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.opened.push(() => stop(child));
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\S+\/graphql$/.exec(line)?.[0];
      if (url === undefined) continue;
      child.stdout.resume();
      return { url, pid: child.pid!, stop: () => stop(child) };
    }
    throw new Error(`${path} did not start.`);
  }

  /** Connections as the owner of the tables, closed when the scenario ends. */
  pool({ ownerUrl }: BenchDatabase, connections: number): pg.Pool {
    const pool = new pg.Pool({ connectionString: ownerUrl, max: connections });
    // A pool says that it has ended before its connections have: dropping the database then tells them so.
    pool.on("error", () => undefined);
    this.opened.push(() => pool.end());
    return pool;
  }

  /** The same as a data source whose statements may take their time. */
  async dataSource({ ownerUrl }: BenchDatabase): Promise<DataSource> {
    const dataSource = await createDataSource({ url: ownerUrl, entities: [], timeoutMs: 0 }).initialize();
    this.opened.push(() => dataSource.destroy());
    return dataSource;
  }

  /** The registry's tables, to be filled behind its back. Open it before a server that makes them, too. */
  async store(database: BenchDatabase): Promise<RegistryStore> {
    const store = await RegistryStore.open(database);
    this.opened.push(() => store.close());
    return store;
  }

  /** Writes out what earlier work has left in memory, so that nobody is measured with another's work under way. */
  async settle(): Promise<void> {
    await execute(this.postgres.superuserUrl, "CHECKPOINT");
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server and role, another database. */
function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
