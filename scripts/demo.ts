import "reflect-metadata";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readConfig } from "../src/platform/config.js";
import { systemClock } from "../src/platform/clock.js";
import { DataDirInUse } from "../src/platform/db/embedded/index.js";
import { projectRoot } from "../src/platform/project-root.js";
import { startRegistry, type Registry } from "../src/start.js";
import { listenForStop, type StopSignals } from "../src/stop-signals.js";
import { accountingTable } from "./demo/accounting.js";
import { Api } from "./demo/api.js";
import { makeDemoKey } from "./demo/demo-key.js";
import { idsOfLines } from "./demo/line-ids.js";
import { loadLines, type LoadResult } from "./demo/load-lines.js";
import { lookFurther } from "./demo/look-further.js";
import { showProgress } from "./demo/progress.js";
import { EXAMPLE_USER } from "./transfers/example-user.js";
import { isAmendment, linesOf } from "./transfers/line.js";

/**
 * `npm run demo`: starts the registry as `npm start` does, loads the example transfers over HTTP, and shows who received one
 * user's data. Then it keeps the registry running; with `--exit`, or DEMO_EXIT=1, it ends.
 */

const REFUSALS_SHOWN_MAX = 10;

const say = (text = "") => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);
const counted = (count: number) => count.toLocaleString("en");
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function start(signals: StopSignals): Promise<Registry | null> {
  try {
    // A line a request would tear the progress bar apart.
    const config = readConfig({ LOG_LEVEL: "warn", ...process.env });
    return await startRegistry(config, { ...signals, onProgress: say });
  } catch (error) {
    process.exitCode = 1;
    complain(`The demo could not start the registry.\n${messageOf(error)}`);
    if (error instanceof DataDirInUse) {
      complain(
        "The demo starts a registry of its own. To load into the one that runs there, end it with Ctrl-C and run `npm run demo` again. " +
          'To leave it alone: DATA_DIR="$HOME/registry-demo" PORT=4001 npm run demo',
      );
    }
    return null;
  }
}

async function demonstrate(registry: Registry, asked: AbortSignal): Promise<void> {
  const url = `${registry.address}/graphql`;
  const key = await makeDemoKey(registry.keys, systemClock.now());
  const api = new Api(url, key.token);

  report(await load(api, key.firstDemoAt, asked));
  say(`\nWho received the data of ${EXAMPLE_USER}? (dataSubject.accounting)\n`);
  say(await accountingTable(api, EXAMPLE_USER));
  say(`\n${lookFurther(url, key, EXAMPLE_USER)}\n`);
}

/** Goes on where an earlier run was broken off, because each line has the same id every time. */
async function load(api: Api, moment: Date, asked: AbortSignal): Promise<LoadResult> {
  const lines = linesOf(await readFile(join(projectRoot, "examples", "transfers.ndjson"), "utf8"));
  const amendments = lines.filter(isAmendment).length;
  say(
    `Loading examples/transfers.ndjson over HTTP: ${counted(lines.length - amendments)} transfers and ${counted(amendments)} amendments.`,
  );
  const progress = showProgress(lines.length, process.stdout);
  const begin = performance.now();
  try {
    return await loadLines(api, lines, idsOfLines(lines, moment), (done) => {
      asked.throwIfAborted();
      progress.update(done);
    });
  } finally {
    progress.stop();
    say(`  ${((performance.now() - begin) / 1000).toFixed(1)} seconds`);
  }
}

function report({ recorded, alreadyThere, refused }: LoadResult): void {
  say(
    `Recorded ${counted(recorded)}, already there ${counted(alreadyThere)}, refused ${counted(refused.length)}.`,
  );
  if (refused.length === 0) return;
  process.exitCode = 1;
  const shown = refused.slice(0, REFUSALS_SHOWN_MAX);
  for (const { externalReference, message } of shown) complain(`  ${externalReference}: ${message}`);
  if (refused.length > shown.length) complain(`  and ${refused.length - shown.length} more.`);
}

const signals = listenForStop(say);
const registry = await start(signals);
if (registry !== null) {
  if (registry.administratorKey !== null) {
    say(`The administrator's API key, shown this once (keep it): ${registry.administratorKey}`);
  }
  try {
    await demonstrate(registry, signals.asked);
    const stays =
      process.exitCode === undefined && !process.argv.includes("--exit") && process.env.DEMO_EXIT !== "1";
    if (stays) {
      say(
        "The registry keeps running until you press Ctrl-C; `npm start` starts it again with the same data.",
      );
      if (!signals.asked.aborted) await once(signals.asked, "abort");
    }
  } catch (error) {
    process.exitCode = 1;
    complain(
      signals.asked.aborted
        ? "The loading was broken off. Run `npm run demo` again: it goes on where it stopped."
        : `The demo failed. ${messageOf(error)}`,
    );
  }
  await registry.stop();
  say("Stopped.");
}
process.exit();
