import type { CalendarDay } from "./calendar-day.js";

const HOUR_MS = 3_600_000;
/** No clock was ever set back by less than two of these at midnight, so none of a day's returns is stepped over. */
const STEP_MS = HOUR_MS / 2;
/** Further from Greenwich than any zone ever was. */
const FURTHEST_MS = 16 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** Looking for a day's end takes a fraction of a millisecond; a list of deadlines asks for the same few days again and again. */
const MOST_KNOWN = 1_000;
/** Before it years are counted backwards, so that no later day is found by comparing. */
const FIRST_DAY: CalendarDay = "0001-01-01";
/** The last moment that RFC 3339 can write. */
const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * Answers the first moment after a day, in the time zone of `dayOf`.
 *
 * It is looked for with `dayOf` itself and not reckoned from an offset: a day can have 23, 24 or 25 hours, begin at one o'clock,
 * be skipped (Apia, 30 December 2011), or come back for an hour after the next has begun (St. John's, until 2011).
 */
export function endOfDayIn(dayOf: (moment: Date) => CalendarDay): (day: CalendarDay) => Date {
  const known = new Map<CalendarDay, number>();
  return (day) => {
    const end = known.get(day) ?? search(day, dayOf);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(day, end);
    return new Date(end);
  };
}

function search(day: CalendarDay, dayOf: (moment: Date) => CalendarDay): number {
  const midnight = Date.parse(day) + DAY_MS;
  if (midnight > LAST_MOMENT) return LAST_MOMENT;
  if (day < FIRST_DAY) return midnight;
  let after = midnight + FURTHEST_MS;
  while (dayOf(new Date(after - STEP_MS)) > day) after -= STEP_MS;
  let within = after - STEP_MS;
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2);
    if (dayOf(new Date(middle)) > day) after = middle;
    else within = middle;
  }
  return after;
}
