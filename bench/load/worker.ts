import { parentPort, workerData } from "node:worker_threads";
import { Connection } from "./connection.js";
import type { Load, LoadResult } from "./load.js";
import { callsOf } from "./workload.js";

/** The load generator, in a thread of its own: each connection calls again as soon as it was answered. */

const { url, authorization, connections, seconds, workload } = workerData as Load;
const calls = callsOf(workload);
const latencies: number[] = [];
const startedAt = performance.now();
const endsAt = startedAt + seconds * 1_000;

async function call(connection: Connection): Promise<void> {
  for (let before = performance.now(); before < endsAt; before = performance.now()) {
    const answer = await connection.post(calls.body());
    if (!calls.isGood(answer)) throw new Error(`A call failed: ${answer.slice(0, 500)}`);
    latencies.push(performance.now() - before);
  }
}

const opened = Array.from({ length: connections }, () => new Connection(new URL(url), authorization));
try {
  await Promise.all(opened.map(call));
} finally {
  for (const connection of opened) connection.close();
}
const took = (performance.now() - startedAt) / 1_000;
latencies.sort((a, b) => a - b);
const percentile = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? NaN;
const result: LoadResult = {
  perSecond: latencies.length / took,
  p50: percentile(0.5),
  p99: percentile(0.99),
  busy: performance.eventLoopUtilization().utilization,
};
parentPort!.postMessage(result);
