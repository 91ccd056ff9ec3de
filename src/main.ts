import "reflect-metadata";
import { once } from "node:events";
import { readConfig } from "./platform/config.js";
import { EmbeddedPostgresFailed } from "./platform/db/embedded/index.js";
import { AppError } from "./platform/errors.js";
import { kindOf, placeOf } from "./platform/observability/place-of.js";
import { StartRefused } from "./platform/start-refused.js";
import { startRegistry, type Registry } from "./start.js";
import { listenForStop, type StopSignals } from "./stop-signals.js";

/** The program: starts the registry, says where it is, and stops it when asked to. */

const say = (line: string) => process.stdout.write(`${line}\n`);
/** The requests' limit, the statements', and as long again for PostgreSQL's own. */
const STOP_MS_MAX = 60_000;

const complain = (line: string) => process.stderr.write(`${line}\n`);

/** What an operator is told when the start cannot go on. Everything else is a fault of ours and shown whole. */
function reasonOf(error: unknown): string {
  if (error instanceof StartRefused || error instanceof EmbeddedPostgresFailed || error instanceof AppError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Nobody knows what state a fault that nobody caught has left, so the program stops in good order, as a failed one. */
function stopOnFault(ask: () => void): void {
  process.on("uncaughtException", (fault) => {
    process.exitCode = 1;
    // What the fault says may quote a value; only its place is shown.
    complain([`A fault in the program, which stops: ${kindOf(fault)}`, ...placeOf(fault)].join("\n  "));
    ask();
  });
}

/** Waits for everything to be let go of, but not for ever: what is left running then, the next start stops. */
function limitStop(asked: AbortSignal): void {
  asked.addEventListener("abort", () => {
    const end = () => {
      complain(`The stop took longer than ${STOP_MS_MAX / 1000} seconds: ended at once.`);
      process.exit(1);
    };
    setTimeout(end, STOP_MS_MAX).unref();
  });
}

async function start(signals: StopSignals): Promise<Registry | null> {
  try {
    const registry = await startRegistry(readConfig(), { ...signals, onProgress: say });
    if (registry === null) say("Stopped before it had started.");
    return registry;
  } catch (error) {
    process.exitCode = 1;
    complain(`The registry did not start.\n${reasonOf(error)}`);
    return null;
  }
}

async function stop(registry: Registry): Promise<void> {
  try {
    await registry.stop();
    say("Stopped.");
  } catch (error) {
    process.exitCode = 1;
    complain(`The stop failed.\n${reasonOf(error)}`);
  }
}

// Whoever read our lines may have gone; that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
const signals = listenForStop(say);
stopOnFault(() => signals.ask());
limitStop(signals.asked);

const registry = await start(signals);
if (registry !== null) {
  if (registry.administratorKey !== null) {
    say(`The administrator's API key, shown this once (keep it): ${registry.administratorKey}`);
    // A fragment stays in the browser; the page takes the key out of the address at once.
    say(`The playground, with that key: ${registry.address}/graphql#key=${registry.administratorKey}`);
  }
  say(`The Disclosure Registry answers at ${registry.address}/graphql`);
  if (!signals.asked.aborted) await once(signals.asked, "abort");
  await stop(registry);
}
process.exit();
