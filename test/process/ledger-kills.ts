import { setTimeout as sleep } from "node:timers/promises";
import { disclosureInput } from "../support/disclosure-input.js";
import { KilledRegistry, LOOK_EVERY_MS, type Victim } from "./killed-registry.js";
import type { Program } from "./program.js";
import type { Programs } from "./programs.js";

/** A registry that records and publishes while its processes are killed, and what was seen of it from outside. */

const WRITERS = 6;
const RETRY_MS = 50;

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
  const seeing = new AbortController();
  const written = Promise.all(Array.from({ length: WRITERS }, () => record(registry, enough.signal)));
  const goThrough = async (): Promise<void> => {
    for (const { afterMs, victim } of kills) {
      await sleep(afterMs);
      const before = await registry.checkpoint();
      await registry.kill(victim);
      await registry.untilItGoesOn(before);
    }
    enough.abort();
    await written;
    await registry.untilPublished();
    seeing.abort();
  };
  const all = [written, readCheckpoints(registry, seeing.signal), goThrough()] as const;
  try {
    const [acknowledged, checkpoints] = await Promise.all(all);
    const { dataDir, program } = registry;
    return { dataDir, program, acknowledged: acknowledged.flat(), checkpoints };
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${await registry.seen()}`, { cause });
  } finally {
    // Where one of them failed the others must not go on with what the test file's end takes away.
    registry.giveUp();
    await Promise.allSettled(all);
  }
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
