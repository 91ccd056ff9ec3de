import type { CalendarDay } from "./calendar-day.js";

/** The last day that a calendar day's text can name; a period that would lead beyond it ends there. */
const LAST_DAY: CalendarDay = "9999-12-31";

const DAY_MS = 86_400_000;
const PERIOD =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/**
 * The day a period after a day: `2026-03-01` and `P30D` make `2026-03-31`.
 *
 * Years and months come first. Where the month that they lead to has no such day, its last one stands in: `2028-02-29` and `P1Y`
 * make `2029-02-28`. Weeks and days are then counted by the calendar; hours, minutes and seconds count as the days they begin.
 * Since the first day itself is not counted, a period that runs from an event lasts to the end of the day answered.
 *
 * @param period An ISO 8601 duration (ISO 8601-1:2019, 5.5.2), as the data map's schema lets it in.
 */
export function addPeriod(day: CalendarDay, period: string): CalendarDay {
  const [years, months, weeks, days, hours, minutes, seconds] = partsOf(period);
  const [year, month, dayOfMonth] = day.split("-").map(Number) as [number, number, number];
  const monthsOn = year * 12 + month - 1 + years * 12 + months;
  const newYear = Math.floor(monthsOn / 12);
  const daysOn = weeks * 7 + days + Math.ceil((hours * 3_600 + minutes * 60 + seconds) / 86_400);
  if (newYear > 9_999 || daysOn > 10_000 * 366) return LAST_DAY;

  const newMonth = monthsOn % 12;
  const start = midnight(newYear, newMonth, Math.min(dayOfMonth, daysInMonth(newYear, newMonth)));
  const end = new Date(start + daysOn * DAY_MS);
  return end.getUTCFullYear() > 9_999 ? LAST_DAY : end.toISOString().slice(0, 10);
}

type Parts = [number, number, number, number, number, number, number];

function partsOf(period: string): Parts {
  const match = PERIOD.exec(period);
  if (!match) throw new RangeError(`"${period}" is no ISO 8601 duration such as P30D or P5Y.`);
  return match.slice(1).map((part) => Number((part ?? "0").replace(",", "."))) as Parts;
}

/** Milliseconds of UTC, in which every day is as long as any other. `Date.UTC` would read the years 0 to 99 as 1900 to 1999. */
function midnight(year: number, month: number, dayOfMonth: number): number {
  return new Date(0).setUTCFullYear(year, month, dayOfMonth);
}

function daysInMonth(year: number, month: number): number {
  return new Date(midnight(year, month + 1, 0)).getUTCDate();
}
