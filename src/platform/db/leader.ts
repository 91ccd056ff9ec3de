import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { DataSource } from "typeorm";
import type { Logger } from "../observability/logger.js";
import { ownConnection } from "./own-connection.js";

/** What there is one leader of: each place has its own. */
export interface LeaderPlace {
  /** Any number, as long as no other program takes advisory locks under it in this database. */
  readonly lock: string;
  /** What the log says is done by the leader, as in "background work is done". */
  readonly work: string;
}

const BACKGROUND_WORK: LeaderPlace = { lock: "7163452086634193", work: "background work is done" };
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 10_000;
/** How long a stop waits for what is done as the leader. */
const STOP_MS_MAX = 5_000;
const CLOSE_MS_MAX = 1_000;

export interface LeaderTiming {
  /** Milliseconds between two looks: of a leader whether it still is, of the others whether the place is free. */
  readonly lookMs: number;
  /** Milliseconds without a look after which the server ends the session, and with it the leadership. */
  readonly silenceMsMax: number;
}

const TIMING: LeaderTiming = { lookMs: 1_000, silenceMsMax: 20_000 };

/**
 * Chooses one leader of a place among all processes that stand for it on a database, by a lock of a session (pg_advisory_lock) on a connection of
 * its own, and calls `lead` in that process.
 *
 * Whoever loses that connection has lost the place: `until` is aborted, and another process is the leader within some seconds. So is
 * one that is frozen or cut off, because the server ends a session that keeps silent. A former leader may still be at a statement
 * by then: what `lead` does must be right even where two do it, the choice only makes that rare. A process stands again when its
 * `lead` has ended.
 */
export class Leader {
  readonly #stopped = new AbortController();
  #standing: Promise<void> | undefined;
  #failures = 0;

  /** @param lead works until `until` is aborted, and returns soon after; must not reject */
  constructor(
    private readonly dataSource: DataSource,
    private readonly lead: (until: AbortSignal) => Promise<void>,
    private readonly logger: Logger,
    private readonly timing: LeaderTiming = TIMING,
    private readonly place: LeaderPlace = BACKGROUND_WORK,
  ) {}

  /** Stands for the place from now on, in the background. */
  start(): void {
    this.#standing ??= this.#stand();
  }

  /** Gives the place up, once `lead` has ended. Stopping again waits for the same end. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.race([this.#standing, sleep(STOP_MS_MAX, undefined, { ref: false })]);
  }

  async #stand(): Promise<void> {
    const stopped = this.#stopped.signal;
    while (!stopped.aborted) {
      await this.#session().catch(() => undefined);
      if (stopped.aborted) return;
      const wait = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MAX_MS);
      this.#failures += 1;
      this.logger.warn({ retryMs: wait }, "standing for leader interrupted");
      await sleep(spread(wait), undefined, { signal: stopped }).catch(() => undefined);
    }
  }

  /** One connection's life: waits for the place, then leads, until the connection is lost or the process stops. */
  async #session(): Promise<void> {
    const client = ownConnection(this.dataSource, {
      applicationName: "disclosure-registry stands for leader",
      // A leader that is cut off knows it before the server gives its place to another.
      queryTimeoutMs: this.timing.silenceMsMax / 2,
    });
    const lost = new AbortController();
    client.on("error", () => lost.abort()).on("end", () => lost.abort());
    const until = AbortSignal.any([this.#stopped.signal, lost.signal]);
    try {
      await client.connect();
      await client.query(`SET idle_session_timeout = ${this.timing.silenceMsMax}`);
      while (!(await this.#isLeader(client))) await this.#pause(until);
      this.logger.info(`leads: ${this.place.work} by this process`);
      const leading = this.lead(until);
      try {
        while (await this.#isLeader(client)) await this.#pause(until);
      } finally {
        lost.abort();
        await leading;
        this.logger.info(`leads no longer: ${this.place.work} elsewhere`);
      }
    } finally {
      await closed(client);
    }
  }

  /** Takes the place if it is free. A session may hold the lock several times over; all are let go of with its end. */
  async #isLeader(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ leads: boolean }>(
      `SELECT pg_try_advisory_lock(${this.place.lock}) AS leads`,
    );
    this.#failures = 0;
    return rows[0]?.leads === true;
  }

  async #pause(until: AbortSignal): Promise<void> {
    await sleep(spread(this.timing.lookMs), undefined, { signal: until });
  }
}

/** The random part keeps processes that lost the database together from coming back together. */
function spread(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}

/** A server that says nothing any more must not hold up what comes next. */
async function closed(client: pg.Client): Promise<void> {
  const ended = client.end().catch(() => undefined);
  await Promise.race([ended, sleep(CLOSE_MS_MAX, undefined, { ref: false })]);
}
