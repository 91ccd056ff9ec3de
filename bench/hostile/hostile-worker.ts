import { Agent, request } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { IncomingMessage } from "node:http";
import { hostileBodies } from "./hostile-bodies.js";
import type { HostileLoad, HostileResult } from "./hostile-load.js";

/** The generator of hostile requests, in a thread of its own. Each is sent when it is due, whether or not those before were answered. */

const { url, callers, perSecond, seconds, seed } = workerData as HostileLoad;
const agent = new Agent({ keepAlive: true });
const latencies: number[] = [];
const byStatus: Record<string, number> = {};
let uncoded = 0;

async function send(body: string, authorization: string, due: number): Promise<void> {
  const sending = request(url, {
    method: "POST",
    agent,
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      ...(authorization !== "" && { authorization }),
    },
  });
  sending.end(body);
  try {
    const [response] = (await once(sending, "response")) as [IncomingMessage];
    const answer = await text(response);
    const status = response.statusCode ?? 0;
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (isUncoded(answer, status)) uncoded += 1;
  } catch {
    // The server had closed the connection as this was sent on it.
    byStatus.hungUp = (byStatus.hungUp ?? 0) + 1;
  }
  latencies.push(performance.now() - due);
}

function isUncoded(answer: string, status: number): boolean {
  if (answer.includes('"INTERNAL"')) return true;
  return status >= 400 ? !answer.includes('"code":"') : !answer.startsWith("{");
}

// Made before the time begins: making them is no work of a server's caller.
const bodies = hostileBodies(Math.ceil(perSecond * seconds), seed);
const told = once(parentPort!, "message");
parentPort!.postMessage("ready");
await told;
const idle = performance.eventLoopUtilization();
const startedAt = performance.now();
const answered: Promise<void>[] = [];
for (const [index, body] of bodies.entries()) {
  const due = startedAt + (index / perSecond) * 1_000;
  const waitMs = due - performance.now();
  if (waitMs > 0) await sleep(waitMs);
  answered.push(send(body, callers[index % callers.length]!, due));
}
const { utilization } = performance.eventLoopUtilization(idle);
await Promise.all(answered);
agent.destroy();
latencies.sort((a, b) => a - b);
const percentile = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? NaN;
const result: HostileResult = {
  sent: bodies.length,
  byStatus,
  uncoded,
  p50: percentile(0.5),
  p99: percentile(0.99),
  busy: utilization,
};
parentPort!.postMessage(result);
