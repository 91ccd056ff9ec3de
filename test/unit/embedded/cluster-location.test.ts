import { chmod, lstat, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { locateCluster, type ClusterLocation } from "../../../src/platform/db/embedded/cluster-location.js";
import {
  findServerUser,
  runsAsRoot,
  type ServerUser,
} from "../../../src/platform/db/embedded/server-user.js";

describe("the place of a data folder's cluster", () => {
  let dataDir: string;
  let user: ServerUser | undefined;
  const homes = new Set<string>();

  beforeEach(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), "registry-place-")));
    user = await findServerUser();
  });

  afterEach(async () => {
    for (const home of [dataDir, ...homes]) await rm(home, { recursive: true, force: true });
    homes.clear();
  });

  async function locate(folder = dataDir): Promise<ClusterLocation> {
    const location = await locateCluster(folder, user);
    homes.add(location.home);
    return location;
  }

  it("is inside when the server's user can enter the folder", async () => {
    await chmod(dataDir, 0o755);
    const inside = { home: dataDir, cluster: join(dataDir, "postgres") };
    expect(await locate()).toMatchObject({ ...inside, exists: false });
    await mkdir(inside.cluster);
    expect(await locate()).toMatchObject({ ...inside, exists: true });
  });

  it("is found again only once the cluster is whole; what an interrupted first start made is removed", async () => {
    const interrupted = await locate();
    await mkdir(interrupted.cluster);
    const location = await locate();
    if (!runsAsRoot()) {
      expect(location).toMatchObject({ home: dataDir, exists: true });
      return;
    }
    expect(location.home).not.toBe(interrupted.home);
    await expect(lstat(interrupted.home)).rejects.toMatchObject({ code: "ENOENT" });
    expect((await lstat(location.home)).mode & 0o777).toBe(0o711);

    await mkdir(location.cluster);
    await location.settle();
    expect(await readdir(dataDir)).toEqual(["cluster-location"]);
    expect(await locate()).toMatchObject({ home: location.home, exists: true });
  });

  it("is not in a path PostgreSQL's own tools would hand to a shell unquoted", async () => {
    const folder = join(dataDir, "costs $HOME");
    await mkdir(folder);
    await chmod(dataDir, 0o755);
    if (runsAsRoot()) expect((await locate(folder)).home).not.toContain("$");
    else await expect(locate(folder)).rejects.toThrow(/Set DATA_DIR to another folder/);
  });

  it("is an error when the data folder points to a cluster that is gone", async () => {
    await writeFile(join(dataDir, "cluster-location"), join(dataDir, "elsewhere"));
    await expect(locate()).rejects.toThrow(
      /Put that folder back .* or delete .* to begin with an empty registry/,
    );
  });
});
