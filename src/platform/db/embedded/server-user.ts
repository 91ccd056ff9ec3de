import { readFile } from "node:fs/promises";
import { EmbeddedPostgresFailed } from "./errors.js";
import { runProgram, type UserIds } from "./run-program.js";

/** The account PostgreSQL runs as when the registry itself runs as root. */
export interface ServerUser extends UserIds {
  readonly name: string;
}

/** Accounts without rights of their own that most systems have, the most fitting first. */
const CANDIDATES = ["postgres", "nobody", "daemon"];

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The user PostgreSQL has to run as, because it refuses to run as root; undefined when the registry is not root.
 *
 * In a container with few mapped ids an account of `/etc/passwd` may still be out of reach, so each is tried.
 */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (!runsAsRoot()) return undefined;
  const accounts = parsePasswd(await readFile("/etc/passwd", "utf8").catch(() => ""));
  for (const name of CANDIDATES) {
    const account = accounts.get(name);
    if (account !== undefined && account.uid !== 0 && (await userCan(account, "enter", "/"))) return account;
  }
  throw new EmbeddedPostgresFailed(
    `PostgreSQL does not run as root, and root can change to none of the users ${CANDIDATES.join(", ")} here. ` +
      "Add one (`useradd --system postgres`), start the registry as another user, or use an installed PostgreSQL through DATABASE_URL.",
  );
}

/** The accounts of a file in the format of passwd(5), by name. */
export function parsePasswd(text: string): Map<string, ServerUser> {
  const accounts = new Map<string, ServerUser>();
  for (const line of text.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && uid && gid) accounts.set(name, { name, uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/**
 * Whether `user` may read a file or enter a folder, found by trying it as that user:
 * mode bits alone miss access lists, mounts and security modules. Without a user to change to the answer is yes.
 */
export async function userCan(
  user: ServerUser | undefined,
  what: "read" | "enter",
  path: string,
): Promise<boolean> {
  if (user === undefined) return true;
  const script = what === "read" ? 'test -r "$0"' : 'cd -- "$0"';
  return (await runProgram(user, "/bin/sh", ["-c", script, path])).code === 0;
}
