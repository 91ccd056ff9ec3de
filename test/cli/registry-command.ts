import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { builtProgram } from "../process/built-program.js";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RegistryCommand {
  /** Runs the binary to its end. Its surroundings are this process's, without any setting of a registry. */
  run(arguments_: readonly string[], settings?: Readonly<Record<string, string>>): Promise<Finished>;
  /** The path of a file in a folder of this test file's own. */
  path(name: string): string;
}

const SETTINGS =
  /^(REGISTRY_|DATABASE_|DATA_DIR|ADMIN_API_KEY|ALLOW_OWNER|PORT|HOST|NO_COLOR|FORCE_COLOR|COLUMNS)/;

/** Lends the calling test file the built binary. Readable from `beforeAll` on. */
export function withRegistryCommand(): RegistryCommand {
  let binary: string | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    binary = join(dirname(await builtProgram()), "cli.js");
    folder = await mkdtemp(join(tmpdir(), "registry-cli-"));
  }, 120_000);
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    run: (arguments_, settings = {}) => runToEnd([binary!, ...arguments_], settings),
    path: (name) => join(folder!, name),
  };
}

/** This process's environment without what would lead the binary to a registry. */
export function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return { ...Object.fromEntries(kept), ...settings };
}

function runToEnd(
  arguments_: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, arguments_, {
      env: environment(settings),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
