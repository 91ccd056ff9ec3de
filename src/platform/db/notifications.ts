import pg from "pg";
import type { DataSource } from "typeorm";
import type { Logger } from "../observability/logger.js";
import { ownConnection } from "./own-connection.js";

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 10_000;

/**
 * Listens to one channel of PostgreSQL (LISTEN, NOTIFY) on a connection of its own, for as long as the process runs.
 *
 * A notice says only that something may have changed, and `onChange` looks what. It is also called after every connect, because
 * notices are not kept for those who are away. A lost connection, and an `onChange` that fails, are followed by another connect,
 * later each time. A pooler between here and the database must be in session mode; without notices `onChange` is just not called.
 */
export class NotificationListener {
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly channel: string,
    private readonly onChange: () => Promise<unknown>,
    private readonly logger: Logger,
  ) {}

  /** Returns when the first attempt to connect has succeeded or failed; a failed one is repeated in the background. */
  async start(): Promise<void> {
    if (this.#stopped) return;
    const client = ownConnection(this.dataSource, {
      applicationName: `disclosure-registry listens to ${this.channel}`,
    });
    this.#client = client;
    client.on("error", () => this.#lose(client));
    client.on("end", () => this.#lose(client));
    client.on("notification", () => void this.#look(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(this.channel)}`);
    } catch {
      return this.#lose(client);
    }
    await this.#look(client);
  }

  /** Nothing is called any more when it returns. Stopping again does nothing. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => undefined);
  }

  async #look(client: pg.Client): Promise<void> {
    try {
      await this.onChange();
      if (client === this.#client) this.#failures = 0;
    } catch {
      this.#lose(client);
    }
  }

  /** Lets go of a connection and plans the next one. Only the first word of its loss counts. */
  #lose(client: pg.Client): void {
    if (client !== this.#client || this.#stopped) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    const wait = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MAX_MS);
    this.#failures += 1;
    this.logger.warn({ channel: this.channel, retryMs: wait }, "listening interrupted");
    // The random part keeps processes that lost the database together from coming back together.
    this.#retry = setTimeout(() => void this.start(), wait * (0.5 + Math.random() / 2));
    this.#retry.unref();
  }
}
