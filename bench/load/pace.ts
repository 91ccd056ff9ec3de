import { setTimeout as sleep } from "node:timers/promises";

/** Spreads calls evenly over the time. Calls that were held up are made at once, until they have caught up. */
export class Pace {
  readonly #betweenMs: number;
  #next: number;

  /** @param startedAt as `performance.now()` says it */
  constructor(startedAt: number, perSecond: number) {
    this.#betweenMs = 1_000 / perSecond;
    this.#next = startedAt;
  }

  /** Waits until the next call is due, which nobody else is then told to make. */
  async turn(): Promise<void> {
    const due = this.#next;
    this.#next += this.#betweenMs;
    const waitMs = due - performance.now();
    // Rounded up, because a timer drops what is less than a millisecond.
    if (waitMs > 0) await sleep(Math.ceil(waitMs));
  }
}
