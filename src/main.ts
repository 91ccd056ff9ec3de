import "reflect-metadata";
import { AppError } from "./platform/errors.js";
import { readConfig, StartRefused } from "./platform/config.js";
import { DataDirInUse, EmbeddedPostgresFailed } from "./platform/db/embedded/index.js";
import { isDatabaseUnreachable } from "./platform/db/pg-errors.js";
import { startRegistry, type Registry } from "./start.js";

/** The program: starts the registry, says where it is, and stops it when asked to. */

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What an operator is told when the start cannot go on. Everything else is a fault of ours and shown whole. */
function reasonOf(error: unknown): string {
  if (error instanceof StartRefused) return error.problems.join("\n");
  if (error instanceof DataDirInUse || error instanceof EmbeddedPostgresFailed || error instanceof AppError) {
    return error.message;
  }
  if (isDatabaseUnreachable(error))
    return "The database cannot be reached: check DATABASE_URL, and that PostgreSQL runs.";
  const { code, address, port } = error as { code?: string; address?: string; port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} on ${address} is taken: stop the other program, or set PORT to another number.`;
  if (code === "EACCES")
    return `Port ${port} on ${address} needs more rights: set PORT to a number above 1023.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function stopWhenAsked(registry: Registry): void {
  let asked = false;
  const stop = (signal: string) => {
    if (asked) return;
    asked = true;
    say(`${signal}: answering the requests under way, then stopping.`);
    registry.stop().then(
      () => {
        say("Stopped.");
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`The stop failed: ${reasonOf(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

try {
  const registry = await startRegistry(readConfig(), say);
  stopWhenAsked(registry);
  if (registry.administratorKey !== null) {
    say(`The administrator's API key, shown this once (keep it): ${registry.administratorKey}`);
    // A fragment stays in the browser; the page takes the key out of the address at once.
    say(`The playground, with that key: ${registry.address}/graphql#key=${registry.administratorKey}`);
  }
  say(`The Disclosure Registry answers at ${registry.address}/graphql`);
} catch (error) {
  process.stderr.write(`The registry did not start.\n${reasonOf(error)}\n`);
  process.exitCode = 1;
}
