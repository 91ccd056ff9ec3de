import { describe, expect, it } from "@jest/globals";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNativePackage, prepareBinaries } from "../../src/platform/db/embedded/binaries.js";
import { ownerOf } from "../../src/platform/db/embedded/cluster.js";
import { startServer, stopServer, type Server } from "../../src/platform/db/embedded/server.js";
import { findServerUser } from "../../src/platform/db/embedded/server-user.js";
import { clusterOf } from "../integration/embedded/data-folder.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { clientOf, codesOf } from "./program.js";
import { embeddedOwnerUrl, postgresRuns, withPrograms } from "./programs.js";

describe("a program whose PostgreSQL goes away and comes back", () => {
  const programs = withPrograms();

  it("answers UNAVAILABLE meanwhile, recovers by itself, and records a retry once", async () => {
    const dataDir = await programs.dataDir();
    const program = programs.start({ DATA_DIR: dataDir });
    const up = await program.up();
    const api = clientOf(up, up.key);
    const input = disclosureInput();
    await api.request(RECORD, { input });
    const port = Number(new URL(await embeddedOwnerUrl(dataDir)).port);
    const server = await serverOf(dataDir);

    // Requests that are under way as it goes are answered too.
    const underWay = Array.from({ length: 20 }, () =>
      codesOf(api.request(RECORD, { input: disclosureInput() })),
    );
    await stopServer(server);
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
    expect((await fetch(`${up.address}/readyz`)).status).toBe(200);
    await sleep(100);
    expect(program.isRunning).toBe(true);
    expect(await program.stop()).toEqual({ code: 0, signal: null });
    expect(await postgresRuns(dataDir)).toBe(false);
  });
});

/** The server a program has started, to be stopped and started behind its back. */
async function serverOf(dataDir: string): Promise<Server> {
  const cluster = await clusterOf(dataDir);
  const user = await ownerOf(cluster, await findServerUser());
  const binaries = await prepareBinaries(await findNativePackage(), user, () =>
    Promise.resolve(join(dataDir, "..")),
  );
  return { cluster, binaries, user };
}
