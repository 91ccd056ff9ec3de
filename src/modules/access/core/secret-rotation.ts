import type { ApiKeyRow } from "../api-key-row.js";

/** How long a key's earlier secret works beside the new one where nobody says otherwise (ISO 8601). */
export const GRACE_PERIOD = "P1D";
const GRACE_DAYS_MAX = 30;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In the order of the groups of PERIOD. */
const UNITS_MS = [7 * DAY_MS, DAY_MS, HOUR_MS, 60_000, 1_000];
/** Weeks, or days, hours, minutes and seconds: what has a fixed length. */
const PERIOD =
  /^P(?:(\d{1,9})W|(?=\d|T\d)(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?)$/;

/** The milliseconds of a period a caller named (ISO 8601); null where it is too long, or its length is not fixed. */
export function graceMsOf(period: string): number | null {
  const units = PERIOD.exec(period)?.slice(1);
  if (units === undefined) return null;
  const ms = UNITS_MS.reduce((sum, unitMs, index) => sum + unitMs * Number(units[index] ?? 0), 0);
  return ms <= GRACE_DAYS_MAX * DAY_MS ? ms : null;
}

export const GRACE_PROBLEM = `Give weeks, days, hours, minutes or seconds, at most ${GRACE_DAYS_MAX} days, such as P7D or PT12H; PT0S ends the earlier secret at once.`;

/**
 * Why a key cannot be given a new secret now, or null where it can. Two secrets work at most: a third would leave nobody sure which
 * one is still in use somewhere. Ending the others at once (`graceMs` 0) is always possible.
 */
export function refusalOfRotation(key: ApiKeyRow, graceMs: number, now: Date): string | null {
  if (key.revokedAt) return "The key was revoked, and that is for good: make another key.";
  if (key.expiresAt && key.expiresAt <= now) return "The key has expired: make another key.";
  const until = key.previousSecretEndsAt;
  if (graceMs === 0 || until === null || until <= now) return null;
  return (
    `The key has two secrets already; the earlier one works until ${until.toISOString()}. ` +
    "Rotate it again after that, or now with the grace period PT0S, which ends both at once."
  );
}
