import { distance } from "fastest-levenshtein";

/** Longer input is not a slip of the pen, and comparing it would cost time for nothing. */
const KEY_LENGTH_MAX = 200;

/** A slip changes at most two characters of a short word, or two of five of a longer one, and never all. */
function slipMax(length: number): number {
  return Math.min(Math.max(2, Math.floor(length * 0.4)), length - 1);
}

function lastWord(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

/** How far `candidate` is from what was written; one more where only the last word of a dotted key was given. */
function slips(written: string, candidate: string): number {
  const whole = distance(written, candidate);
  if (written.includes(".") || !candidate.includes(".")) return whole;
  return Math.min(whole, distance(written, lastWord(candidate)) + 1);
}

/**
 * The known key that was most likely meant by an unknown one, or undefined where none is near.
 *
 * `email` finds `identification.email`: people write the last word of a dotted key.
 */
export function nearestKey(key: string, known: Iterable<string>): string | undefined {
  if (key.length > KEY_LENGTH_MAX) return undefined;
  const written = key.trim().toLowerCase();
  let nearest: string | undefined;
  let fewest = slipMax(written.length) + 1;
  for (const candidate of known) {
    const count = slips(written, candidate.toLowerCase());
    if (count < fewest) {
      nearest = candidate;
      fewest = count;
    }
  }
  return nearest;
}

/** ` Did you mean "example_bank"?`, to be put behind a message; empty where no known key is near. */
export function didYouMean(key: string, known: Iterable<string>): string {
  const nearest = nearestKey(key, known);
  return nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
}
