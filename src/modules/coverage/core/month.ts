import { firstUuidAt, NEW_ID_AGE_MS_MAX, NEW_ID_LEAD_MS_MAX } from "../../../platform/ids.js";

/** Months of UTC, each said by its first moment in milliseconds since 1970: a partition of coverage holds one of them. */

export function monthOf(milliseconds: number): number {
  const moment = new Date(milliseconds);
  return Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth());
}

export function monthAfter(month: number, count = 1): number {
  const moment = new Date(month);
  return Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + count);
}

/** The moment from which no new id can fall into the month: ids may be recorded some weeks after they were made. */
export function closingOf(month: number): number {
  return monthAfter(month) + NEW_ID_AGE_MS_MAX + NEW_ID_LEAD_MS_MAX;
}

/**
 * The earliest time in the id of a disclosure that occurred at or after a moment. An id may be older than its recording, which may
 * be a little earlier by the registry's clock than what it tells of.
 */
export function earliestIdTime(occurredFrom: number): number {
  return occurredFrom - NEW_ID_AGE_MS_MAX - NEW_ID_LEAD_MS_MAX;
}

/** The smallest id that a disclosure which occurred at or after a moment can have. */
export function firstIdOf(occurredFrom: Date): string {
  return firstUuidAt(earliestIdTime(occurredFrom.getTime()));
}
