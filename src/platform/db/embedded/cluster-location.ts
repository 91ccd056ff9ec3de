import { createHash, randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "../../data-dir.js";
import { EmbeddedPostgresFailed } from "./errors.js";
import { UNQUOTABLE } from "./run-program.js";
import { userCan, type ServerUser } from "./server-user.js";

/** Where a data folder's cluster (PostgreSQL's word for its files) lives. */
export interface ClusterLocation {
  /** The folder that holds the cluster's folder: `DATA_DIR`, or one outside it that the server's user can reach. */
  readonly home: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly exists: boolean;
  /** To be called once the cluster is whole: from then on the data folder points to it. */
  settle(): Promise<void>;
}

/** Folders for clusters and programs when `DATA_DIR` is one that only root may enter. */
const OUTSIDE = ["/var/lib/disclosure-registry", "/var/tmp/disclosure-registry"];
const CLUSTER = "postgres";

const pointerOf = (dataDir: string): string => join(dataDir, "cluster-location");
const unsettledPointerOf = (dataDir: string): string => join(dataDir, "cluster-location.unsettled");

/**
 * Finds the cluster of a data folder, or the place for a new one.
 *
 * A new place outside `DATA_DIR` is written down as unsettled first, so that an interrupted first start leaves nothing behind:
 * the next one removes it and begins again.
 */
export async function locateCluster(dataDir: string, user: ServerUser | undefined): Promise<ClusterLocation> {
  const pointed = await readPointer(pointerOf(dataDir));
  if (pointed !== undefined) return follow(dataDir, pointed);
  const inside = join(dataDir, CLUSTER);
  if (await isThere(inside)) return { home: dataDir, cluster: inside, exists: true, settle: async () => {} };
  await removeUnsettled(dataDir);
  if (!UNQUOTABLE.test(dataDir) && (await userCan(user, "enter", dataDir))) {
    return { home: dataDir, cluster: inside, exists: false, settle: async () => {} };
  }
  if (user !== undefined) return newPlaceOutside(dataDir, user);
  throw new EmbeddedPostgresFailed(
    `The path ${dataDir} holds a character PostgreSQL's own tools cannot take (" $ \` \\). Set DATA_DIR to another folder.`,
  );
}

async function follow(dataDir: string, home: string): Promise<ClusterLocation> {
  const cluster = join(home, CLUSTER);
  if (!(await isThere(cluster))) {
    throw new EmbeddedPostgresFailed(
      `${pointerOf(dataDir)} says the database is in ${home}, but it is not there. Put that folder back ` +
        `(in a container, keep it on a volume), or delete ${dataDir} to begin with an empty registry.`,
    );
  }
  return { home, cluster, exists: true, settle: async () => {} };
}

async function newPlaceOutside(dataDir: string, user: ServerUser): Promise<ClusterLocation> {
  const base = await folderOutside(user);
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  // The random part keeps a new data folder from meeting the cluster of a deleted one of the same name.
  const home = join(base, `${hash}-${randomBytes(3).toString("hex")}`);
  await writeDurably(unsettledPointerOf(dataDir), `${home}\n`, 0o644);
  await mkdir(home);
  await chmod(home, 0o711);
  return {
    home,
    cluster: join(home, CLUSTER),
    exists: false,
    settle: () => rename(unsettledPointerOf(dataDir), pointerOf(dataDir)),
  };
}

/** A folder of ours that the server's user can enter. It must belong to us alone: `/var/tmp` is everyone's. */
export async function folderOutside(user: ServerUser): Promise<string> {
  const problems: string[] = [];
  for (const folder of OUTSIDE) {
    try {
      await mkdir(folder, { recursive: true });
      const { uid, mode } = await lstat(folder);
      if (uid !== process.getuid?.() || (mode & 0o022) !== 0) throw new Error("others may change it");
      await chmod(folder, 0o755);
      if (await userCan(user, "enter", folder)) return folder;
      throw new Error("that user cannot enter it either");
    } catch (error) {
      problems.push(`${folder}: ${(error as Error).message}`);
    }
  }
  throw new EmbeddedPostgresFailed(
    `PostgreSQL runs as the user ${user.name}, who cannot enter the registry's folder, ` +
      `and no folder outside it would do (${problems.join("; ")}). Set DATA_DIR to a folder that user can enter.`,
  );
}

async function removeUnsettled(dataDir: string): Promise<void> {
  const home = await readPointer(unsettledPointerOf(dataDir));
  if (home === undefined) return;
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
  await rm(unsettledPointerOf(dataDir));
}

async function readPointer(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trimEnd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
