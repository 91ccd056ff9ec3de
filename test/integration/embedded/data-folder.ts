import { chmod, lstat, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder for one test. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * A folder to be made a data folder, or to hold one.
 *
 * @param mode 0o755 lets the server's user in; 0o700 lets in only whoever runs the tests
 */
export async function temporaryFolder(mode: 0o755 | 0o700 = 0o755): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "registry-embedded-"));
  await chmod(path, mode);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Removes the cluster a data folder keeps outside itself, if it does. */
export async function removeClusterOutside(dataDir: string): Promise<void> {
  const cluster = await clusterOf(dataDir);
  if (!cluster.startsWith(dataDir)) await rm(dirname(cluster), { recursive: true, force: true });
}

/** Where the cluster of a data folder is. */
export async function clusterOf(dataDir: string): Promise<string> {
  const pointer = await readFile(join(dataDir, "cluster-location"), "utf8").catch(() => dataDir);
  return join(pointer.trim(), "postgres");
}

/** The id of a cluster's main server process. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const text = await readFile(join(await clusterOf(dataDir), "postmaster.pid"), "utf8");
  return Number(text.split("\n")[0]);
}

/** The permission bits of a file. */
export async function modeOf(path: string): Promise<number> {
  return (await lstat(path)).mode & 0o777;
}
