import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../../src/platform/db/embedded/index.js";
import { isDatabaseUnreachable } from "../../src/platform/db/pg-errors.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { openDoor, type Door } from "../support/door.js";
import { withTestDatabase } from "../support/test-database.js";

/** What a statement that must not succeed was refused with. */
async function failureOf(statement: Promise<unknown>): Promise<unknown> {
  return statement.then(
    () => expect("the statement").toBe("refused"),
    (error: unknown) => error,
  );
}

async function expectUnreachable(statement: Promise<unknown>): Promise<void> {
  const error = await failureOf(statement);
  expect({ said: String(error), unreachable: isDatabaseUnreachable(error) }).toEqual({
    said: String(error),
    unreachable: true,
  });
}

async function expectWorking(dataSource: DataSource): Promise<void> {
  expect(await dataSource.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
}

async function backendOf(queries: { query(text: string): Promise<unknown> }): Promise<number> {
  const [row] = (await queries.query("SELECT pg_backend_pid() AS pid")) as { pid: number }[];
  return row!.pid;
}

describe("a connection that the server ends", () => {
  const database = withTestDatabase();
  /** One connection only, so that the one that is ended is the one under test. */
  let single: DataSource;

  /** A role may end its own sessions. The answer says that the session was there; then it is waited for to be gone. */
  async function end(pid: number): Promise<void> {
    expect(await database.api.query("SELECT pg_terminate_backend($1, 5000) AS ended", [pid])).toEqual([
      { ended: true },
    ]);
    // The news is on its way through the socket.
    await sleep(50);
  }

  beforeAll(async () => {
    single = await createDataSource({ url: database.apiUrl, entities: [], poolSize: 1 }).initialize();
  });
  afterAll(() => single.destroy());

  it("is replaced when it was idle, and nobody notices", async () => {
    await end(await backendOf(single));
    await expectWorking(single);
  });

  it("fails the statement that was running on it as unreachable, and no other", async () => {
    const runner = single.createQueryRunner();
    const pid = await backendOf(runner);
    const running = expectUnreachable(runner.query("SELECT pg_sleep(30)"));
    await end(pid);
    await running;
    await runner.release();
    await expectWorking(single);
  });

  it("fails the open transaction at its next statement as unreachable, and no other", async () => {
    await expectUnreachable(
      inTransaction(single, async (tx) => {
        await end(await backendOf(tx));
        await tx.query("SELECT 1");
      }),
    );
    await expectWorking(single);
  });

  it("fails the open transaction at its COMMIT as unreachable, and no other", async () => {
    await expectUnreachable(inTransaction(single, async (tx) => end(await backendOf(tx))));
    await expectWorking(single);
  });

  it("fails the open transaction whose session was ended by its own timeout as unreachable, and no other", async () => {
    await expectUnreachable(
      inTransaction(single, async (tx) => {
        await tx.query("SET LOCAL idle_in_transaction_session_timeout = 50");
        await sleep(300);
        await tx.query("SELECT 1");
      }),
    );
    await expectWorking(single);
  });
});

describe("a server that goes away and comes back", () => {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let door: Door;
  let api: DataSource;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "registry-loss-"));
    await chmod(dataDir, 0o755);
    server = await startEmbeddedPostgres({ dataDir });
    door = await openDoor();
    door.leadsTo = portOf(server);
    const url = new URL(server.apiUrl);
    url.port = String(door.port);
    api = await createDataSource({ url: url.href, entities: [], poolSize: 3 }).initialize();
  });
  afterAll(async () => {
    await api?.destroy();
    await door?.close();
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("fails everything as unreachable meanwhile, and serves again by itself", async () => {
    const running = expectUnreachable(api.query("SELECT pg_sleep(30)"));
    const stopped = expectUnreachable(
      inTransaction(api, async (tx) => {
        await tx.query("SELECT 1");
        await server.stop();
        await door.close();
        await tx.query("SELECT 1");
      }),
    );
    await running;
    await stopped;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expectUnreachable(api.query("SELECT 1"));
      await expectUnreachable(inTransaction(api, (tx) => tx.query("SELECT 1")));
    }

    server = await startEmbeddedPostgres({ dataDir });
    door = await openDoor(door.port);
    door.leadsTo = portOf(server);
    await Promise.all([expectWorking(api), expectWorking(api), expectWorking(api)]);
  });

  it("fails as unreachable within seconds when it accepts connections and says nothing", async () => {
    door.leadsTo = null;
    door.slam();
    await sleep(50);
    await expectUnreachable(api.query("SELECT 1"));
    door.leadsTo = portOf(server);
    await expectWorking(api);
  });
});

const portOf = (postgres: EmbeddedPostgres): number => Number(new URL(postgres.apiUrl).port);
