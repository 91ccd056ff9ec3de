import "reflect-metadata";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { openKeyring } from "./modules/access/index.js";
import { connect } from "./open-database.js";
import { openLedger } from "./open-ledger.js";
import { createLogger } from "./platform/observability/logger.js";
import { kindOf, placeOf } from "./platform/observability/place-of.js";
import { createConfiguredApp, openApp } from "./run-app.js";
import { reasonOf } from "./serve-report.js";
import { startInOrder } from "./start.js";
import { STOP_SIGNALS } from "./stop-signals.js";
import type { WorkerOrder, WorkerReport } from "./worker-messages.js";

/**
 * One of several processes that serve (`WORKERS`). The primary starts it and tells it what to do; where the primary has gone, Node
 * ends it at once (the channel between them closes).
 */

/** The requests' limit, the background work's, the statements', and some seconds more. */
const STOP_MS_MAX = 40_000;

const asked = new AbortController();
const hurried = new AbortController();

function obey(order: WorkerOrder): void {
  switch (order.order) {
    case "serve":
      return void live(order);
    case "stop":
      return asked.abort();
    case "hurry":
      return hurried.abort();
  }
}

async function live(order: Extract<WorkerOrder, { order: "serve" }>): Promise<never> {
  try {
    const serving = await start(order);
    if (serving !== null) {
      await tell({ report: "serving", address: serving.address });
      if (!asked.signal.aborted) await once(asked.signal, "abort");
      await serving.stop();
    }
  } catch (error) {
    process.exitCode = 1;
    await tell({ report: "failed", message: reasonOf(error) });
  }
  process.exit();
}

function start({ worker, config, ...given }: Extract<WorkerOrder, { order: "serve" }>) {
  const { databaseUrl, sequencerUrl, secret, pidFile } = given;
  if (pidFile !== null) endWithPrimary(pidFile);
  const logger = createLogger(config.logLevel, { worker, pid: process.pid });
  process.on("uncaughtException", (fault) => {
    process.exitCode = 1;
    logger.error({ kind: kindOf(fault), at: placeOf(fault) }, "a fault: this worker stops");
    asked.abort();
  });
  const wishes = { onProgress: () => {}, asked: asked.signal, hurried: hurried.signal };
  return startInOrder(wishes, async (opened) => {
    const dataSource = await connect(databaseUrl, secret, opened);
    const ledger = await openLedger(config, { dataSource, sequencerUrl }, { ...wishes, logger }, opened);
    const keyring = await openKeyring(dataSource, { secret, previous: null });
    const app = await createConfiguredApp(config, { dataSource, keyring, ledger }, logger);
    await app.dataMap.refresh();
    asked.signal.throwIfAborted();
    return { address: await openApp(app, config, hurried.signal, opened) };
  });
}

/** A primary that was killed has left its PostgreSQL running. Ending it as `pg_ctl stop` does is right also where others do it too. */
function endWithPrimary(pidFile: string): void {
  process.on("exit", () => {
    if (process.connected) return;
    try {
      const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
      if (pid > 0) process.kill(pid, "SIGINT");
    } catch {
      // It has ended already.
    }
  });
}

/** Returns once it is sent, so that the process may end. */
function tell(report: WorkerReport): Promise<void> {
  return new Promise((sent) => process.send?.(report, undefined, undefined, () => sent()));
}

// A terminal and a service manager send signals to every process; the primary gets them too and decides.
for (const signal of STOP_SIGNALS) process.on(signal, () => {});
// Whoever read our lines may have gone; that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
asked.signal.addEventListener("abort", () => void setTimeout(() => process.exit(1), STOP_MS_MAX).unref());
process.on("message", obey);
await tell({ report: "listening" });
