import type { Clock } from "../../src/platform/clock.js";

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** A clock that stands still until a test moves it. */
export class MovableClock implements Clock {
  #now: number;

  constructor(moment: string) {
    this.#now = Date.parse(moment);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** The moment so many milliseconds from now (before it where negative), as a caller writes it. */
  at(offsetMs: number): string {
    return new Date(this.#now + offsetMs).toISOString();
  }
}
