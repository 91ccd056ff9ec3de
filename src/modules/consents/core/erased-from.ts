import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";

const DAY_MS = 86_400_000;

/**
 * From when somebody counts as erased of whom the day alone is known: from its first moment in the controller's calendar. The moment
 * itself is not kept, because it would lead to the facts about the number that the person had before.
 */
export function erasedFrom(erasedOn: CalendarDay, map: DataMapSnapshot): Date {
  const dayBefore = new Date(Date.parse(erasedOn) - DAY_MS).toISOString().slice(0, erasedOn.length);
  return map.endOf(dayBefore);
}
