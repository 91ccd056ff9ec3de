import cluster, { type Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import type { Logger } from "./platform/observability/logger.js";
import { StartRefused } from "./platform/start-refused.js";
import { closeUntaken } from "./untaken-connections.js";
import type { WorkerOrder, WorkerReport } from "./worker-messages.js";

export interface WorkerPoolSettings {
  readonly count: number;
  /** What the worker of this number (from 1) is told to serve. */
  readonly orderFor: (worker: number) => WorkerOrder;
  readonly logger: Logger;
}

/** A worker that has served this long had no trouble with its start. */
const STEADY_MS = 10_000;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 10_000;
/** Longer than a worker takes that can still hear: it is frozen, or busy for good. */
const STOP_MS_MAX = 45_000;

/** Processes that serve one port together. One that ends is replaced: at once, or later each time where it does not come to serve. */
export class WorkerPool {
  /** Those that run, each with its end. */
  readonly #running = new Map<Worker, Promise<void>>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #state: "starting" | "serving" | "stopping" = "starting";

  constructor(private readonly settings: WorkerPoolSettings) {}

  /** Starts the workers. Answers where they serve, once all do. Throws StartRefused where one cannot, and leaves the others to `stop`. */
  async start(): Promise<string> {
    const exec = fileURLToPath(new URL("worker.js", import.meta.url));
    // As JSON the settings would arrive without their maps and sets.
    cluster.setupPrimary({ exec, args: [], serialization: "advanced" });
    const numbers = Array.from({ length: this.settings.count }, (_, index) => index + 1);
    const [address] = await Promise.all(numbers.map((number) => this.#first(number)));
    // One that served already may have ended while another was still starting.
    if (this.#running.size < this.settings.count)
      throw new StartRefused(["A worker ended during the start."]);
    this.#state = "serving";
    return address!;
  }

  /**
   * Lets every worker answer its requests, and returns when all have ended.
   *
   * @param hurried aborted when they are no longer to wait for the requests
   */
  async stop(hurried: AbortSignal): Promise<void> {
    this.#state = "stopping";
    for (const retry of this.#retries) clearTimeout(retry);
    const workers = [...this.#running.keys()];
    const tellAll = (order: WorkerOrder) => workers.forEach((worker) => tell(worker, order));
    const hurry = () => tellAll({ order: "hurry" });
    const limit = setTimeout(() => workers.forEach((worker) => worker.process.kill("SIGKILL")), STOP_MS_MAX);
    hurried.addEventListener("abort", hurry);
    tellAll({ order: "stop" });
    if (hurried.aborted) hurry();
    await Promise.all(this.#running.values());
    hurried.removeEventListener("abort", hurry);
    clearTimeout(limit);
  }

  /** The first worker of a number: its trouble is the start's. */
  #first(number: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const worker = this.#fork(number, 0);
      worker.on("message", (report: WorkerReport) => {
        if (report.report === "serving") resolve(report.address);
        if (report.report === "failed") reject(new StartRefused([report.message]));
      });
      worker.once("exit", (code, signal) => {
        reject(new StartRefused([`Worker ${number} ended while it started (${signal ?? `code ${code}`}).`]));
      });
    });
  }

  #fork(number: number, failures: number): Worker {
    const worker = cluster.fork();
    closeUntaken(worker);
    let servesSince = Infinity;
    this.#running.set(worker, new Promise((ended) => worker.once("exit", () => ended())));
    // A process that was not made at all is told by its end, too.
    worker.on("error", () => {});
    worker.on("message", (report: WorkerReport) => {
      if (report.report === "listening") this.#begin(worker, number);
      if (report.report === "serving") servesSince = performance.now();
    });
    worker.once("exit", (code, signal) => {
      this.#running.delete(worker);
      if (this.#state !== "serving") return;
      const steady = performance.now() - servesSince > STEADY_MS;
      this.#replace(number, steady ? 0 : failures + 1, { code, signal });
    });
    return worker;
  }

  #begin(worker: Worker, number: number): void {
    // A stop that came before it could listen has not reached it; it has nothing to let go of yet.
    if (this.#state === "stopping") worker.process.kill("SIGKILL");
    else tell(worker, this.settings.orderFor(number));
  }

  #replace(number: number, failures: number, end: { code: number; signal: string | null }): void {
    const retryMs = failures === 0 ? 0 : Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MAX_MS);
    this.settings.logger.error({ worker: number, ...end, retryMs }, "a worker ended and is replaced");
    const retry = setTimeout(() => {
      this.#retries.delete(retry);
      this.#fork(number, failures);
    }, retryMs);
    this.#retries.add(retry);
  }
}

/** A worker that is about to end hears nothing more, which its end will tell. */
function tell(worker: Worker, order: WorkerOrder): void {
  worker.send(order, () => {});
}
