import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Workload } from "./workload.js";

/** Calls over HTTP by a number of connections at once, for a time. */
export interface Load {
  readonly url: string;
  readonly authorization: string;
  readonly connections: number;
  readonly seconds: number;
  readonly workload: Workload;
  /** Calls a second, evenly spread; left out, each connection calls again as soon as it was answered. */
  readonly perSecond?: number;
  /** Whether to say what was acknowledged, and when. */
  readonly remember?: boolean;
}

/** A disclosure that a call was told it had recorded. */
export interface Acknowledged {
  readonly id: string;
  /** Milliseconds since 1970, when the answer had arrived. */
  readonly at: number;
}

export interface LoadResult {
  /** Calls answered well, per second. */
  readonly perSecond: number;
  /** Milliseconds from sending a call to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** The share of the time the generator itself was at work: near 1 it would be what is measured. */
  readonly busy: number;
  /** Empty unless the load remembers. */
  readonly acknowledged: readonly Acknowledged[];
}

/** Runs a load in a worker thread. Rejects where a single call was not answered as it should be: a failed call is quick. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const worker = new Worker(new URL("worker.js", import.meta.url), { workerData: load });
  const [result] = (await once(worker, "message")) as [LoadResult];
  await worker.terminate();
  return result;
}
