import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Check } from "../../src/cli/doctor/check.js";
import { checkDatabase, judgeLog, judgeVersion } from "../../src/cli/doctor/database.js";
import { checkDisk, checkNode, checkSecrets } from "../../src/cli/doctor/machine.js";
import { checkSignIn } from "../../src/cli/doctor/sign-in.js";
import { readConfig, type Config } from "../../src/platform/config.js";
import { MovableClock } from "../support/movable-clock.js";
import { insertPending } from "../support/pending-leaves.js";
import { TestIssuer } from "../support/test-issuer.js";
import { execute, roleOf, testCluster, withDatabase } from "../support/test-cluster.js";
import { createTestDatabase, withTestDatabase, type TestDatabase } from "../support/test-database.js";

const REGISTRY_SECRET = "a secret of the tests, long enough to be taken for one";
const GIB = 1024 ** 3;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const embedded = (): Config => readConfig({ DATA_DIR: join(folder, "data") });
const givenDatabase = (url: string, settings: Record<string, string> = {}): Config =>
  readConfig({ DATABASE_URL: url, REGISTRY_SECRET, DATA_DIR: join(folder, "data"), ...settings });
const named = (checks: readonly Check[], name: string) => checks.find((check) => check.name === name);

describe("doctor, about the machine", () => {
  it.each([
    ["20.19.0", "ok"],
    ["20.20.1", "ok"],
    ["24.0.0", "ok"],
    ["20.18.3", "problem"],
    ["18.20.8", "problem"],
  ])("finds Node.js %s: %s", async (version, state) => {
    expect(await checkNode(version)).toMatchObject({
      state,
      found: `version ${version}`,
      remedy: state === "ok" ? null : "Install Node.js 20.19 or newer.",
    });
  });

  it("looks at the Node.js that runs it", async () => {
    expect((await checkNode()).found).toBe(`version ${process.versions.node}`);
  });

  it("asks for space where less than a gibibyte is free, and only where the database is kept there", async () => {
    const asked: string[] = [];
    const freeIn = (bytes: number) => (of: string) => {
      asked.push(of);
      return Promise.resolve(bytes);
    };
    expect(await checkDisk(embedded(), freeIn(GIB))).toMatchObject({ state: "ok" });
    expect(await checkDisk(embedded(), freeIn(GIB / 2))).toMatchObject({
      state: "problem",
      found: `0.5 GiB free for ${join(folder, "data")}`,
      remedy: expect.stringContaining("DATA_DIR"),
    });
    expect(await checkDisk(givenDatabase("postgres://api@db/registry"), freeIn(0))).toMatchObject({
      state: "skipped",
    });
    // The data folder is not there yet: the disk is that of the folder above.
    expect(asked).toEqual([folder, folder, folder]);
    expect((await checkDisk(embedded())).found).toMatch(/^\d+\.\d GiB free/);
  });
});

describe("doctor, about the sign-in", () => {
  it("says that nobody signs in where no issuer is named", async () => {
    expect(await checkSignIn(embedded())).toMatchObject({ state: "skipped" });
  });

  it("asks the issuer for its keys", async () => {
    const issuer = await TestIssuer.start();
    const signIn = issuer.settings;
    expect(await checkSignIn({ signIn })).toMatchObject({ state: "ok", found: "the issuer publishes 1 key" });
    issuer.keys = [];
    expect(await checkSignIn({ signIn })).toMatchObject({
      state: "problem",
      found: "the issuer publishes no key",
    });
    await issuer.stop();
    expect(await checkSignIn({ signIn })).toMatchObject({
      state: "problem",
      found: "the issuer's keys cannot be had: it could not be reached (ECONNREFUSED)",
    });
    expect(await checkSignIn({ signIn: { ...signIn, roles: new Map([["a", "OWNER"]]) } })).toMatchObject({
      state: "problem",
      remedy: "OIDC_ROLES names a role that people cannot have: use ADMIN, ANALYST, REPORTER, AUDITOR.",
    });
  });
});

describe("doctor, about the secrets", () => {
  const secrets = () => join(folder, "data", "secrets");
  const ALL = [
    "registry-secret",
    "postgres-superuser-password",
    "postgres-owner-password",
    "postgres-api-password",
    "postgres-sequencer-password",
  ];

  async function keep(names: readonly string[]): Promise<void> {
    await mkdir(secrets(), { recursive: true, mode: 0o700 });
    for (const name of names) await writeFile(join(secrets(), name), "kept", { mode: 0o600 });
  }

  afterEach(() => rm(join(folder, "data"), { recursive: true, force: true }));

  it("finds none before the first start, which makes them", async () => {
    expect(await checkSecrets(embedded())).toMatchObject({ state: "skipped", remedy: null });
  });

  it("finds all of them, for their owner alone", async () => {
    await keep(ALL);
    expect(await checkSecrets(embedded())).toMatchObject({ state: "ok" });
  });

  it.each(ALL)("says that %s is missing, and where to take it from", async (missing) => {
    await keep(ALL.filter((name) => name !== missing));
    expect(await checkSecrets(embedded())).toMatchObject({
      state: "problem",
      found: `${secrets()} lacks ${missing}`,
      remedy: expect.stringContaining("copy of the data folder"),
    });
  });

  it("does not miss the file of a secret that is set", async () => {
    await keep(ALL.slice(1));
    const set = readConfig({ DATA_DIR: join(folder, "data"), REGISTRY_SECRET });
    expect(await checkSecrets(set)).toMatchObject({ state: "ok" });
  });

  it("names what others may read, with the command that ends it", async () => {
    await keep(ALL);
    await chmod(join(secrets(), "postgres-owner-password"), 0o640);
    expect(await checkSecrets(embedded())).toMatchObject({
      state: "problem",
      remedy: `Run: chmod 600 '${join(secrets(), "postgres-owner-password")}'`,
    });
    await chmod(join(secrets(), "postgres-owner-password"), 0o600);
    await chmod(secrets(), 0o755);
    expect((await checkSecrets(embedded())).remedy).toBe(`Run: chmod 700 '${secrets()}'`);
  });
});

describe("doctor, about the database", () => {
  const database = withTestDatabase();
  let bare: TestDatabase;
  beforeAll(async () => {
    bare = await createTestDatabase({ empty: true });
  });
  afterAll(() => bare.drop());

  it("finds version, schema, grants and clock in order", async () => {
    const checks = await checkDatabase(givenDatabase(database.apiUrl));
    // What a server writes to its log is its own.
    const ours = checks.filter(({ name }) => name !== "Database log");
    expect(ours.map(({ name, state }) => [name, state])).toEqual([
      ["Database", "ok"],
      ["Schema", "ok"],
      ["Role grants", "ok"],
      ["Bound keys", "ok"],
      ["Secret in use", "ok"],
      ["Ledger", "ok"],
      ["Clock", "ok"],
    ]);
  });

  it("says how far the ledger is published, and what keeps it from going on", async () => {
    const ledger = async () => named(await checkDatabase(givenDatabase(database.apiUrl)), "Ledger");
    await insertPending(database.api, 3);
    expect(await ledger()).toMatchObject({ state: "ok", found: "0 leaves are published, 3 wait" });
    await database.owner.query("UPDATE ledger_log SET verifier_key = 'log.example+00000000+AAAA'");
    expect(await ledger()).toMatchObject({
      state: "problem",
      found: expect.stringMatching(/ledger-key is not there$/),
      remedy: expect.stringContaining("Put it back"),
    });
    await database.owner.query("UPDATE ledger_log SET halted = 'Restore a newer backup.'");
    expect(await ledger()).toMatchObject({ state: "problem", remedy: "Restore a newer backup." });
    await database.owner.query("UPDATE ledger_log SET halted = NULL, is_on = false");
    expect(await ledger()).toMatchObject({ state: "skipped", found: "it is off" });
  });

  it("refuses a server that is too old", () => {
    expect(judgeVersion({ version: "15.0", number: 150_000 }).state).toBe("ok");
    expect(judgeVersion({ version: "14.20", number: 140_020 })).toMatchObject({
      state: "problem",
      found: "PostgreSQL 14.20 answers",
      remedy: "Use PostgreSQL 15 or newer.",
    });
  });

  it("says how PostgreSQL's own log is kept from quoting values", () => {
    expect(judgeLog([], "api")).toMatchObject({ name: "Database log", state: "ok" });
    expect(judgeLog(["log_min_messages = log"], "api")).toMatchObject({
      state: "problem",
      remedy: expect.stringContaining('ALTER ROLE "api" SET log_min_messages = log;'),
    });
  });

  it("says which migrations are missing, and how to run them", async () => {
    expect(named(await checkDatabase(givenDatabase(bare.apiUrl)), "Schema")).toMatchObject({
      state: "problem",
      found: expect.stringMatching(/^\d+ migrations are missing$/),
      remedy: expect.stringContaining("registry migrate"),
    });
  });

  it("says what a role could do to facts, and lets a trial go on with it", async () => {
    const asOwner = await checkDatabase(givenDatabase(database.ownerUrl));
    expect(named(asOwner, "Role grants")).toMatchObject({
      state: "problem",
      found: expect.stringContaining("owns"),
      remedy: expect.stringContaining("DATABASE_URL"),
    });
    const onTrial = await checkDatabase(givenDatabase(database.ownerUrl, { ALLOW_OWNER: "1" }));
    expect(named(onTrial, "Role grants")).toMatchObject({
      state: "skipped",
      found: expect.stringContaining("ALLOW_OWNER"),
    });
  });

  it("says that there are no roles for erasing and for bound keys, and how to make them", async () => {
    const alone = `${roleOf(database.apiUrl)}_alone`.slice(0, 50);
    const url = new URL(database.apiUrl);
    [url.username, url.password] = [alone, "alone"];
    const creator = withDatabase(testCluster().creatorUrl, url.pathname.slice(1));
    await execute(creator, `CREATE ROLE "${alone}" LOGIN PASSWORD 'alone'`);
    await execute(
      creator,
      `GRANT USAGE ON SCHEMA public TO "${alone}"; GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${alone}"`,
    );
    try {
      const checks = await checkDatabase(givenDatabase(url.href));
      expect(named(checks, "Role grants")).toMatchObject({
        state: "problem",
        found: expect.stringContaining(`CREATE ROLE "${alone}_eraser" NOLOGIN ROLE "${alone}"`),
      });
      expect(named(checks, "Bound keys")).toMatchObject({
        state: "skipped",
        found: expect.stringContaining("docs/partners.md"),
      });
    } finally {
      await execute(creator, `DROP OWNED BY "${alone}"; DROP ROLE "${alone}"`);
    }
  });

  it("says how far the clocks are apart where it matters", async () => {
    const slow = new MovableClock(new Date(Date.now() - 60_000).toISOString());
    expect(named(await checkDatabase(givenDatabase(database.apiUrl), slow), "Clock")).toMatchObject({
      state: "problem",
      found: expect.stringMatching(/^(?:60|6[1-9])\d{3} ms from the database's$/),
      remedy: expect.stringContaining("NTP"),
    });
  });
});
