import { readdir, readFile, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../../platform/config.js";
import { projectRoot } from "../../platform/project-root.js";
import { ok, problem, skipped, type Check } from "./check.js";

const FREE_BYTES_MIN = 1024 ** 3;
const SECRET_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Whoever has these can read the database; without the first no user can be found again. */
const SECRETS = [
  "registry-secret",
  "postgres-superuser-password",
  "postgres-owner-password",
  "postgres-api-password",
  "postgres-sequencer-password",
];

/** @param found the version that runs this, without a `v` */
export async function checkNode(found: string = process.versions.node): Promise<Check> {
  const text = await readFile(join(projectRoot, "package.json"), "utf8");
  const { engines } = JSON.parse(text) as { readonly engines: { readonly node: string } };
  const wanted = engines.node.replace(/^>=\s*/, "");
  if (isAtLeast(found, wanted)) return ok("Node.js", `version ${found}`);
  return problem("Node.js", `version ${found}`, `Install Node.js ${wanted} or newer.`);
}

/** @param freeIn answers the bytes that are free for a folder that exists */
export async function checkDisk({ dataDir, databaseUrl }: Config, freeIn = freeBytes): Promise<Check> {
  const free = await freeIn(await nearestExisting(dataDir));
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB free for ${dataDir}`;
  if (databaseUrl !== null) return skipped("Disk", `${found}; the database keeps its own`);
  if (free >= FREE_BYTES_MIN) return ok("Disk", found);
  return problem("Disk", found, "Free some space, or set DATA_DIR to a folder on a larger disk.");
}

/** The secrets of an embedded database: there, and for their owner's eyes alone. */
export async function checkSecrets({ dataDir, databaseUrl, registrySecret }: Config): Promise<Check> {
  const name = "Secrets";
  if (databaseUrl !== null) return ok(name, "REGISTRY_SECRET is set");
  const folder = join(dataDir, "secrets");
  const present = await readdir(folder).catch(() => null);
  if (present === null) return skipped(name, `none yet: the first start makes them in ${folder}`);
  const missing = SECRETS.filter((each) => !present.includes(each)).filter(
    (each) => each !== "registry-secret" || registrySecret === null,
  );
  if (missing.length > 0) {
    return problem(
      name,
      `${folder} lacks ${missing.join(", ")}`,
      "Put them back from a copy of the data folder: without registry-secret no user can be found again.",
    );
  }
  return checkModes(name, folder, present);
}

async function checkModes(name: string, folder: string, files: readonly string[]): Promise<Check> {
  if (process.platform === "win32") return ok(name, `${files.length} in ${folder}`);
  const paths = [
    { path: folder, mode: FOLDER_MODE },
    ...files.map((file) => ({ path: join(folder, file), mode: SECRET_MODE })),
  ];
  const open: string[] = [];
  for (const { path, mode } of paths) {
    if (((await stat(path)).mode & 0o777 & ~mode) !== 0) open.push(`chmod ${mode.toString(8)} '${path}'`);
  }
  if (open.length === 0) return ok(name, `${files.length} in ${folder}, for their owner alone`);
  return problem(name, `others may read ${open.length} of them`, `Run: ${open.join("; ")}`);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function nearestExisting(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (await stat(folder).catch(() => null)) return folder;
  }
}

function isAtLeast(version: string, wanted: string): boolean {
  const [have, need] = [version, wanted].map((text) => text.split(".").map(Number));
  for (const [index, part] of need!.entries()) {
    if ((have![index] ?? 0) !== part) return (have![index] ?? 0) > part;
  }
  return true;
}
