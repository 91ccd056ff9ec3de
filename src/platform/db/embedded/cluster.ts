import { randomBytes } from "node:crypto";
import { appendFile, chown, lchown, lstat, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Binaries } from "./binaries.js";
import { HOST_BASED_AUTHENTICATION, SETTINGS_FILE } from "./configuration.js";
import { EmbeddedPostgresFailed, stepFailed } from "./errors.js";
import { runProgram } from "./run-program.js";
import { runsAsRoot, userCan, type ServerUser } from "./server-user.js";

/** The name of PostgreSQL's superuser in every cluster of ours. */
export const SUPERUSER = "postgres";

/**
 * Makes a new cluster at `cluster`, or nothing: it is made under another name and renamed once it is whole.
 *
 * @param password the superuser's
 */
export async function createCluster(
  cluster: string,
  binaries: Binaries,
  user: ServerUser | undefined,
  password: string,
): Promise<void> {
  await removeUnfinished(cluster);
  const draft = `${cluster}.unfinished-${randomBytes(3).toString("hex")}`;
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user) {
      await chown(draft, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    const { code, output } = await runProgram(user, binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-instructions",
    ]);
    if (code !== 0) throw stepFailed(`The database folder ${cluster} could not be made`, output);
    await writeFile(join(draft, "pg_hba.conf"), HOST_BASED_AUTHENTICATION);
    await appendFile(join(draft, "postgresql.conf"), `\ninclude '${SETTINGS_FILE}'\n`);
    // Gone before the cluster is whole: nothing looks for it afterwards.
    await rm(passwordFile, { force: true });
    await rename(draft, cluster);
  } catch (error) {
    for (const path of [draft, passwordFile]) await rm(path, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

/** An initdb whose parent was killed may still write for a moment; what it leaves then goes at the next start. */
async function removeUnfinished(cluster: string): Promise<void> {
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(`${basename(cluster)}.unfinished-`)) continue;
    await rm(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}

/**
 * The user to run an existing cluster as: its owner, because PostgreSQL serves nobody else's.
 * A cluster of root's (put back from a backup, say) is given to `fallback` first.
 */
export async function ownerOf(
  cluster: string,
  fallback: ServerUser | undefined,
): Promise<ServerUser | undefined> {
  if (process.getuid === undefined) return undefined;
  const { uid, gid } = await lstat(cluster);
  if (!runsAsRoot()) {
    if (uid === process.getuid()) return undefined;
    throw new EmbeddedPostgresFailed(
      `The database folder ${cluster} belongs to user ${uid}, not to the user this process runs as. ` +
        "Start the registry as that user or as root, or set DATA_DIR to another folder.",
    );
  }
  const owner = uid === 0 ? fallback : { name: `number ${uid}`, uid, gid };
  if (uid === 0 && owner) await giveAll(cluster, owner);
  if (!(await userCan(owner, "enter", cluster))) {
    throw new EmbeddedPostgresFailed(
      `PostgreSQL runs as the user ${owner?.name}, the owner of the database folder ${cluster}, who cannot enter it any more. ` +
        "Allow entering each folder above it (chmod o+x), or move DATA_DIR.",
    );
  }
  return owner;
}

async function giveAll(path: string, user: ServerUser): Promise<void> {
  await lchown(path, user.uid, user.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveAll(join(path, name), user);
}
