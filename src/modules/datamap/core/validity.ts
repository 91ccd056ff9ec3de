import type { CalendarDay } from "./calendar-day.js";

/** What says on which days something of the data map may be used; days not stated set no bound. */
export interface DatedValidity {
  /** First day of validity. */
  readonly validFrom?: CalendarDay | undefined;
  /** Last day of validity. */
  readonly validTo?: CalendarDay | undefined;
  /** First day on which it may no longer be used. */
  readonly retiredOn?: CalendarDay | undefined;
}

export function isInForceOn(day: CalendarDay, { validFrom, validTo, retiredOn }: DatedValidity): boolean {
  return (
    (validFrom === undefined || validFrom <= day) &&
    (validTo === undefined || day <= validTo) &&
    !isRetiredOn(day, retiredOn)
  );
}

export function isRetiredOn(day: CalendarDay, retiredOn: CalendarDay | undefined): boolean {
  return retiredOn !== undefined && retiredOn <= day;
}
