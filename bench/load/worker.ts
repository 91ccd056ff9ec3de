import { parentPort, workerData } from "node:worker_threads";
import { Connection } from "./connection.js";
import type { Acknowledged, Load, LoadResult } from "./load.js";
import { Pace } from "./pace.js";
import { callsOf, recordedId } from "./workload.js";

/** The load generator, in a thread of its own: each connection calls again as soon as it was answered, or as its pace says. */

const { url, authorization, connections, seconds, workload, perSecond, remember } = workerData as Load;
const calls = callsOf(workload);
const latencies: number[] = [];
const acknowledged: Acknowledged[] = [];
const startedAt = performance.now();
const endsAt = startedAt + seconds * 1_000;
const pace = perSecond === undefined ? null : new Pace(startedAt, perSecond);

async function call(connection: Connection): Promise<void> {
  while (performance.now() < endsAt) {
    await pace?.turn();
    const before = performance.now();
    const answer = await connection.post(calls.body());
    if (!calls.isGood(answer)) throw new Error(`A call failed: ${answer.slice(0, 500)}`);
    const after = performance.now();
    latencies.push(after - before);
    if (remember === true) acknowledged.push({ id: recordedId(answer), at: performance.timeOrigin + after });
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
  acknowledged,
};
parentPort!.postMessage(result);
