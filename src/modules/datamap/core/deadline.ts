import { addPeriod } from "./add-period.js";
import type { CalendarDay } from "./calendar-day.js";
import type { WorkingCalendar } from "./working-calendar.js";

/** How long something may take: a period of the calendar, or a number of working days. */
export interface Term {
  /** ISO 8601 duration; not together with `workingDays`. */
  readonly period?: string | undefined;
  /** At least 1; not together with `period`. */
  readonly workingDays?: number | undefined;
  /** True of the least time until an effect, such as the end of a withdrawn consent: its last day is never moved. */
  readonly untilEffect?: boolean;
}

/** The last day of a term, or why it cannot be told: the country's calendar lacks a year. */
export type Deadline =
  { readonly lastDay: CalendarDay } | { readonly missingYear: number; readonly country: string };

/**
 * The last day of a term that runs from an event on `start`; that day itself does not count.
 *
 * Working days need every year they lie in. A plain period that is not the time until an effect moves to the next working day where
 * the country's calendar says that it does and knows the days in between. Else it ends on the day it leads to, which is never too late.
 *
 * @throws RangeError where the term states both or neither
 */
export function lastDayOf(
  start: CalendarDay,
  { period, workingDays, untilEffect = false }: Term,
  calendar: WorkingCalendar,
  country: string,
): Deadline {
  if ((period === undefined) === (workingDays === undefined)) {
    throw new RangeError("A term is either a period or a number of working days.");
  }
  if (period !== undefined) {
    const day = addPeriod(start, period);
    const moves = calendar.lastDayMovesToWorkingDay && !untilEffect;
    return { lastDay: moves ? calendar.workedFrom(day) : day };
  }
  const reached = calendar.after(start, workingDays!);
  return typeof reached === "string" ? { lastDay: reached } : { ...reached, country };
}
