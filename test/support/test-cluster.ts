import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { grants } from "../../migrations/grants.js";
import { migrations } from "../../migrations/index.js";
import { startEmbeddedPostgres } from "../../src/platform/db/embedded/index.js";
import { migrate } from "../../src/platform/db/migrate.js";
import { eraserRoleOf, readerRoleOf, scopedRoleOf } from "../../src/platform/db/role-names.js";

/** What a test file needs to make itself a database. Every URL names a database that no test may write to. */
export interface TestCluster {
  /** A role that may create databases for `owner`. */
  readonly creatorUrl: string;
  readonly ownerUrl: string;
  readonly apiUrl: string;
  readonly sequencerUrl: string;
  /** A migrated database; its clones' names begin with its own. */
  readonly template: string;
}

/** A server to make the template on, and how to leave it as it was found. */
interface Server {
  readonly creatorUrl: string;
  readonly ownerUrl: string;
  readonly apiUrl: string;
  readonly sequencerUrl: string;
  release(): Promise<void>;
}

/** How the cluster reaches the test files, which jest runs in processes of their own. */
const HANDOVER = "REGISTRY_TEST_CLUSTER";

let running: { readonly server: Server; readonly cluster: TestCluster } | undefined;

/** Called in a test file. */
export function testCluster(): TestCluster {
  const handover = process.env[HANDOVER];
  if (handover === undefined)
    throw new Error("The tests' database server was not started: run them with jest.");
  return JSON.parse(handover) as TestCluster;
}

/** Starts an embedded server, or uses the one that DATABASE_OWNER_URL or DATABASE_URL names, and migrates the template. */
export async function startTestCluster(): Promise<void> {
  const given = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
  const template = `registry_test_${randomBytes(4).toString("hex")}`;
  const server = given === undefined ? await embeddedServer() : await givenServer(given, template);
  const { creatorUrl, ownerUrl, apiUrl, sequencerUrl } = server;
  const cluster: TestCluster = { creatorUrl, ownerUrl, apiUrl, sequencerUrl, template };
  running = { server, cluster };
  try {
    await execute(creatorUrl, `CREATE DATABASE ${template} OWNER ${pg.escapeIdentifier(roleOf(ownerUrl))}`);
    await migrate({
      ownerUrl: withDatabase(ownerUrl, template),
      apiRole: roleOf(apiUrl),
      sequencerRole: roleOf(sequencerUrl),
      migrations,
      grants,
    });
    // Every test writes leaves, so that none can be forgotten.
    await execute(withDatabase(ownerUrl, template), "UPDATE ledger_log SET is_on = true");
  } catch (error) {
    await stopTestCluster();
    throw error;
  }
  process.env[HANDOVER] = JSON.stringify(cluster);
  // Jest does not tear down when it is interrupted, and the server would outlive it.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stopTestCluster().finally(() => process.exit(1)));
  }
}

/** Drops every database of this run, then releases the server. */
export async function stopTestCluster(): Promise<void> {
  if (running === undefined) return;
  const { server, cluster } = running;
  running = undefined;
  const names = await execute<{ datname: string }>(
    cluster.creatorUrl,
    `SELECT datname FROM pg_database WHERE starts_with(datname, '${cluster.template}')`,
  );
  for (const { datname } of names) await dropDatabase(cluster, datname);
  await server.release();
}

async function embeddedServer(): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), "registry-test-"));
  // Under root the server runs as another user, who must be able to enter.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir });
  await forgetDisks(server.superuserUrl);
  return {
    creatorUrl: server.superuserUrl,
    ownerUrl: server.ownerUrl,
    apiUrl: server.apiUrl,
    sequencerUrl: server.sequencerUrl,
    async release() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Nothing here outlives the machine, so nothing waits for its disk. What a crash leaves is tried on servers of the tests' own. */
async function forgetDisks(superuserUrl: string): Promise<void> {
  for (const setting of ["fsync", "full_page_writes"]) {
    await execute(superuserUrl, `ALTER SYSTEM SET ${setting} = off`);
  }
  await execute(superuserUrl, "SELECT pg_reload_conf()");
}

/** The API's role is DATABASE_URL's where that is another one than the owner's, else one made for this run, as the sequencer's is. */
async function givenServer(ownerUrl: string, run: string): Promise<Server> {
  const made: string[] = [];
  const makeRole = async (name: string) => {
    const role = `${run}_${name}`;
    const password = randomBytes(16).toString("hex");
    await execute(ownerUrl, `CREATE ROLE ${role} LOGIN NOINHERIT PASSWORD '${password}'`);
    made.push(role);
    const url = new URL(ownerUrl);
    url.username = role;
    url.password = password;
    return url.href;
  };
  const given = process.env.DATABASE_URL ?? ownerUrl;
  const apiUrl = roleOf(given) === roleOf(ownerUrl) ? await makeRole("api") : given;
  for (const role of [scopedRoleOf(roleOf(apiUrl)), eraserRoleOf(roleOf(apiUrl))]) {
    if ((await execute(ownerUrl, `SELECT FROM pg_roles WHERE rolname = '${role}'`)).length > 0) continue;
    await execute(ownerUrl, `CREATE ROLE ${role} NOLOGIN ROLE ${roleOf(apiUrl)}`);
    made.push(role);
  }
  const reader = readerRoleOf(roleOf(apiUrl));
  if ((await execute(ownerUrl, `SELECT FROM pg_roles WHERE rolname = '${reader}'`)).length === 0) {
    await execute(ownerUrl, `CREATE ROLE ${reader} NOLOGIN`);
    made.push(reader);
  }
  return {
    creatorUrl: ownerUrl,
    ownerUrl,
    apiUrl,
    sequencerUrl: process.env.LEDGER_DATABASE_URL ?? (await makeRole("sequencer")),
    async release() {
      for (const role of made) await execute(ownerUrl, `DROP ROLE ${role}`);
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function execute<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Drops a database together with whatever is still connected to it.
 *
 * FORCE is refused to a role that is no superuser where others' sessions are in the way; each role may end its own.
 */
export async function dropDatabase(
  { apiUrl, sequencerUrl, creatorUrl }: TestCluster,
  name: string,
): Promise<void> {
  for (const url of [apiUrl, sequencerUrl]) {
    await execute(
      url,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${name}' AND usename = current_user`,
    );
  }
  await execute(creatorUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** The role a URL logs in as. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
