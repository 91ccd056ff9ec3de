import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "./observability/logger.js";
import { kindOf, placeOf } from "./observability/place-of.js";

/** Work that is done again and again, by the leader of all processes (see `platform/db/leader.ts`). */
export interface BackgroundTask {
  /** What the log calls it. */
  readonly name: string;
  /** Milliseconds from the end of one run to the begin of the next, give or take a tenth. */
  readonly everyMs: number;
  /**
   * One run. What it has not done by the time `until` is aborted it leaves to the next leader, who may begin before this run has
   * ended: each transaction of it must be right beside another run.
   */
  run(until: AbortSignal): Promise<unknown>;
}

const RETRY_FIRST_MS = 1_000;
/** What stands still with a task, such as publishing, should not stand still for much longer than its reason. */
const RETRY_MAX_MS = 10_000;

/** Milliseconds until a task is tried again that has failed so many times in a row, give or take a tenth. */
export function retryMs({ everyMs }: Pick<BackgroundTask, "everyMs">, failures: number): number {
  return Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), Math.max(everyMs, RETRY_MAX_MS));
}

/**
 * Runs each task at once and then periodically, until `until` is aborted and the runs under way have ended. A task never runs beside
 * itself, but tasks run beside each other, so that a long one holds up no other. A failure is logged, without what it says, and
 * tried again after a second, then later each time, up to the task's own interval or ten seconds, whichever is longer.
 */
export async function runTasks(
  tasks: readonly BackgroundTask[],
  logger: Logger,
  until: AbortSignal,
): Promise<void> {
  await Promise.all(tasks.map((task) => repeat(task, logger, until)));
}

async function repeat(task: BackgroundTask, logger: Logger, until: AbortSignal): Promise<void> {
  for (let failures = 0; !until.aborted;) {
    let waitMs = task.everyMs;
    try {
      await task.run(until);
      failures = 0;
    } catch (fault) {
      if (until.aborted) return;
      failures += 1;
      waitMs = retryMs(task, failures);
      logger.error(
        { task: task.name, kind: kindOf(fault), at: placeOf(fault), retryMs: waitMs },
        "background task failed",
      );
    }
    await sleep(waitMs * (0.9 + Math.random() / 5), undefined, { signal: until }).catch(() => undefined);
  }
}
