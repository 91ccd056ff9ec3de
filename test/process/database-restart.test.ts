import { describe, expect, it } from "@jest/globals";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNativePackage, prepareBinaries } from "../../src/platform/db/embedded/binaries.js";
import { ownerOf } from "../../src/platform/db/embedded/cluster.js";
import { startEmbeddedPostgres } from "../../src/platform/db/embedded/index.js";
import { startServer, stopServer, type Server } from "../../src/platform/db/embedded/server.js";
import { findServerUser } from "../../src/platform/db/embedded/server-user.js";
import { READY_MS } from "../../src/platform/http/readiness.js";
import { clusterOf, postmasterOf } from "../integration/embedded/data-folder.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { clientOf, codesOf, type Program } from "./program.js";
import { embeddedOwnerUrl, killPostgres, postgresRuns, SECRET, withPrograms } from "./programs.js";
import { askOnEach, logOf } from "./workers.js";

describe("a program whose given PostgreSQL goes away and comes back", () => {
  const programs = withPrograms();

  it("answers UNAVAILABLE meanwhile, recovers by itself, and records a retry once", async () => {
    const dataDir = await programs.dataDir();
    const postgres = await startEmbeddedPostgres({ dataDir });
    const program = programs.start({
      DATABASE_URL: postgres.apiUrl,
      DATABASE_OWNER_URL: postgres.ownerUrl,
      REGISTRY_SECRET: SECRET,
    });
    const up = await program.up();
    const api = clientOf(up, up.key);
    const input = disclosureInput();
    await api.request(RECORD, { input });
    const port = Number(new URL(postgres.apiUrl).port);
    const server = await serverOf(dataDir);

    // Requests that are under way as it goes are answered too.
    const underWay = Array.from({ length: 20 }, () =>
      codesOf(api.request(RECORD, { input: disclosureInput() })),
    );
    await postgres.stop();
    for (const codes of await Promise.all(underWay)) {
      expect([[], ["UNAVAILABLE"]]).toContainEqual(codes);
    }
    const missed = disclosureInput();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await codesOf(api.request(RECORD, { input: missed }))).toEqual(["UNAVAILABLE"]);
      expect((await fetch(`${up.address}/readyz`)).status).toBe(503);
      expect((await fetch(`${up.address}/healthz`)).status).toBe(200);
    }

    await startServer(server, () => Promise.resolve(port));
    expect(await api.request(RECORD, { input: missed })).toMatchObject({
      recordDisclosure: { created: true },
    });
    expect(await api.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: false } });
    await sleep(READY_MS);
    expect((await fetch(`${up.address}/readyz`)).status).toBe(200);
    expect(program.isRunning).toBe(true);
    expect(await program.stop()).toEqual({ code: 0, signal: null });
    // What was given is left running.
    expect(await postgresRuns(dataDir)).toBe(true);
    await stopServer(server);
  });
});

describe("a program whose own PostgreSQL ends", () => {
  const programs = withPrograms();

  it.each([
    ["1", "killed", (dataDir: string) => killPostgres(dataDir)],
    ["2", "killed", (dataDir: string) => killPostgres(dataDir)],
    // As `pg_ctl stop --mode=fast` does, which would wait for half a minute where the server is back before it has looked.
    ["1", "stopped by somebody else", (dataDir: string) => killPostgres(dataDir, "SIGINT")],
  ])(
    "starts it again on its port and records a retry once: %s process, PostgreSQL %s",
    async (processes, _, end) => {
      const dataDir = await programs.dataDir();
      const program = programs.start({ DATA_DIR: dataDir, WORKERS: processes, LOG_LEVEL: "warn" });
      const up = await program.up();
      const api = clientOf(up, up.key);
      const url = await embeddedOwnerUrl(dataDir);
      const inputs = Array.from({ length: 20 }, () => disclosureInput());
      for (const ends of [1, 2]) {
        const before = await postmasterOf(dataDir);
        const underWay = inputs.map((input) => codesOf(api.request(RECORD, { input })));
        await end(dataDir);
        for (const codes of await Promise.all(underWay)) {
          expect([[], ["UNAVAILABLE"]]).toContainEqual(codes);
        }
        await until(() => countOf(program, "PostgreSQL runs again") === ends);
        expect(await postmasterOf(dataDir)).not.toBe(before);
        expect(await embeddedOwnerUrl(dataDir)).toBe(url);
      }
      for (const input of inputs) await api.request(RECORD, { input });
      for (const answer of await askOnEach(4, up.address, up.key, COUNT)) {
        expect(answer).toBe(`{"data":{"disclosures":{"totalCount":${inputs.length}}}}`);
      }
      const said = logOf(program).map(({ msg }) => String(msg));
      expect(said.filter((msg) => msg.startsWith("PostgreSQL"))).toEqual([
        ...["PostgreSQL ended and is started again", "PostgreSQL runs again"],
        ...["PostgreSQL ended and is started again", "PostgreSQL runs again"],
      ]);
      expect(await program.stop()).toEqual({ code: 0, signal: null });
      expect(await postgresRuns(dataDir)).toBe(false);
    },
  );

  it("tries again, later each time, where it cannot be started, and can be stopped meanwhile", async () => {
    const dataDir = await programs.dataDir();
    const program = programs.start({ DATA_DIR: dataDir, LOG_LEVEL: "warn" });
    const up = await program.up();
    const { cluster } = await serverOf(dataDir);
    await rename(join(cluster, "global"), join(cluster, "global.away"));
    await killPostgres(dataDir);
    await until(() => countOf(program, "PostgreSQL did not start again") > 1);
    expect(await codesOf(clientOf(up, up.key).request("{ viewer { name } }"))).toEqual(["UNAVAILABLE"]);
    await rename(join(cluster, "global.away"), join(cluster, "global"));
    await until(() => countOf(program, "PostgreSQL runs again") === 1);
    expect(await clientOf(up, up.key).request("{ viewer { roles } }")).toEqual({
      viewer: { roles: ["ADMIN"] },
    });

    await rename(join(cluster, "global"), join(cluster, "global.away"));
    await killPostgres(dataDir);
    const failed = countOf(program, "PostgreSQL did not start again");
    await until(() => countOf(program, "PostgreSQL did not start again") > failed);
    expect(await program.stop()).toEqual({ code: 0, signal: null });
  });
});

const COUNT = "{ disclosures(first: 1) { totalCount } }";

const countOf = (program: Program, message: string): number =>
  logOf(program).filter(({ msg }) => msg === message).length;

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(20);
}

/** The server of a data folder, to be stopped and started behind a program's back. */
async function serverOf(dataDir: string): Promise<Server> {
  const cluster = await clusterOf(dataDir);
  const user = await ownerOf(cluster, await findServerUser());
  const binaries = await prepareBinaries(await findNativePackage(), user, () =>
    Promise.resolve(join(dataDir, "..")),
  );
  return { cluster, binaries, user };
}
