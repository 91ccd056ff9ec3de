import { DataDirInUse } from "../platform/db/embedded/index.js";
import { calledWrongly, CommandFailed, ExitCode } from "./exit-code.js";
import { RegistryClient } from "./registry-client.js";
import type { Surroundings } from "./surroundings.js";
import type { Terminal } from "./terminal.js";

export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * Runs `work` with a registry: the one that `--url` names, else the one of this machine's settings, which is started for the
 * length of the command on a port of its own.
 */
export async function withRegistry<Result>(
  { config, server }: Surroundings,
  options: ConnectionOptions,
  terminal: Terminal,
  work: (client: RegistryClient) => Promise<Result>,
): Promise<Result> {
  const sayWait = (seconds: number) =>
    terminal.note(`The registry asks to wait (RATE_LIMITED): goes on in ${seconds} s.`);
  const url = options.url ?? config.registryUrl;
  const key = options.key ?? config.registryApiKey;
  if (url !== null) return work(new RegistryClient(url, key, sayWait));
  if (options.key !== undefined) {
    throw calledWrongly("--key: A key is for a running registry: name it with --url, or set REGISTRY_URL.");
  }
  const registry = await server
    .startTemporarily((message) => terminal.note(message))
    .catch((error: unknown) => {
      throw error instanceof DataDirInUse ? inUse(error) : error;
    });
  try {
    if (registry.firstAdministratorKey !== null) {
      terminal.warning(
        `The administrator's API key, shown this once (keep it): ${registry.firstAdministratorKey}`,
      );
    }
    return await work(new RegistryClient(registry.address, registry.key, sayWait));
  } finally {
    await registry.stop();
  }
}

function inUse({ dataDir, pid }: DataDirInUse): CommandFailed {
  return new CommandFailed(
    ExitCode.unreachable,
    `The data folder ${dataDir} is in use by process ${pid}: a registry runs on it. ` +
      "To talk to that one, pass --url and --key (or set REGISTRY_URL and REGISTRY_API_KEY).",
    "DATA_DIR_IN_USE",
  );
}
