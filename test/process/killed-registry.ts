import { setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "graphql-request";
import { RECORD, type disclosureInput } from "../support/disclosure-input.js";
import { clientOf, type Program, type Up } from "./program.js";
import { killPostgres, type Programs } from "./programs.js";
import { leadersOf } from "./workers.js";

export const VICTIMS = ["server", "sequencer", "postgres"] as const;
export type Victim = (typeof VICTIMS)[number];

export const LOOK_EVERY_MS = 20;
/** For everything that is waited for: a request's answer, and what follows a kill. */
const WAIT_MS_MAX = 60_000;
const LOG_LINES = 20;

interface Ledger {
  readonly size: number;
  readonly pending: number;
  readonly halted: string | null;
  readonly checkpoint: string | null;
}

/** A registry whose processes are killed, as its callers see it. */
export class KilledRegistry {
  #acknowledged = 0;
  /** What became of the last look at the checkpoint. */
  #lastLook = "not asked yet";
  #isGivenUp = false;

  private constructor(
    private readonly programs: Programs,
    readonly dataDir: string,
    private current: Program,
    private up: Up,
    private readonly key: string,
  ) {}

  static async start(programs: Programs): Promise<KilledRegistry> {
    const dataDir = await programs.dataDir();
    const program = startOn(programs, dataDir);
    const up = await program.up();
    return new KilledRegistry(programs, dataDir, program, up, up.key);
  }

  /** The program that is up. */
  get program(): Program {
    return this.current;
  }

  /** Whoever asks from now on is refused, and so comes to an end. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  /**
   * Answers whether the disclosure was acknowledged; if not, nobody knows whether it was recorded. Throws where there is neither an answer
   * nor the connection's end in time, so that the caller could only wait.
   */
  async record(input: ReturnType<typeof disclosureInput>): Promise<boolean> {
    const signal = this.#patience("A disclosure");
    try {
      await clientOf(this.up, this.key).request({ document: RECORD, variables: { input }, signal });
      this.#acknowledged += 1;
      return true;
    } catch (error) {
      signal.throwIfAborted();
      const codes =
        error instanceof ClientError ? error.response.errors?.map(({ extensions }) => extensions.code) : [];
      if (codes?.some((code) => code !== "UNAVAILABLE")) throw error;
      return false;
    }
  }

  /** The checkpoint that is shown; null where there is none, or nobody answers. Throws as `record`. */
  async checkpoint(): Promise<string | null> {
    const signal = this.#patience("A look at the checkpoint");
    const headers = { authorization: `Bearer ${this.key}` };
    try {
      const response = await fetch(`${this.up.address}/ledger/checkpoint`, { headers, signal });
      this.#lastLook = `status ${response.status}`;
      return response.ok ? await response.text() : null;
    } catch (error) {
      signal.throwIfAborted();
      this.#lastLook = String((error as Error).cause ?? error);
      return null;
    }
  }

  async kill(victim: Victim): Promise<void> {
    if (victim === "postgres") return killPostgres(this.dataDir);
    if (victim === "sequencer") {
      const leaders = () => leadersOf(this.current, "the ledger is written");
      // A checkpoint may be shown that the program before this one has published.
      await this.#until(() => Promise.resolve(leaders().length > 0), "choose who writes the ledger");
      process.kill(Number(leaders().at(-1)), "SIGKILL");
      return;
    }
    await this.current.stop("SIGKILL");
    this.current = startOn(this.programs, this.dataDir);
    this.up = await this.current.up();
  }

  /** Waits until it records again, and shows another checkpoint: what was killed may have been about to publish one. */
  async untilItGoesOn(shown: string | null): Promise<void> {
    const before = this.#acknowledged;
    await this.#until(() => Promise.resolve(this.#acknowledged > before), "record again");
    await this.#until(async () => ![null, shown].includes(await this.checkpoint()), "publish again");
  }

  async untilPublished(): Promise<void> {
    await this.#until(async () => {
      const { checkpoint, pending, size } = await this.#ledger();
      const published = Number(checkpoint?.split("\n")[1] ?? 0);
      return pending === 0 && published === size;
    }, "publish everything");
  }

  /** What can be told of it now, for whoever asks why it does not go on. */
  async seen(): Promise<string> {
    const ledger = await this.#ledger().catch((error: Error) => error.message);
    const log = this.current.stderr.trimEnd().split("\n");
    return [
      `acknowledged: ${this.#acknowledged}`,
      `last look at the checkpoint: ${this.#lastLook}`,
      `ledger: ${JSON.stringify(ledger)}`,
      ...log.filter((line) => !line.includes('"msg":"graphql"')).slice(-LOG_LINES),
    ].join("\n");
  }

  async #until(isSo: () => Promise<boolean>, what: string): Promise<void> {
    const end = performance.now() + WAIT_MS_MAX;
    for (; performance.now() < end; await sleep(LOOK_EVERY_MS)) if (await isSo()) return;
    throw new Error(`The registry did not ${what} within ${WAIT_MS_MAX / 1_000} seconds.`);
  }

  async #ledger(): Promise<Ledger> {
    const document = "{ ledger { size pending halted checkpoint } }";
    const signal = this.#patience("A look at the ledger");
    const client = clientOf(this.up, this.key);
    return (await client.request<{ ledger: Ledger }>({ document, signal })).ledger;
  }

  /** What breaks a request off that nobody answers, and says so. Throws once the registry was given up. */
  #patience(what: string): AbortSignal {
    if (this.#isGivenUp) throw new Error("The registry was given up.");
    const late = new AbortController();
    const message = `${what} got neither an answer nor its connection's end within ${WAIT_MS_MAX / 1_000} seconds.`;
    setTimeout(() => late.abort(new Error(message)), WAIT_MS_MAX).unref();
    return late.signal;
  }
}

/** Two workers, so that the sequencer can be killed alone. */
function startOn(programs: Programs, dataDir: string): Program {
  return programs.start({ DATA_DIR: dataDir, WORKERS: "2", LOG_LEVEL: "info" });
}
