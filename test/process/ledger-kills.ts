import { setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "graphql-request";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { clientOf, type Program, type Up } from "./program.js";
import { killPostgres, type Programs } from "./programs.js";
import { leadersOf } from "./workers.js";

/** A registry that records and publishes while its processes are killed, and what was seen of it from outside. */

export const VICTIMS = ["server", "sequencer", "postgres"] as const;
export type Victim = (typeof VICTIMS)[number];

const WRITERS = 6;
const RETRY_MS = 50;
const LOOK_EVERY_MS = 20;
const WAIT_MS_MAX = 60_000;

/** What remains to be known when everything has stopped. */
export interface Outcome {
  readonly dataDir: string;
  /** Ids of all disclosures that were acknowledged; nothing else was sent. */
  readonly acknowledged: readonly string[];
  /** Every different checkpoint that was shown, in order. */
  readonly checkpoints: readonly string[];
  /** The program that is up at the end. */
  readonly program: Program;
}

/** One round: how long it works before it is killed, and what is. */
export interface Kill {
  readonly afterMs: number;
  readonly victim: Victim;
}

/** Records with several callers, reads checkpoints, and kills, round after round. Answers when everything acknowledged is published. */
export async function recordThroughKills(programs: Programs, kills: Iterable<Kill>): Promise<Outcome> {
  const registry = await KilledRegistry.start(programs);
  const enough = new AbortController();
  const written = Promise.all(Array.from({ length: WRITERS }, () => record(registry, enough.signal)));
  const seeing = new AbortController();
  const seen = readCheckpoints(registry, seeing.signal);
  for (const { afterMs, victim } of kills) {
    await sleep(afterMs);
    const before = await registry.checkpoint();
    await registry.kill(victim);
    await registry.untilItGoesOn(before);
  }
  enough.abort();
  const acknowledged = (await written).flat();
  await registry.untilPublished();
  seeing.abort();
  return { ...registry.state, acknowledged, checkpoints: await seen };
}

class KilledRegistry {
  #acknowledged = 0;

  private constructor(
    private readonly programs: Programs,
    readonly dataDir: string,
    private program: Program,
    private up: Up,
    private readonly key: string,
  ) {}

  static async start(programs: Programs): Promise<KilledRegistry> {
    const dataDir = await programs.dataDir();
    const program = startOn(programs, dataDir);
    const up = await program.up();
    return new KilledRegistry(programs, dataDir, program, up, up.key);
  }

  get state(): Pick<Outcome, "dataDir" | "program"> {
    return { dataDir: this.dataDir, program: this.program };
  }

  /** Answers whether the disclosure was acknowledged; if not, nobody knows whether it was recorded. */
  async record(input: ReturnType<typeof disclosureInput>): Promise<boolean> {
    try {
      await clientOf(this.up, this.key).request(RECORD, { input });
      this.#acknowledged += 1;
      return true;
    } catch (error) {
      const codes =
        error instanceof ClientError ? error.response.errors?.map(({ extensions }) => extensions.code) : [];
      if (codes?.some((code) => code !== "UNAVAILABLE")) throw error;
      return false;
    }
  }

  /** The checkpoint that is shown; null where there is none, or nobody answers. */
  async checkpoint(): Promise<string | null> {
    const headers = { authorization: `Bearer ${this.key}` };
    try {
      const response = await fetch(`${this.up.address}/ledger/checkpoint`, { headers });
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }

  async kill(victim: Victim): Promise<void> {
    if (victim === "postgres") return killPostgres(this.dataDir);
    if (victim === "sequencer") {
      const leader = Number(leadersOf(this.program, "the ledger is written").at(-1));
      process.kill(leader, "SIGKILL");
      return;
    }
    await this.program.stop("SIGKILL");
    this.program = startOn(this.programs, this.dataDir);
    this.up = await this.program.up();
  }

  /** Waits until it records again, and shows another checkpoint: what was killed may have been about to publish one. */
  async untilItGoesOn(shown: string | null): Promise<void> {
    const before = this.#acknowledged;
    await until(() => Promise.resolve(this.#acknowledged > before), "record again");
    await until(async () => ![null, shown].includes(await this.checkpoint()), "publish again");
  }

  async untilPublished(): Promise<void> {
    const query = "{ ledger { size pending checkpoint } }";
    await until(async () => {
      const { ledger } = await clientOf(this.up, this.key).request<Ledger>(query);
      const published = Number(ledger.checkpoint?.split("\n")[1] ?? 0);
      return ledger.pending === 0 && published === ledger.size;
    }, "publish everything");
  }
}

interface Ledger {
  readonly ledger: { readonly size: number; readonly pending: number; readonly checkpoint: string | null };
}

/** Two workers, so that the sequencer can be killed alone. */
function startOn(programs: Programs, dataDir: string): Program {
  return programs.start({ DATA_DIR: dataDir, WORKERS: "2", LOG_LEVEL: "info" });
}

/** Records one disclosure after the other, each again until it is acknowledged, and answers their ids. */
async function record(registry: KilledRegistry, until: AbortSignal): Promise<string[]> {
  const acknowledged: string[] = [];
  while (!until.aborted) {
    const input = disclosureInput();
    while (!(await registry.record(input))) await sleep(RETRY_MS);
    acknowledged.push(input.id);
  }
  return acknowledged;
}

async function readCheckpoints(registry: KilledRegistry, until: AbortSignal): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    // What was published last is looked at, too.
    const isLast = until.aborted;
    const note = await registry.checkpoint();
    if (note !== null && note !== seen.at(-1)) seen.push(note);
    if (isLast) return seen;
    await sleep(LOOK_EVERY_MS);
  }
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (const start = performance.now(); performance.now() - start < WAIT_MS_MAX; await sleep(LOOK_EVERY_MS)) {
    if (await isSo()) return;
  }
  throw new Error(`The registry did not ${what} within ${WAIT_MS_MAX / 1_000} seconds.`);
}
