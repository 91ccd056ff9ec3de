import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Compiles the program and bundles the playground into `dist/`, unless nothing has changed since it was compiled last: `npm start` after an install, and
 * every start after that, must not wait for a compiler. It is plain JavaScript because it runs before anything is compiled.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const SOURCES = [
  "src",
  "migrations",
  "scripts",
  "bench",
  "tsconfig.json",
  "tsconfig.build.json",
  "package-lock.json",
];
const stamp = join(root, "dist", "compiled-from");

/** Changes when a source is added, removed or written. */
function stateOfSources() {
  const state = createHash("sha256");
  const visit = (path) => {
    const found = statSync(join(root, path));
    if (!found.isDirectory()) state.update(`${path} ${found.size} ${found.mtimeMs}\n`);
    else for (const name of readdirSync(join(root, path)).sort()) visit(join(path, name));
  };
  SOURCES.forEach(visit);
  return state.digest("hex");
}

function stateCompiled() {
  try {
    return readFileSync(stamp, "utf8");
  } catch {
    return null;
  }
}

/** Ends with the program's own exit code where it fails. */
function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const state = stateOfSources();
if (state !== stateCompiled()) {
  run(join(root, "node_modules", "typescript", "bin", "tsc"), "-p", join(root, "tsconfig.build.json"));
  run(join(root, "dist", "scripts", "build-playground.js"));
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}
