import type { CalendarDay } from "../../datamap/index.js";

/** Between which days stretches lie: one begins on each of `firstDays`, and on the day after each of `lastDays`. */
export interface Boundaries {
  readonly firstDays: CalendarDay[];
  readonly lastDays: CalendarDay[];
}

/** Disclosures that have everything in common but their users, counted over a stretch of days. */
export interface ObservedTransfer {
  readonly recipient: string;
  readonly purpose: string;
  readonly categories: readonly string[];
  /** Where the data arrived. */
  readonly country: string;
  readonly disclosures: number;
  readonly firstDay: CalendarDay;
  readonly lastDay: CalendarDay;
}
