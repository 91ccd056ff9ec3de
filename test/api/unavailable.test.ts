import { afterEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { READY_MS } from "../../src/platform/http/readiness.js";
import { entities } from "../../src/entities.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { execute, testCluster } from "../support/test-cluster.js";
import { startApp, withTestServer, type Api, type RequestError } from "../support/test-server.js";

const server = withTestServer();

const LIST = "{ disclosures(first: 1) { totalCount nodes { id } } }";

interface Answer {
  readonly status: number;
  readonly errors: readonly RequestError[];
}

async function send(query: string, variables: object = {}, key = server.admin.key): Promise<Answer> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { errors = [] } = (await response.json()) as { errors?: RequestError[] };
  return { status: response.status, errors };
}

async function statusOf(path: string): Promise<number> {
  return (await fetch(new URL(path, server.url))).status;
}

function expectUnavailable({ errors }: Answer): void {
  expect(errors).toHaveLength(1);
  expect(errors[0]!.extensions).toEqual({ code: "UNAVAILABLE" });
  expect(errors[0]!.message).toMatch(
    /Send the same call again in a few seconds: with the same id nothing is recorded twice/,
  );
}

const databaseName = () => new URL(server.database.apiUrl).pathname.slice(1);

/** Ends every session of the server, as an administrator of the database would. */
async function endSessions(): Promise<void> {
  await execute(
    testCluster().apiUrl,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = '${databaseName()}' AND usename = current_user AND pid <> pg_backend_pid()`,
  );
}

/** Whether the database takes connections at all. The owner says so from another database. */
async function allowConnections(isAllowed: boolean): Promise<void> {
  await execute(
    testCluster().creatorUrl,
    `ALTER DATABASE ${pg.escapeIdentifier(databaseName())} ALLOW_CONNECTIONS ${isAllowed}`,
  );
}

afterEach(() => allowConnections(true));

describe("A database that goes away", () => {
  it("is answered UNAVAILABLE until it comes back, and then everything works by itself", async () => {
    const before = disclosureInput();
    const meanwhile = disclosureInput();
    await server.admin.request(RECORD, { input: before });
    expect(await statusOf("/readyz")).toBe(200);

    await allowConnections(false);
    await endSessions();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expectUnavailable(await send(LIST));
      expectUnavailable(await send(RECORD, { input: meanwhile }));
      expectUnavailable(await send(AMEND, { input: { amends: before.id, reason: "Wrong.", void: true } }));
    }
    const stranger = await send(LIST, {}, "a-key-that-nobody-has-asked-about-yet");
    expectUnavailable(stranger);
    expect(stranger.status).toBe(503);
    await sleep(READY_MS);
    expect(await statusOf("/readyz")).toBe(503);
    expect(await statusOf("/healthz")).toBe(200);
    expect(await server.admin.request('{ recipient(key: "example_bank") { key } }')).toEqual({
      recipient: { key: "example_bank" },
    });

    await allowConnections(true);
    await sleep(READY_MS);
    expect(await statusOf("/readyz")).toBe(200);
    expect(await server.admin.request(LIST)).toMatchObject({
      disclosures: { totalCount: 1, nodes: [{ id: before.id }] },
    });
    expect(await server.admin.request(RECORD, { input: meanwhile })).toMatchObject({
      recordDisclosure: { created: true },
    });
    expect(await server.admin.request(RECORD, { input: before })).toMatchObject({
      recordDisclosure: { created: false },
    });
  });

  it("is asked no more than twice a second whether it answers, however many want to know", async () => {
    await sleep(READY_MS);
    const since = performance.now();
    const { statements } = await server.statementsOf(async () => {
      for (let round = 0; round < 10; round += 1) {
        const asked = Array.from({ length: 20 }, () => statusOf("/readyz"));
        expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
      }
    });
    const rounds = 1 + Math.floor((performance.now() - since) / READY_MS);
    expect(statements.filter((text) => text === "SELECT 1").length).toBeLessThanOrEqual(rounds);
    expect(statements).toContain("SELECT 1");
  });

  it("between two requests is not noticed", async () => {
    await server.admin.request(LIST);
    await endSessions();
    await sleep(200);
    const answers = await Promise.all(Array.from({ length: 12 }, () => server.admin.request(LIST)));
    expect(answers).toHaveLength(12);
  });
});

/** Runs `work` while the table is locked, so that whoever writes to it waits in the middle of a transaction. */
async function whileLocked(table: string, work: () => Promise<void>): Promise<void> {
  const runner = server.database.owner.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await work();
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

/** Waits until a session of the server waits for a lock. */
async function waitForWaiter(): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const waiting = await execute<{ pid: number }>(
      testCluster().apiUrl,
      `SELECT pid FROM pg_stat_activity WHERE datname = '${databaseName()}' AND usename = current_user AND wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
    await sleep(25);
  }
  throw new Error("Nobody waits for the lock.");
}

describe("A connection that is lost in the middle of a recording", () => {
  // The last statement's table leaves most to be undone.
  it.each(["subject", "coverage", "disclosure_fingerprint", "free_text"])(
    "at its statement on %s is answered UNAVAILABLE; nothing is stored, and the same call records it",
    async (table) => {
      const input = disclosureInput({ subjects: [`new user of ${table}`], note: "a note" });
      const before = await countRows(server.database.owner);
      let answer: Promise<Answer> | undefined;
      await whileLocked(table, async () => {
        answer = send(RECORD, { input });
        await waitForWaiter();
        await endSessions();
        expectUnavailable(await answer);
      });
      expect(await countRows(server.database.owner)).toEqual(before);
      expect(await server.admin.request(RECORD, { input })).toMatchObject({
        recordDisclosure: { created: true },
      });
      expect(await server.admin.request(RECORD, { input })).toMatchObject({
        recordDisclosure: { created: false },
      });
    },
  );

  it("fails all that were under way, and each can be sent again", async () => {
    const inputs = Array.from({ length: 15 }, (_, index) =>
      disclosureInput({ subjects: [`one of many ${index}`] }),
    );
    await whileLocked("coverage", async () => {
      const answers = inputs.map((input) => send(RECORD, { input }));
      await waitForWaiter();
      await allowConnections(false);
      await endSessions();
      for (const answer of await Promise.all(answers)) expectUnavailable(answer);
      await allowConnections(true);
    });
    const created = await Promise.all(inputs.map((input) => server.admin.request(RECORD, { input })));
    for (const each of created) expect(each).toMatchObject({ recordDisclosure: { created: true } });
  });
});

describe("A database that is too slow", () => {
  it("is answered TOO_COSTLY with what to ask for instead, and the next request works", async () => {
    const dataSource = await createDataSource({
      url: server.database.apiUrl,
      entities,
      timeoutMs: 300,
    }).initialize();
    const { app, admin }: { app: { http: { close(): Promise<unknown> } }; admin: Api } = await startApp(
      dataSource,
      {},
      server.admin.key,
    );
    try {
      await admin.request(LIST);
      await whileLocked("disclosure", async () => {
        const [error] = await admin.errorsOf(LIST);
        expect(error).toMatchObject({ extensions: { code: "TOO_COSTLY" }, path: ["disclosures"] });
        expect(error!.message).toMatch(
          /took too long.*Narrow the filter or the period, or ask for a smaller page/,
        );
      });
      await expect(admin.request(LIST)).resolves.toBeDefined();
    } finally {
      await app.http.close();
      await dataSource.destroy();
    }
  });
});
