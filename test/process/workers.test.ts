import { join } from "node:path";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { projectRoot } from "../../src/platform/project-root.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withCourier } from "../support/example-map.js";
import { REVOKE_KEY } from "../support/key-operations.js";
import { END_SIGN_INS } from "../support/people-operations.js";
import { execute } from "../support/test-cluster.js";
import type { TestDatabase } from "../support/test-database.js";
import { AUDIENCE, withTestIssuer } from "../support/test-issuer.js";
import { apiOf } from "../support/test-server.js";
import { clientOf, keysIn, type Program, type Up } from "./program.js";
import { embeddedOwnerUrl, postgresRuns, settingsFor, withPrograms } from "./programs.js";
import { RawConnection } from "./raw-connection.js";
import { askOnEach, leadersOf, logOf, untilGone, workersOf } from "./workers.js";

const VIEWER = "{ viewer { roles } }";
const ADMIN = '{"data":{"viewer":{"roles":["ADMIN"]}}}';
const ANALYST = '{"data":{"viewer":{"roles":["ANALYST"]}}}';

describe("a program of two workers on a given database", () => {
  const programs = withPrograms();
  const lent = withTestIssuer();
  let database: TestDatabase;
  let program: Program;
  let up: Up;

  beforeAll(async () => {
    database = await programs.database();
    program = programs.start({
      ...settingsFor(database),
      OIDC_ISSUER: lent.issuer.url,
      OIDC_AUDIENCE: AUDIENCE,
      OIDC_ROLES: '{"compliance":"ANALYST"}',
      WORKERS: "2",
      LOG_LEVEL: "info",
    });
    up = await program.up();
  });

  it("says what one process says, and serves with both", async () => {
    expect(program.stdout.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^The administrator's API key, shown this once \(keep it\): dr_/),
      `The playground, with that key: ${up.address}/graphql#key=${up.key}`,
      `The Disclosure Registry answers at ${up.address}/graphql`,
    ]);
    expect(await askOnEach(6, up.address, up.key, VIEWER)).toEqual(Array(6).fill(ADMIN));
    expect(await askOnEach(4, up.address, await lent.issuer.token(), VIEWER)).toEqual(Array(4).fill(ANALYST));
    const workers = await workersOf(program);
    expect(workers).toHaveLength(2);
    const served = logOf(program).filter(({ msg }) => msg === "graphql");
    expect(new Set(served.map(({ pid }) => pid))).toEqual(new Set(workers));
    expect(new Set(served.map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  });

  it("gives no number twice and records what two are sent at once a single time", async () => {
    const clients = Array.from({ length: 8 }, () => clientOf(up, up.key));
    const inputs = Array.from({ length: 40 }, (_, index) =>
      disclosureInput({ subjects: [1, 2, 3].map((user) => `user-${index % 20}-${user}@example.com`) }),
    );
    const twice = [...inputs, ...inputs];
    const created = await Promise.all(
      twice.map(async (input, index) => {
        type Recorded = { recordDisclosure: { created: boolean } };
        return (await clients[index % 8]!.request<Recorded>(RECORD, { input })).recordDisclosure.created;
      }),
    );
    expect(created.filter(Boolean)).toHaveLength(inputs.length);
    expect(
      await execute(
        database.ownerUrl,
        `SELECT count(*)::int AS users, count(DISTINCT number)::int AS numbers FROM subject`,
      ),
    ).toEqual([{ users: 60, numbers: 60 }]);
  });

  it("refuses a revoked key, and who was signed in, with both within five seconds", async () => {
    type Created = { createApiKey: { secret: string; apiKey: { id: string } } };
    const { createApiKey } = await clientOf(up, up.key).request<Created>(
      `mutation { createApiKey(input: { name: "Soon revoked", role: ANALYST }) { secret apiKey { id } } }`,
    );
    const token = await lent.issuer.token();
    // One after the other, so that each worker is asked by each.
    const askAll = async () => [
      ...(await askOnEach(4, up.address, createApiKey.secret, VIEWER)),
      ...(await askOnEach(4, up.address, token, VIEWER)),
    ];
    expect((await askAll()).join()).not.toContain("UNAUTHENTICATED");
    type People = { people: { nodes: { id: string }[] } };
    const { people } = await clientOf(up, up.key).request<People>("{ people { nodes { id } } }");
    await clientOf(up, up.key).request(REVOKE_KEY, { id: createApiKey.apiKey.id });
    await clientOf(up, up.key).request(END_SIGN_INS, { id: people.nodes[0]!.id });
    const begin = performance.now();
    for (let refused = 0; refused < 8; await sleep(100)) {
      refused = (await askAll()).filter((answer) => answer.includes("UNAUTHENTICATED")).length;
      expect(performance.now() - begin).toBeLessThan(7_000);
    }
  });

  it("knows a new revision of the data map in both", async () => {
    const api = apiOf(`${up.address}/graphql`, up.key);
    const { revision } = await applyDataMap(api, withCourier("Another courier"));
    const current = `{"data":{"dataMap":{"revision":${revision}}}}`;
    const ask = () => askOnEach(4, up.address, up.key, "{ dataMap { revision } }");
    let answers = await ask();
    for (let look = 0; look < 50 && new Set(answers).size > 1; look += 1, await sleep(50))
      answers = await ask();
    expect(answers).toEqual(Array(4).fill(current));
  });

  it("has one leader; where that is killed the other leads, and a new worker takes its place", async () => {
    const [leader, ...more] = leadersOf(program);
    expect(more).toEqual([]);
    const before = await workersOf(program);
    expect(before).toContain(leader);
    process.kill(Number(leader), "SIGKILL");
    while (leadersOf(program).length === 1) await sleep(20);
    const next = leadersOf(program)[1];
    expect(next).not.toBe(leader);
    const isThere = async () =>
      (await workersOf(program)).filter((pid) => !before.includes(pid)).length === 1;
    while (!(await isThere())) await sleep(20);
    expect(logOf(program)).toContainEqual(
      expect.objectContaining({ level: 50, signal: "SIGKILL", msg: "a worker ended and is replaced" }),
    );
    // The new one serves some time later; until then the other answers everybody.
    const served = () => new Set(logOf(program).map(({ pid }) => pid)).size;
    const pids = served();
    for (; served() === pids; await sleep(20)) {
      expect(await askOnEach(2, up.address, up.key, VIEWER)).toEqual([ADMIN, ADMIN]);
    }
  });

  it("ends both when it is killed", async () => {
    const workers = await workersOf(program);
    expect(workers).toHaveLength(2);
    program.signal("SIGKILL");
    await untilGone(workers);
    expect((await program.ended).signal).toBe("SIGKILL");
  });
});

describe("the stop of a program of two workers with its own PostgreSQL", () => {
  const programs = withPrograms();
  let dataDir: string;
  let program: Program;
  let up: Up;
  let key = "";

  beforeAll(async () => {
    dataDir = await programs.dataDir();
  });
  beforeEach(async () => {
    program = programs.start(
      { DATA_DIR: dataDir, WORKERS: "2" },
      { ownGroup: true, preload: join(projectRoot, "test", "process", "fault-on-signal.js") },
    );
    up = await program.up();
    key ||= up.key;
  });

  it("answers what is under way in both, then ends them, and PostgreSQL last", async () => {
    const workers = await workersOf(program);
    const client = new pg.Client({ connectionString: await embeddedOwnerUrl(dataDir) });
    await client.connect();
    await client.query("BEGIN");
    await client.query("LOCK TABLE disclosure IN SHARE MODE");
    const busy = Array.from({ length: 4 }, () => new RawConnection(up.address));
    for (const connection of busy) connection.send(key, RECORD, { input: disclosureInput() });
    const waiting =
      "SELECT count(DISTINCT pid)::int AS count FROM pg_locks WHERE NOT granted AND relation = 'disclosure'::regclass";
    while ((await client.query<{ count: number }>(waiting)).rows[0]!.count < 2) await sleep(10);

    // To the whole group, as from a terminal or a service manager.
    program.signal("SIGTERM");
    await program.says(/^SIGTERM: stopping/m);
    await sleep(200);
    expect(program.isRunning).toBe(true);
    await client.end();
    for (const connection of busy) expect(await connection.answer()).toContain('"created":true');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stdout).toMatch(/\nStopped\.\n$/);
    expect(program.stderr).toBe("");
    await untilGone(workers);
    expect(await postgresRuns(dataDir)).toBe(false);
  });

  it("breaks off what is under way when it is asked again", async () => {
    const client = new pg.Client({ connectionString: await embeddedOwnerUrl(dataDir) });
    client.on("error", () => {});
    await client.connect();
    await client.query("BEGIN");
    await client.query("LOCK TABLE disclosure IN SHARE MODE");
    const busy = new RawConnection(up.address);
    busy.send(key, RECORD, { input: disclosureInput() });
    const waiting = "SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted";
    while ((await client.query<{ count: number }>(waiting)).rows[0]!.count === 0) await sleep(10);
    program.signal("SIGINT");
    await sleep(1300);
    expect(busy.isClosed).toBe(false);
    program.signal("SIGINT");
    await busy.closed();
    expect(await program.ended).toEqual({ code: 0, signal: null });
    await client.end().catch(() => {});
  });

  it("follows the end of the primary where that is killed, PostgreSQL too", async () => {
    const workers = await workersOf(program);
    // The primary alone, not its group.
    process.kill(program.pid, "SIGKILL");
    await untilGone(workers);
    while (await postgresRuns(dataDir)) await sleep(20);
    const next = programs.start({ DATA_DIR: dataDir, WORKERS: "2" });
    await next.up();
    expect(next.stdout).not.toContain("earlier run");
    expect(await next.stop()).toEqual({ code: 0, signal: null });
  });

  it("is not begun by a fault in a worker, which ends alone and is replaced", async () => {
    const [worker] = await workersOf(program);
    process.kill(worker!, "SIGUSR2");
    await untilGone([worker!]);
    expect(logOf(program).map(({ msg, kind }) => [msg, kind])).toContainEqual([
      "a fault: this worker stops",
      "TypeError",
    ]);
    expect(program.stderr).not.toContain("reference of a user");
    while ((await workersOf(program)).length < 2) await sleep(20);
    expect(await askOnEach(2, up.address, key, VIEWER)).toEqual([ADMIN, ADMIN]);
    expect(await program.stop()).toEqual({ code: 0, signal: null });
    expect(await postgresRuns(dataDir)).toBe(false);
  });
});

describe("a start of workers that cannot be", () => {
  const programs = withPrograms();

  it("says that the port is taken, as one process does, and has made no key", async () => {
    const settings = settingsFor(await programs.database());
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const refused = await programs.run({ ...settings, WORKERS: "2", PORT: String(port) });
    other.close();
    expect(refused.end).toEqual({ code: 1, signal: null });
    expect(refused.stderr).toBe(
      `The registry did not start.\nPort ${port} on 127.0.0.1 is taken: stop the other program, or set PORT to another number.\n`,
    );
    expect(keysIn(refused.stdout)).toEqual([]);
  });

  it("says that a worker ended, and leaves none", async () => {
    const settings = settingsFor(await programs.database());
    const program = programs.start(
      { ...settings, WORKERS: "3" },
      { preload: join(projectRoot, "test", "process", "end-in-worker.js") },
    );
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.stderr).toMatch(
      /^The registry did not start\.\nWorker \d ended while it started \(code 3\)\.\n$/,
    );
  });
});
