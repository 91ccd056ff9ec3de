import type { CalendarDay, DataMapSnapshot, Deadline, RightsRuleEntry, Term } from "../../datamap/index.js";

/** When a request is to be answered, and from when it has its effect: terms of its rule, counted from the day of its receipt. */

export function answerTermOf(rule: RightsRuleEntry | undefined): Term | null {
  return termOf(rule?.answerWithin, rule?.answerWithinWorkingDays);
}

export function effectTermOf(rule: RightsRuleEntry | undefined): Term | null {
  const term = termOf(rule?.effectiveAfter, rule?.effectiveAfterWorkingDays);
  return term && { ...term, untilEffect: true };
}

/** For telling recipients, from the day of the decision. */
export function notificationTermOf(rule: RightsRuleEntry | undefined): Term | null {
  return termOf(rule?.notifyWithin, rule?.notifyWithinWorkingDays);
}

/**
 * The last day of a term, null where there is none. The map that holds the term is asked first, then the newest: a calendar gets
 * its years long after the terms that are counted by it.
 *
 * @param start the day from which the term runs, which does not count itself
 */
export function lastDayUnder(
  start: CalendarDay,
  term: Term | null,
  ruling: DataMapSnapshot,
  newest: DataMapSnapshot,
): Deadline | null {
  if (term === null) return null;
  const deadline = ruling.lastDayOf(start, term);
  return "missingYear" in deadline ? newest.lastDayOf(start, term) : deadline;
}

/** Why a last day cannot be told, with the remedy. */
export function problemOfDeadline(deadline: Deadline | null): string | null {
  if (deadline === null || "lastDay" in deadline) return null;
  const { missingYear, country } = deadline;
  return `The calendar of ${country} lacks the year ${missingYear}: add it to the data map, under the jurisdiction's calendar.`;
}

function termOf(period: string | undefined, workingDays: number | undefined): Term | null {
  if (period !== undefined) return { period };
  return workingDays === undefined ? null : { workingDays };
}
