import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { ADMIN_API_KEY, type BenchServer } from "../bench.js";

const LOOK_EVERY_MS = 20;

/** How far a ledger is. */
interface State {
  /** Leaves that wait for the sequencer, or for the background to fill them in. */
  readonly waits: boolean;
  /** Leaves that have a place. */
  readonly size: number;
  /** Leaves that the newest checkpoint covers. */
  readonly published: number;
}

/** A registry's ledger, seen from its database. */
export class WatchedLedger {
  /** @param pool as the owner of the tables */
  constructor(private readonly pool: pg.Pool) {}

  async state(): Promise<State> {
    const { rows } = await this.pool.query<State>(
      `SELECT EXISTS (SELECT FROM ledger_pending) OR EXISTS (SELECT FROM ledger_backfill) AS waits,
              (SELECT size::float8 FROM ledger_head) AS size,
              coalesce((SELECT max(size)::float8 FROM ledger_checkpoint), 0) AS published`,
    );
    return rows[0]!;
  }

  /** Waits until so many leaves have a place. */
  async untilSequenced(size: number): Promise<void> {
    while ((await this.headSize()) < size) await sleep(LOOK_EVERY_MS);
  }

  /** Waits until nothing waits, and the newest checkpoint covers every leaf. Answers how many there are. */
  async untilPublished(): Promise<number> {
    for (;;) {
      const { waits, size, published } = await this.state();
      if (!waits && size === published) return size;
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** The places of the disclosures in the ledger, by id. */
  async places(): Promise<Map<string, number>> {
    const { rows } = await this.pool.query<{ event: string; index: number }>(
      "SELECT event, index::float8 AS index FROM ledger_leaf WHERE kind = 'disclosure'",
    );
    return new Map(rows.map(({ event, index }) => [event, index]));
  }

  /** What an auditor is given to check signatures by. */
  async verifierKey(): Promise<string> {
    const { rows } = await this.pool.query<{ verifier_key: string }>("SELECT verifier_key FROM ledger_log");
    return rows[0]!.verifier_key;
  }

  /** Without looking whether something waits, which takes its time where much does. */
  private async headSize(): Promise<number> {
    const { rows } = await this.pool.query<{ size: number }>("SELECT size::float8 AS size FROM ledger_head");
    return rows[0]!.size;
  }
}

/** A checkpoint as a reader saw it. */
export interface Seen {
  readonly size: number;
  /** Milliseconds since 1970, when the answer had arrived. */
  readonly at: number;
}

/** Reads the checkpoint over HTTP again and again, as someone does who waits for a receipt, until told to stop. */
export async function watchCheckpoints({ url }: BenchServer, until: AbortSignal): Promise<Seen[]> {
  const seen: Seen[] = [];
  while (!until.aborted) {
    const response = await fetch(new URL("/ledger/checkpoint", url), {
      headers: { authorization: `Bearer ${ADMIN_API_KEY}` },
    });
    const text = await response.text();
    const at = performance.timeOrigin + performance.now();
    // Before the first checkpoint there is none to be read.
    const size = response.ok ? Number(text.split("\n")[1]) : 0;
    if (Number.isNaN(size)) throw new Error(`The checkpoint was answered with ${text}`);
    if (size > (seen.at(-1)?.size ?? 0)) seen.push({ size, at });
    await sleep(LOOK_EVERY_MS);
  }
  return seen;
}
