import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../../observability/logger.js";
import { EmbeddedPostgresFailed } from "./errors.js";
import {
  runningServer,
  startServer,
  stopLeftover,
  stopServer,
  type RunningServer,
  type Server,
} from "./server.js";

/** How long a server that has ended goes unnoticed at most. */
const LOOK_MS = 250;
/** A server that has run this long had no trouble with its start. */
const STEADY_MS = 10_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;

/**
 * Watches a running server. One that ends unasked (killed, out of memory, stopped behind our back) is started again on its port,
 * so that whoever has its address finds it there: at once, or later each time where it does not stay up. It recovers by itself
 * then; a recovery is waited for, however long.
 */
export class Watch {
  readonly #stopped = new AbortController();
  readonly #watching: Promise<void>;

  constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly logger: Logger,
  ) {
    this.#watching = this.#watch();
  }

  /** Stops the server, and a start that is under way with it. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await stopServer(this.server);
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let running = await this.#look();
    let since = performance.now();
    for (let failures = 0; ;) {
      await this.#pause(LOOK_MS);
      if (this.#stopped.signal.aborted) return;
      if (await running?.isAlive()) continue;
      if (performance.now() - since > STEADY_MS) failures = 0;
      // Whoever stopped it may have started it again.
      running = (await this.#look()) ?? (await this.#revive(failures));
      since = performance.now();
      failures += 1;
    }
  }

  async #revive(failures: number): Promise<RunningServer | undefined> {
    const waitMs = failures === 0 ? 0 : Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MAX_MS);
    this.logger.error({ waitMs }, "PostgreSQL ended and is started again");
    await this.#pause(waitMs);
    if (this.#stopped.signal.aborted) return undefined;
    const begin = performance.now();
    try {
      await stopLeftover(this.server);
      await startServer(this.server, () => Promise.resolve(this.port));
    } catch (error) {
      if (this.#stopped.signal.aborted) return undefined;
      const reason = error instanceof EmbeddedPostgresFailed ? error.message : (error as Error).name;
      this.logger.error({ reason }, "PostgreSQL did not start again");
      return undefined;
    }
    // A stop that came in between found no server to stop.
    if (this.#stopped.signal.aborted) await stopServer(this.server);
    else this.logger.warn({ ms: Math.round(performance.now() - begin) }, "PostgreSQL runs again");
    return this.#look();
  }

  /** A folder that cannot be read holds no server that we could find; the attempt to start it says why. */
  #look(): Promise<RunningServer | undefined> {
    return runningServer(this.server).catch(() => undefined);
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stopped;
    // It keeps no program alive that has nothing else to do.
    await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
