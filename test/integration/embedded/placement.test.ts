import { chmod, cp, lstat, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  findNativePackage,
  prepareBinaries,
  type NativePackage,
} from "../../../src/platform/db/embedded/binaries.js";
import { startEmbeddedPostgres } from "../../../src/platform/db/embedded/index.js";
import { runProgram } from "../../../src/platform/db/embedded/run-program.js";
import { findServerUser, runsAsRoot } from "../../../src/platform/db/embedded/server-user.js";
import { execute } from "../../support/test-cluster.js";
import { clusterOf, removeClusterOutside, temporaryFolder, type TemporaryFolder } from "./data-folder.js";

describe("a data folder that only its owner may enter", () => {
  let folder: TemporaryFolder;
  let dataDir: string;

  beforeEach(async () => {
    folder = await temporaryFolder(0o700);
    dataDir = join(folder.path, "data");
  });

  afterEach(async () => {
    await removeClusterOutside(dataDir);
    await folder[Symbol.asyncDispose]();
  });

  it("has its cluster inside; under root outside, where the server's user can be, and points to it", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await execute(first.ownerUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();

    const names = await readdir(dataDir);
    expect(names).toContain(runsAsRoot() ? "cluster-location" : "postgres");
    expect(names).not.toContain(runsAsRoot() ? "postgres" : "cluster-location");
    const { uid, mode } = await lstat(await clusterOf(dataDir));
    expect(uid).toBe((await findServerUser())?.uid ?? process.getuid?.());
    expect(mode & 0o777).toBe(0o700);

    const second = await startEmbeddedPostgres({ dataDir });
    try {
      expect(await execute(second.ownerUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    } finally {
      await second.stop();
    }
  });

  it("is not quietly begun anew when the cluster it points to is gone", async () => {
    await (await startEmbeddedPostgres({ dataDir })).stop();
    const cluster = await clusterOf(dataDir);
    await rm(cluster, { recursive: true });
    const again = startEmbeddedPostgres({ dataDir });
    if (runsAsRoot()) {
      await expect(again).rejects.toThrow(/it is not there\. Put that folder back/);
    } else {
      await (await again).stop();
    }
  });
});

describe("PostgreSQL's programs", () => {
  let folder: TemporaryFolder;
  let native: NativePackage;

  /** The installed package without the links an install script makes, as newer npm versions leave it, in a path with a space. */
  beforeEach(async () => {
    folder = await temporaryFolder();
    const installed = await findNativePackage();
    native = { ...installed, folder: join(folder.path, "node modules", "native package") };
    await cp(installed.folder, native.folder, { recursive: true, verbatimSymlinks: true });
    for (const path of await libraryLinks(native)) await rm(path);
  });

  afterEach(async () => {
    await chmod(join(native.folder, "native", "lib"), 0o755);
    await folder[Symbol.asyncDispose]();
  });

  const copies = () => join(folder.path, "copies");

  it("run in place once their library's links are made", async () => {
    const { initdb } = await prepareBinaries(native, await findServerUser(), () =>
      Promise.reject(new Error("no copy")),
    );
    expect(initdb).toContain(native.folder);
    expect((await runProgram(undefined, initdb, ["--version"])).output).toContain("initdb (PostgreSQL)");
    for (const path of await libraryLinks(native)) expect((await lstat(path)).isSymbolicLink()).toBe(true);
  });

  it("are copied once when their folder cannot be used where it is", async () => {
    // Root writes to any folder, but the server's user does not enter this one; everybody else cannot write to the other.
    if (runsAsRoot()) await chmod(native.folder, 0o700);
    else await chmod(join(native.folder, "native", "lib"), 0o555);
    const user = await findServerUser();
    const copiesFolder = async () => {
      await mkdir(copies(), { recursive: true });
      return copies();
    };
    const both = await Promise.all([
      prepareBinaries(native, user, copiesFolder),
      prepareBinaries(native, user, copiesFolder),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(await readdir(copies())).toEqual([expect.stringContaining(native.version)]);
    expect((await runProgram(user, both[0].postgres, ["--version"])).output).toContain(
      "postgres (PostgreSQL)",
    );
  });
});

async function libraryLinks({ folder }: NativePackage): Promise<string[]> {
  const list = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8");
  return (JSON.parse(list) as { target: string }[]).map(({ target }) => join(folder, target));
}
