import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import type { App } from "../../src/app.js";
import { entities } from "../../src/entities.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput } from "../support/disclosure-input.js";
import { withCourier } from "../support/example-map.js";
import { storeRevisionSilently } from "../support/store-revision.js";
import { startApp, withTestServer, type Api } from "../support/test-server.js";

const PATIENCE_MS = 5_000;
const LISTENERS = "application_name LIKE 'disclosure-registry listens%' AND datname = current_database()";

let other: { app: App; admin: Api };
let otherSource: DataSource;
// Said first: what is said last would find the database gone.
afterAll(async () => {
  await other.app.http.close();
  await otherSource.destroy();
});
const server = withTestServer();
let names = 0;

beforeAll(async () => {
  otherSource = await createDataSource({ url: server.database.apiUrl, entities }).initialize();
  other = await startApp(otherSource, {}, server.admin.key);
});

/** Stores another revision through the first process. */
async function applyAnother(): Promise<number> {
  names += 1;
  return (await applyDataMap(server.admin, withCourier(`Courier ${names}`))).revision;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error("It did not come true in time.");
    await sleep(10);
  }
}

async function countListeners(): Promise<number> {
  const [row] = await server.database.api.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${LISTENERS}`,
  );
  return row!.count;
}

describe("a second process", () => {
  it("knows of a new revision at once", async () => {
    const revision = await applyAnother();
    await until(() => other.app.dataMap.current().revision === revision);
    expect(other.app.dataMap.current().recipient("example_courier")?.name).toBe("Courier 1");
  });

  it("listens again after its connection was lost, and learns what it missed", async () => {
    expect(await countListeners()).toBe(2);
    await server.database.api.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENERS}`,
    );
    const revision = await applyAnother();
    await until(() => other.app.dataMap.current().revision === revision);
    await until(async () => (await countListeners()) === 2);
    const next = await applyAnother();
    await until(() => other.app.dataMap.current().revision === next);
  });

  it("that missed a notice records under the newest revision all the same", async () => {
    const { owner } = server.database;
    const before = other.app.dataMap.current().revision;
    await storeRevisionSilently(owner);
    expect(other.app.dataMap.current().revision).toBe(before);
    const input = disclosureInput({ occurredAt: new Date().toISOString() });
    await other.admin.request(
      "mutation($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { created } }",
      { input },
    );
    const [row] = await owner.query<{ revision: number }[]>("SELECT revision FROM disclosure WHERE id = $1", [
      input.id,
    ]);
    expect(row!.revision).toBe(before + 1);
    expect(other.app.dataMap.current().revision).toBe(before + 1);
  });

  it("stops listening when it is closed", async () => {
    const third = await startApp(otherSource, {}, server.admin.key);
    await until(async () => (await countListeners()) === 3);
    await third.app.http.close();
    await until(async () => (await countListeners()) === 2);
  });
});
