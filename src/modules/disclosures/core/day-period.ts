import { badInput } from "../../../platform/errors.js";
import type { CalendarDay } from "../../datamap/index.js";

/** Days from the first to the last, both included. */
export interface DayPeriod {
  /** Null: since ever. */
  readonly from: CalendarDay | null;
  readonly to: CalendarDay;
}

/**
 * The days from `from` to `to`, up to today: days to come hold no disclosures, and would make everything look unseen for longer.
 *
 * @throws AppError BAD_USER_INPUT where the period ends before it begins
 */
export function periodUpTo(today: CalendarDay, from: CalendarDay | null, to: CalendarDay | null): DayPeriod {
  const end = to !== null && to < today ? to : today;
  if (from !== null && from > end) {
    throw badInput([
      {
        field: "from",
        message: "The first day lies after the last one (to, and today at the latest): give an earlier day.",
      },
    ]);
  }
  return { from, to: end };
}
