import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { processStart } from "./process-identity.js";

/** A held lock. Releasing twice does nothing. */
export interface FolderLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly start: string;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/**
 * Takes the lock file at `path`, or says which living process holds it.
 *
 * A lock whose process is gone is replaced, whatever has its process id now. Two that find the same stale lock must not both
 * replace it, so the right to replace it is itself such a lock, named after the stale one's token.
 */
export async function takeLock(path: string): Promise<FolderLock | { readonly heldBy: number }> {
  const start = (await processStart(process.pid)) ?? "";
  const mine: Holder = { pid: process.pid, start, token: randomUUID() };
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (;;) {
      if (await linked(draft, path)) return held(path, mine);
      const other = await readHolder(path);
      if (other === "absent") continue;
      if (await isHolding(other)) return { heldBy: other.pid };
      if (await replaced(path, other, draft)) return held(path, mine);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Puts `draft` in the place of a stale lock; false when somebody else did, or is about to. */
async function replaced(path: string, stale: Holder, draft: string): Promise<boolean> {
  const right = await takeLock(`${path}.replacing-${stale.token}`);
  if ("heldBy" in right) {
    await sleep(20);
    return false;
  }
  try {
    const holder = await readHolder(path);
    if (holder === "absent" || holder.token !== stale.token) return false;
    await rename(draft, path);
    return true;
  } finally {
    await right.release();
  }
}

/** A hard link appears whole or not at all, so nobody ever reads a half-written lock. */
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | "absent"> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "absent";
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // A power cut can leave an empty file behind: nobody holds it.
    return { pid: 0, start: "", token: "unreadable" };
  }
}

async function isHolding(holder: Holder): Promise<boolean> {
  const start = await processStart(holder.pid);
  return start !== undefined && (start === holder.start || start === "" || holder.start === "");
}

function held(path: string, mine: Holder): FolderLock {
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      const holder = await readHolder(path);
      if (holder !== "absent" && holder.token === mine.token) await rm(path, { force: true });
    },
  };
}
