/** A word, such as a key, a field or a time zone. A longer number in it may be a person's, and other signs make an address or worse of it. */
const WORD = /^(?!.*\d{5})[A-Za-z_][A-Za-z0-9_./+-]*$/;

/** A longer one is no key, and would only hide what is said of it. */
const CHARS_MAX = 100;

/** Of a number that stands alone, such as a clause's: a longer one may be a person's. */
const DIGITS_MAX = 4;

/** What stands where something that was sent is not repeated. */
const UNTOLD = "…";

/** Whether a message may repeat it: see `asTold`. */
export function isTold(value: unknown): value is string | number {
  if (typeof value === "number") return String(Math.abs(value)).length <= DIGITS_MAX;
  return typeof value === "string" && value.length <= CHARS_MAX && WORD.test(value);
}

/**
 * What a message repeats of a name in a data map: a slip in it has to be found among a thousand lines, so that words are said as they are
 * written. Whatever else stands there by mistake may be somebody's reference.
 */
export function asTold(name: string): string {
  return isTold(name) ? name : UNTOLD;
}
