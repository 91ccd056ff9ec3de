import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { LOG_FOLDER } from "./configuration.js";

/** What PostgreSQL writes before its log collector runs. Emptied at every start. */
export const START_LOG_FILE = "start.log";

const FILES_KEPT = 4;
const LINES_SHOWN = 15;

/** A place in the server's log: how long each of its files was. */
export type LogPosition = ReadonlyMap<string, number>;

/** The log's files by size, so that only what comes later is shown. The oldest files are removed: the log stays bounded. */
export async function beginLog(cluster: string): Promise<LogPosition> {
  await rm(join(cluster, START_LOG_FILE), { force: true });
  const files = await logFiles(cluster);
  for (const file of files.slice(0, -FILES_KEPT)) await rm(file, { force: true });
  const sizes = files.slice(-FILES_KEPT).map(async (file) => [file, (await stat(file)).size] as const);
  return new Map(await Promise.all(sizes));
}

/** The last lines the server wrote since `position`. */
export async function linesSince(cluster: string, position: LogPosition): Promise<string> {
  const texts = [await readFile(join(cluster, START_LOG_FILE), "utf8").catch(() => "")];
  for (const file of await logFiles(cluster)) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    texts.push(bytes.subarray(position.get(file) ?? 0).toString("utf8"));
  }
  const lines = texts
    .join("\n")
    .split("\n")
    .filter((line) => line !== "");
  return lines.slice(-LINES_SHOWN).join("\n");
}

/** The names hold the time, so sorting them by name is sorting them by age. */
async function logFiles(cluster: string): Promise<string[]> {
  const folder = join(cluster, LOG_FOLDER);
  const names = await readdir(folder).catch((): string[] => []);
  return names.sort().map((name) => join(folder, name));
}
