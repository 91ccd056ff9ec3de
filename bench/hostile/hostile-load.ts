import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Requests nobody in their senses sends, at a pace that does not depend on how they are answered. */
export interface HostileLoad {
  readonly url: string;
  /** What each of the callers sends as `Authorization`; empty = nothing. */
  readonly callers: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
  /** Of the random documents, so that no two rounds send the same. */
  readonly seed: number;
}

export interface HostileResult {
  readonly sent: number;
  /** How many were answered with each HTTP status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Statuses of 500 and above, and answers without a code: what must not be. */
  readonly uncoded: number;
  /** Milliseconds from the moment a request was due to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** The share of the time the generator itself was at work. */
  readonly busy: number;
}

/** Makes a load's requests in a worker thread, before anything is measured; answers what sends them. */
export async function prepareHostileLoad(load: HostileLoad): Promise<() => Promise<HostileResult>> {
  const worker = new Worker(new URL("hostile-worker.js", import.meta.url), { workerData: load });
  await once(worker, "message");
  return async () => {
    const answered = once(worker, "message") as Promise<[HostileResult]>;
    worker.postMessage("send");
    const [result] = await answered;
    await worker.terminate();
    return result;
  };
}
