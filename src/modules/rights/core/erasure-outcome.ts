import { addPeriod } from "../../datamap/core/add-period.js";
import { isRetiredOn } from "../../datamap/core/validity.js";
import type { CalendarDay, Category, DataMapSnapshot } from "../../datamap/index.js";

/** What becomes of data of an erased user: destroyed, or kept because a rule says so. */
export const FATES = ["DESTROYED", "KEPT"] as const;
export type Fate = (typeof FATES)[number];

type Rule = ReturnType<DataMapSnapshot["retentionRulesFor"]>[number];

/** The days on which what retention rules count from had happened; null where it had not, or is not known. */
export interface KnownStarts {
  readonly AGREEMENT_ENDED: CalendarDay | null;
  readonly CONSENT_WITHDRAWN: CalendarDay | null;
}

/** What becomes of one element of an erased user's data. */
export interface CategoryOutcome {
  readonly category: string;
  readonly fate: Fate;
  /** Keys of the retention rules that say so. */
  readonly rules: readonly string[];
  /** The last day on which it is kept; null where it is destroyed, or kept for as long as its rules ask. */
  readonly keptUntil: CalendarDay | null;
}

/**
 * What becomes of each element of an erased user's data, in the order of the data map. What it says of a category (`onErasure`) decides; where
 * it says nothing, a retention rule that runs from the deletion of the account has the category destroyed. Neither holds before
 * the period of such a rule is over, and nothing is kept whose rules have all run out.
 */
export function outcomeOfErasure(
  map: DataMapSnapshot,
  erasedOn: CalendarDay,
  starts: KnownStarts,
): CategoryOutcome[] {
  const elements = map.categories.filter(
    ({ isElement, retiredOn }) => isElement && !isRetiredOn(erasedOn, retiredOn),
  );
  return elements.map((element) => outcomeOf(element, map, erasedOn, starts));
}

function outcomeOf(
  { key, onErasure }: Category,
  map: DataMapSnapshot,
  erasedOn: CalendarDay,
  starts: KnownStarts,
): CategoryOutcome {
  const inForce = map.retentionRulesFor(key).filter(({ retiredOn }) => !isRetiredOn(erasedOn, retiredOn));
  const onDeletion = inForce.filter(({ startEvent }) => startEvent === "ACCOUNT_DELETED");
  const others = inForce.filter(({ startEvent }) => startEvent !== "ACCOUNT_DELETED");
  const isErased = onErasure === "ERASED" || (onErasure === undefined && onDeletion.length > 0);
  const rules = isErased ? onDeletion : others;
  const ends = rules.map((rule) => lastDayOf(rule, erasedOn, starts));
  const isOver = ends.length > 0 && ends.every((end) => end !== null && end <= erasedOn);
  const isKept = isErased ? ends.some((end) => end !== null && end > erasedOn) : !isOver;
  return {
    category: key,
    fate: isKept ? "KEPT" : "DESTROYED",
    rules: rules.map((rule) => rule.key).sort(),
    keptUntil: isKept ? latest(ends, isErased) : null,
  };
}

/** The last day of a rule's period; null where it sets none, or where it is not known to have begun. */
function lastDayOf(
  { startEvent, period }: Rule,
  erasedOn: CalendarDay,
  starts: KnownStarts,
): CalendarDay | null {
  if (period === undefined) return null;
  const known: Readonly<Partial<Record<Rule["startEvent"], CalendarDay | null>>> = {
    ...starts,
    ACCOUNT_DELETED: erasedOn,
  };
  const start = known[startEvent] ?? null;
  return start && addPeriod(start, period);
}

/** Rules that set no day keep data for as long as they ask; of what is to be destroyed, only rules that set one speak of time. */
function latest(ends: readonly (CalendarDay | null)[], onlyStated: boolean): CalendarDay | null {
  const stated = ends.filter((end) => end !== null);
  if (!onlyStated && stated.length < ends.length) return null;
  return stated.sort().at(-1) ?? null;
}
