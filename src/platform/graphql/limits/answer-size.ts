import { AppError } from "../../errors.js";

/** How many times as much an answer may hold as an operation may cost. Lists without pages are reckoned with ten entries; some have more. Figure of docs/limits.md. */
export const ANSWER_PER_COST = 3;
/** What counts like one more value. Figure of docs/limits.md. */
export const CHARACTERS_PER_VALUE = 100;
/** Fields of one answer that may fail: each takes as long as many values. Figure of docs/limits.md. */
export const FAILURES_MAX = 100;

/** What the answer to one operation holds so far: values, as its cost does, what of them is long, and fields that failed. */
export class AnswerSize {
  #left: number;
  #failures = 0;

  /** @param outgrown told what is wrong, each time that something is added to an answer that holds more than `max` or has too many failures */
  constructor(
    max: number,
    private readonly outgrown: (why: AppError) => void,
  ) {
    this.#left = max;
  }

  /** Counts what a field was answered: a value, each entry of a list, and the length of a text. */
  add(answered: unknown): void {
    this.#left -= 1;
    if (Array.isArray(answered)) this.#left -= answered.length;
    else if (typeof answered === "string") this.#left -= answered.length / CHARACTERS_PER_VALUE;
    if (this.#left < 0) this.outgrown(tooLarge());
  }

  /** Counts a field that failed. */
  fail(): void {
    this.#failures += 1;
    if (this.#failures > FAILURES_MAX) this.outgrown(tooManyFailures());
  }
}

function tooLarge(): AppError {
  return new AppError(
    "TOO_COSTLY",
    "The answer holds too much. Ask for fewer lists inside lists, or in several requests. A mutation may have done its work: with the same id it can be sent again.",
  );
}

function tooManyFailures(): AppError {
  return new AppError(
    "TOO_COSTLY",
    `More than ${FAILURES_MAX} fields of the answer failed. Ask for a page of one entry to see why. A mutation may have done its work: with the same id it can be sent again.`,
  );
}
