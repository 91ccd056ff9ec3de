import { execFile } from "node:child_process";
import { mkdir, readdir, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { takeLock } from "../../src/platform/db/embedded/folder-lock.js";
import { projectRoot } from "../../src/platform/project-root.js";

/** Written by every build that changes something. */
const BUILD_INFO = join(projectRoot, "dist", "build.tsbuildinfo");
const SOURCES = ["src", "migrations", "scripts", "bench", "tsconfig.json", "tsconfig.build.json"];

/**
 * The path of the program as an operator runs it, `dist/src/main.js`, not older than its sources. After `npm ci` it is there; after
 * an edit it is built, by one of the test files that want it at the same time.
 */
export async function builtProgram(): Promise<string> {
  const program = join(projectRoot, "dist", "src", "main.js");
  if (await isFresh()) return program;
  const caches = join(projectRoot, "node_modules", ".cache");
  await mkdir(caches, { recursive: true });
  for (;;) {
    const lock = await takeLock(join(caches, "build.lock"));
    if ("heldBy" in lock) {
      await sleep(100);
      continue;
    }
    try {
      if (!(await isFresh())) await build();
      return program;
    } finally {
      await lock.release();
    }
  }
}

async function build(): Promise<void> {
  const compiler = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  try {
    await promisify(execFile)(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
      cwd: projectRoot,
    });
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout?: string };
    // 2: there are type errors, which fail the check and no test; the program was built nevertheless.
    if (code !== 2) {
      throw new Error(`The program these tests run could not be built.\n${stdout ?? ""}`, { cause: error });
    }
  }
  // A build that finds nothing to do leaves the file as it is.
  const now = new Date();
  await utimes(BUILD_INFO, now, now);
}

async function isFresh(): Promise<boolean> {
  const built = await stat(BUILD_INFO)
    .then(({ mtimeMs }) => mtimeMs)
    .catch(() => 0);
  const changed = await Promise.all(SOURCES.map((name) => newestIn(join(projectRoot, name))));
  return Math.max(...changed) <= built;
}

async function newestIn(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const times = entries.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs);
  return Math.max(...(await Promise.all(times)));
}
