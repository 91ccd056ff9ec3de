import { readFile, statfs } from "node:fs/promises";

/** Linux's file system in memory, which everybody may use. */
const IN_MEMORY = "/dev/shm";
/** Several times what a run has there at once: a gigabyte, most of it PostgreSQL's log. */
const FREE_BYTES_MIN = 4 * 1024 ** 3;

/**
 * Lets the run's temporary files stay in memory where there is room for them: making and dropping a database is two thousand files, and
 * many tests make a cluster of their own. Whoever has set TMPDIR has chosen already.
 */
export async function keepTemporaryFilesInMemory(): Promise<void> {
  if (process.env.TMPDIR === undefined && (await hasRoom()) && (await letsRunPrograms())) {
    process.env.TMPDIR = IN_MEMORY;
  }
}

async function hasRoom(): Promise<boolean> {
  const { bavail, bsize } = await statfs(IN_MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return Math.min(bavail * bsize, process.availableMemory()) >= FREE_BYTES_MIN;
}

/** Some tests copy PostgreSQL's programs to where they work; a container's memory seldom lets them run there. */
async function letsRunPrograms(): Promise<boolean> {
  const mounts = await readFile("/proc/self/mounts", "utf8").catch(() => "");
  const options = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .findLast(([, place]) => place === IN_MEMORY)?.[3];
  return options !== undefined && !options.split(",").includes("noexec");
}
