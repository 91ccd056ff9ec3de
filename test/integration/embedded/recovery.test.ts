import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { findNativePackage, prepareBinaries } from "../../../src/platform/db/embedded/binaries.js";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../../../src/platform/db/embedded/index.js";
import { processStart } from "../../../src/platform/db/embedded/process-identity.js";
import { startServer, stopServer } from "../../../src/platform/db/embedded/server.js";
import { findServerUser } from "../../../src/platform/db/embedded/server-user.js";
import { execute } from "../../support/test-cluster.js";
import { clusterOf, postmasterOf, temporaryFolder, type TemporaryFolder } from "./data-folder.js";
import { startHolder, type Holder } from "./holder.js";

describe("after the registry or PostgreSQL was killed", () => {
  let folder: TemporaryFolder;
  let dataDir: string;
  let holder: Holder | undefined;
  let postgres: EmbeddedPostgres | undefined;

  beforeEach(async () => {
    folder = await temporaryFolder();
    dataDir = join(folder.path, "data");
  });

  afterEach(async () => {
    await holder?.end("SIGKILL");
    // Also stops what a failed test left running in the folder.
    postgres ??= await startEmbeddedPostgres({ dataDir });
    await postgres.stop();
    await folder[Symbol.asyncDispose]();
    postgres = holder = undefined;
  });

  it("stops the server that a killed registry left running, and has everything it committed", async () => {
    holder = startHolder(dataDir);
    const { ownerUrl } = await holder.next();
    await execute(String(ownerUrl), "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
    await holder.end("SIGKILL");
    const orphan = await postmasterOf(dataDir);
    expect(await processStart(orphan)).toBeDefined();

    const progress: string[] = [];
    postgres = await startEmbeddedPostgres({ dataDir, onProgress: (message) => progress.push(message) });
    expect(progress).toEqual(["Stopped the PostgreSQL an earlier run left behind."]);
    expect(await processStart(orphan)).toBeUndefined();
    expect(await execute(postgres.ownerUrl, "SELECT count(*)::int AS rows FROM kept")).toEqual([
      { rows: 1000 },
    ]);
  });

  it("recovers when both were killed in the middle of writing", async () => {
    holder = startHolder(dataDir);
    const ownerUrl = String((await holder.next()).ownerUrl);
    await execute(ownerUrl, "CREATE TABLE kept AS SELECT 1 AS n");
    const writing = executeUntilLost(ownerUrl, "INSERT INTO kept SELECT generate_series(1, 20000000)");
    await sleep(200);
    const children = await execute<{ pid: number }>(
      ownerUrl,
      "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    );
    const postmaster = await postmasterOf(dataDir);
    // The holder first: it would start PostgreSQL again.
    await holder.end("SIGKILL");
    process.kill(postmaster, "SIGKILL");
    for (const { pid } of children) process.kill(pid, "SIGKILL");
    expect(await writing).toBe("lost");

    postgres = await startEmbeddedPostgres({ dataDir });
    expect(await execute(postgres.ownerUrl, "SELECT count(*)::int AS rows FROM kept")).toEqual([{ rows: 1 }]);
  });

  it.each([
    [
      "while the cluster is being made",
      (names: string[]) => names.some((name) => name.includes("unfinished")),
    ],
    ["when it has just been made", (names: string[]) => names.includes("postgres")],
  ])("begins again after a first start that was killed %s", async (_, reached) => {
    holder = startHolder(dataDir);
    while (!reached(await readdir(dataDir).catch(() => []))) await sleep(2);
    await holder.end("SIGKILL");

    postgres = await startEmbeddedPostgres({ dataDir });
    await execute(postgres.ownerUrl, "CREATE TABLE works (n int)");
    expect((await readdir(dataDir)).sort()).toEqual(["postgres", "registry.lock", "secrets"]);
  });

  it("is not held up by ids that belong to other processes by now", async () => {
    postgres = await startEmbeddedPostgres({ dataDir });
    const cluster = await clusterOf(dataDir);
    const lock = await readFile(join(dataDir, "registry.lock"), "utf8");
    const pidFile = await readFile(join(cluster, "postmaster.pid"), "utf8");
    await postgres.stop();
    postgres = undefined;
    const { uid, gid } = await lstat(cluster);
    const bystander = spawn("sleep", ["60"], { uid, gid });
    const gone = once(bystander, "exit");
    try {
      const holderOfLock = JSON.parse(lock) as { pid: number };
      await writeFile(
        join(dataDir, "registry.lock"),
        JSON.stringify({ ...holderOfLock, pid: bystander.pid }),
      );
      await writeFile(join(cluster, "postmaster.pid"), pidFile.replace(/^\d+/, String(bystander.pid)));
      postgres = await startEmbeddedPostgres({ dataDir });
      expect(await execute(postgres.apiUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(bystander.signalCode).toBeNull();
    } finally {
      bystander.kill("SIGKILL");
      await gone;
    }
  });

  it("keeps the server up through a Ctrl-C, which a terminal sends to the whole process group", async () => {
    holder = startHolder(dataDir);
    const { apiUrl } = await holder.next();
    process.kill(-holder.pid, "SIGINT");
    expect(await holder.next()).toEqual({ stillUp: true });
    await holder.end("SIGTERM");
    await expect(execute(String(apiUrl), "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("takes another port when the chosen one is taken meanwhile", async () => {
    postgres = await startEmbeddedPostgres({ dataDir });
    await postgres.stop();
    const user = await findServerUser();
    const server = {
      cluster: await clusterOf(dataDir),
      binaries: await prepareBinaries(await findNativePackage(), user, () => Promise.resolve(folder.path)),
      user,
    };
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const taken = (other.address() as AddressInfo).port;
    try {
      const ports = [taken, await portFreeNow()];
      const port = await startServer(server, () => Promise.resolve(ports.shift() ?? 0));
      await stopServer(server);
      expect(port).not.toBe(taken);
      expect(ports).toEqual([]);
    } finally {
      other.close();
    }
  });

  it("says what PostgreSQL said when it does not start", async () => {
    postgres = await startEmbeddedPostgres({ dataDir });
    await postgres.stop();
    const version = join(await clusterOf(dataDir), "PG_VERSION");
    await writeFile(version, "12\n");
    const failure = startEmbeddedPostgres({ dataDir });
    await expect(failure).rejects.toThrow(/incompatible with server[^]*start the release that made it/);
    await writeFile(version, "18\n");
    postgres = await startEmbeddedPostgres({ dataDir });
  });
});

/** Runs a statement whose server is killed meanwhile, and answers whether it came to an end. */
async function executeUntilLost(url: string, statement: string): Promise<"done" | "lost"> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
    await client.end();
    return "done";
  } catch {
    return "lost";
  }
}

async function portFreeNow(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
