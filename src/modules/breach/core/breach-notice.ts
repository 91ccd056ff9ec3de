import type { DataMapSnapshot } from "../../datamap/index.js";

/** Until when the supervisory authority is to be told of a breach, or why that cannot be said. */
export interface BreachNotice {
  readonly dueAt: Date | null;
  readonly problem: string | null;
}

/**
 * The end of the last working day on which the notice is in time; the day of the discovery does not count. Neither is said where nobody
 * said when the breach was discovered.
 */
export function noticeOf(map: DataMapSnapshot, discoveredAt: Date | null): BreachNotice {
  if (discoveredAt === null) return { dueAt: null, problem: null };
  const workingDays = map.controller.supervisoryAuthority?.breachNoticeWithinWorkingDays;
  if (workingDays === undefined) {
    return {
      dueAt: null,
      problem:
        "The data map does not say how soon a breach is to be notified. Add breachNoticeWithinWorkingDays to the controller's supervisoryAuthority.",
    };
  }
  const deadline = map.lastDayOf(map.calendarDay(discoveredAt), { workingDays });
  if ("lastDay" in deadline) return { dueAt: map.endOf(deadline.lastDay), problem: null };
  const { country, missingYear } = deadline;
  return {
    dueAt: null,
    problem: `The calendar of ${country} does not know the year ${missingYear}, in which working days are to be counted. Add the year to calendar.years of the jurisdiction ${country} in the data map.`,
  };
}
