import "reflect-metadata";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { showAccount } from "../src/cli/commands/account.js";
import { LineIds } from "../src/cli/record/line-ids.js";
import { showProgress } from "../src/cli/record/progress.js";
import { recordFile, type RecordSummary } from "../src/cli/record/record-file.js";
import { RegistryClient } from "../src/cli/registry-client.js";
import { Terminal } from "../src/cli/terminal.js";
import { readClientConfig, readConfig } from "../src/platform/config.js";
import { systemClock } from "../src/platform/clock.js";
import { DataDirInUse } from "../src/platform/db/embedded/index.js";
import { projectRoot } from "../src/platform/project-root.js";
import { startRegistry, type Registry } from "../src/start.js";
import { listenForStop, type StopSignals } from "../src/stop-signals.js";
import { makeDemoKey } from "./demo/demo-key.js";
import { lookFurther } from "./demo/look-further.js";
import { recordUserFacts } from "./demo/record-user-facts.js";
import { showFindings } from "./demo/show-findings.js";
import { EXAMPLE_USER } from "./transfers/example-user.js";

/**
 * `npm run demo`: starts the registry as `npm start` does, records what the example's users agreed to, loads the example transfers as
 * `registry record` does, and shows what was found about them and who received one user's data, as `registry account` does. Then it
 * keeps the registry running; with `--exit`, or DEMO_EXIT=1, it ends.
 */

const TRANSFERS = join(projectRoot, "examples", "transfers.ndjson");

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
  const key = await makeDemoKey(registry.keys, systemClock.now());
  const client = new RegistryClient(registry.address, key.token);
  const { stdout, stderr } = process;
  const terminal = new Terminal({ stdout, stderr, config: readClientConfig() }, {});
  const { consents, others } = await recordUserFacts(client, key.firstDemoAt, asked);
  say(`On record: ${counted(consents)} consents, ${counted(others)} withdrawals, refusals and blocks.`);
  report(await load(client, key.firstDemoAt, asked));
  say("\nWas it allowed? What was found:\n");
  await showFindings(client, terminal);
  say(`\nWho received the data of ${EXAMPLE_USER}?\n`);
  await showAccount(client, terminal, EXAMPLE_USER, {});
  say(`\n${lookFurther(`${registry.address}/graphql`, key, EXAMPLE_USER)}\n`);
}

/** Goes on where an earlier run was broken off, because each line has the same id every time. */
async function load(client: RegistryClient, moment: Date, asked: AbortSignal): Promise<RecordSummary> {
  say("Loading examples/transfers.ndjson over HTTP: 10,000 transfers and 60 amendments.");
  const progress = showProgress((await stat(TRANSFERS)).size, process.stdout, systemClock);
  const begin = performance.now();
  const onProgress = (bytes: number, lines: number) => {
    asked.throwIfAborted();
    progress.update(bytes, lines);
  };
  try {
    return await recordFile({ file: TRANSFERS, client, ids: new LineIds(moment), onProgress });
  } finally {
    progress.stop();
    say(`  ${((performance.now() - begin) / 1000).toFixed(1)} seconds`);
  }
}

function report({ recorded, alreadyThere, refused, errorsFile }: RecordSummary): void {
  say(`Recorded ${counted(recorded)}, already there ${counted(alreadyThere)}, refused ${counted(refused)}.`);
  if (refused === 0) return;
  process.exitCode = 1;
  complain(`Refused lines: see ${errorsFile}.`);
}

// Whoever read our lines may have gone; that is no reason to leave a database running.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
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
