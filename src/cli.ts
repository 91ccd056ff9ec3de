#!/usr/bin/env node
import "reflect-metadata";
import { constants } from "node:os";
import { ExitCode } from "./cli/exit-code.js";
import { runProgram } from "./cli/program.js";
import type { TemporaryRegistry } from "./cli/surroundings.js";
import { systemClock } from "./platform/clock.js";
import { readClientConfig, readConfig, type ClientConfig } from "./platform/config.js";
import { StartRefused } from "./platform/start-refused.js";

/** The command line, with the server's parts at hand; each is loaded only by the command that needs it. */

const KEY_NAME = "Command line";
/** Longer than any command takes; the key of one that was killed ends by itself. */
const KEY_HOURS = 24;

async function serve({ json }: { json: boolean }): Promise<never> {
  const [{ serve: serveUntilStopped }, { tellAsJson, tellAsText }] = await Promise.all([
    import("./serve.js"),
    import("./serve-report.js"),
  ]);
  return serveUntilStopped(json ? tellAsJson : tellAsText);
}

async function startTemporarily(onProgress: (message: string) => void): Promise<TemporaryRegistry> {
  const { startRegistry } = await import("./start.js");
  const config = { ...readConfig(), host: "127.0.0.1", port: 0, logLevel: "silent" };
  // A command waits for its own start, so nobody asks that to stop.
  const never = new AbortController().signal;
  const registry = (await startRegistry(config, { onProgress, asked: never, hurried: never }))!;
  const { address, administratorKey, keys } = registry;
  const expiresAt = new Date(systemClock.now().getTime() + KEY_HOURS * 3_600_000);
  try {
    const { row, token } = await keys.create({ name: KEY_NAME, role: "ADMIN", expiresAt }, KEY_NAME);
    const end = async () => {
      await keys.revoke(row.id, row.id).finally(() => registry.stop());
    };
    return endedBySignals({ address, key: token, firstAdministratorKey: administratorKey, stop: end });
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

/** A command that is broken off leaves no key and no database behind. */
function endedBySignals(registry: TemporaryRegistry): TemporaryRegistry {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const end = (signal: (typeof signals)[number]) => {
    const exit = () => process.exit(128 + constants.signals[signal]);
    registry.stop().then(exit, exit);
  };
  for (const signal of signals) process.once(signal, end);
  return {
    ...registry,
    async stop() {
      for (const signal of signals) process.off(signal, end);
      await registry.stop();
    },
  };
}

function clientConfig(): ClientConfig {
  try {
    return readClientConfig();
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(ExitCode.usage);
  }
}

// Whoever read our output may have gone (`registry export | head`); that is no reason to complain.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await runProgram(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  config: clientConfig(),
  server: {
    serve,
    startTemporarily,
    describeSchema: async () => (await import("./schema.js")).describeSchema(),
  },
});
