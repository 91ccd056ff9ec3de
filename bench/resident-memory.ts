import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** The resident memory of a process, 0 where it has just ended; `ps` says it where there is no /proc. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => null);
  const kilobytes =
    status === null
      ? (await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)])).stdout
      : (/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return Number(kilobytes) * 1_024;
}
