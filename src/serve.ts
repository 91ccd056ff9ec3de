import { once } from "node:events";
import { readConfig } from "./platform/config.js";
import { kindOf, placeOf } from "./platform/observability/place-of.js";
import { errorReport, reasonOf, type Tell } from "./serve-report.js";
import { startWorkers } from "./start-workers.js";
import { startRegistry, type Serving, type Stoppable } from "./start.js";
import { listenForStop, type StopSignals } from "./stop-signals.js";

/** The requests' limit, the statements', and as long again for PostgreSQL's own. */
const STOP_MS_MAX = 60_000;

/**
 * The life of a process that serves, for `npm start` and `registry serve` alike: starts the registry, says where it is, and stops
 * it when asked to. Ends the process: with 0, or with 1 where the start, the stop or the program itself failed.
 */
export async function serve(tell: Tell): Promise<never> {
  const signals = listenForStop((message) => tell({ event: "progress", message }));
  stopOnFault(tell, () => signals.ask());
  limitStop(tell, signals.asked);
  const registry = await start(tell, signals);
  if (registry !== null) {
    announce(tell, registry);
    if (!signals.asked.aborted) await once(signals.asked, "abort");
    await stop(tell, registry);
  }
  process.exit();
}

async function start(tell: Tell, signals: StopSignals): Promise<(Serving & Stoppable) | null> {
  const onProgress = (message: string) => tell({ event: "progress", message });
  try {
    const config = readConfig();
    const startConfigured = config.workers > 1 ? startWorkers : startRegistry;
    const registry = await startConfigured(config, { ...signals, onProgress });
    if (registry === null) tell({ event: "stopped", started: false });
    return registry;
  } catch (error) {
    fail(tell, "The registry did not start.", error);
    return null;
  }
}

function announce(tell: Tell, { address, administratorKey }: Serving): void {
  const endpoint = `${address}/graphql`;
  if (administratorKey !== null) {
    // A fragment stays in the browser; the page takes the key out of the address at once.
    const playground = `${endpoint}#key=${administratorKey}`;
    tell({ event: "administrator", apiKey: administratorKey, playground });
  }
  tell({ event: "ready", address: endpoint });
}

async function stop(tell: Tell, registry: Stoppable): Promise<void> {
  try {
    await registry.stop();
    tell({ event: "stopped", started: true });
  } catch (error) {
    fail(tell, "The stop failed.", error);
  }
}

function fail(tell: Tell, title: string, error: unknown): void {
  process.exitCode = 1;
  tell(errorReport(`${title}\n${reasonOf(error)}`, error));
}

/** Nobody knows what state a fault that nobody caught has left, so the program stops in good order, as a failed one. */
function stopOnFault(tell: Tell, ask: () => void): void {
  process.on("uncaughtException", (fault) => {
    process.exitCode = 1;
    // What the fault says may quote a value; only its place is shown.
    const lines = [`A fault in the program, which stops: ${kindOf(fault)}`, ...placeOf(fault)];
    tell(errorReport(lines.join("\n  ")));
    ask();
  });
}

/** Waits for everything to be let go of, but not for ever: what is left running then, the next start stops. */
function limitStop(tell: Tell, asked: AbortSignal): void {
  asked.addEventListener("abort", () => {
    const end = () => {
      tell(errorReport(`The stop took longer than ${STOP_MS_MAX / 1000} seconds: ended at once.`));
      process.exit(1);
    };
    setTimeout(end, STOP_MS_MAX).unref();
  });
}
