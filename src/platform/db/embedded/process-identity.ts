import { readFile } from "node:fs/promises";

/**
 * What tells a process from a later one with the same id: the machine's boot and the process's start within it.
 * Undefined when there is no such process, empty where the system does not say (only Linux does). A process that has ended
 * and that nobody has taken note of (a zombie, usual in a container without an init) is none.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (!isAlive(pid)) return undefined;
  if (process.platform !== "linux") return "";
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // proc(5): field 3 is the state, field 22 the start in clock ticks since boot; field 2, in parentheses, may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : `${boot.trim()}/${fields[19]}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ESRCH" ? undefined : "";
  }
}

/** Whether a process has this id now; a process that belongs to another user counts. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
