import { isInForceOn } from "../../datamap/core/validity.js";
import type { CalendarDay, DataMapSnapshot, SharingRuleEntry } from "../../datamap/index.js";
import type { DayPeriod } from "./day-period.js";
import type { Boundaries } from "./observed-transfer.js";
import { declarationsOf, lineage } from "./sharing-declarations.js";

/**
 * Disclosures of one category to one recipient for one purpose, counted over a stretch of days on each of which the data map
 * declares the same, and which lies wholly inside or wholly outside the period asked about.
 */
export interface Observation extends Pair {
  readonly disclosures: number;
  readonly firstDay: CalendarDay;
  readonly lastDay: CalendarDay;
}

interface Pair {
  readonly recipient: string;
  readonly purpose: string;
  readonly category: string;
}

/** What one pair comes to in a period. */
export interface ObservedPair extends Pair {
  readonly disclosures: number;
  /** Of these, how many occurred on days on which nothing declared the pair. */
  readonly undeclared: number;
  /** Of all time up to the period's end. */
  readonly firstSeen: CalendarDay;
  readonly lastSeen: CalendarDay;
}

/** A category that a sharing rule lets go, and that went nowhere under it. */
export interface UnobservedPair {
  readonly rule: string;
  readonly category: string;
  /** Null: never up to the period's end. */
  readonly lastSeen: CalendarDay | null;
  readonly daysSinceLastSeen: number | null;
}

export interface SharingComparison {
  readonly undeclared: readonly ObservedPair[];
  readonly first: readonly ObservedPair[];
  readonly unobserved: readonly UnobservedPair[];
}

/** The days between which stretches lie: on the first ones, and after the last ones, something else may be declared. */
export function boundariesOf({ document }: DataMapSnapshot, { from, to }: DayPeriod): Boundaries {
  const starts = [
    from,
    ...document.sharingRules.flatMap(({ validFrom, retiredOn }) => [validFrom, retiredOn]),
    ...document.activities.map(({ retiredOn }) => retiredOn),
  ];
  const ends = [to, ...document.sharingRules.map(({ validTo }) => validTo)];
  const days = (some: readonly (CalendarDay | null | undefined)[]) =>
    some.filter((day): day is CalendarDay => day != null);
  return { firstDays: days(starts), lastDays: days(ends) };
}

/**
 * Compares what was disclosed with what the data map declares. A pair is declared on a day if a sharing rule in force that day,
 * or a processing activity, names its recipient (or the recipient's kind), its purpose, and its category or one above it.
 */
export function compareSharing(
  map: DataMapSnapshot,
  observations: readonly Observation[],
  period: DayPeriod,
): SharingComparison {
  const pairs = observedPairs(map, observations, period);
  const latestFirst = (one: ObservedPair, other: ObservedPair) =>
    order(other.firstSeen, one.firstSeen) || order(nameOf(one), nameOf(other));
  const inPeriod = pairs.filter(({ disclosures }) => disclosures > 0).sort(latestFirst);
  return {
    undeclared: inPeriod.filter(({ undeclared }) => undeclared > 0),
    first: inPeriod.filter(({ firstSeen }) => firstSeen >= (period.from ?? firstSeen)),
    unobserved: unobservedPairs(map, pairs, period),
  };
}

function observedPairs(
  map: DataMapSnapshot,
  observations: readonly Observation[],
  { from, to }: DayPeriod,
): ObservedPair[] {
  const isDeclared = declarationsOf(map);
  const pairs = new Map<string, ObservedPair>();
  for (const { disclosures, firstDay, lastDay, ...pair } of observations) {
    if (firstDay > to) continue;
    const counted = from === null || firstDay >= from ? disclosures : 0;
    const { kind } = map.recipient(pair.recipient)!;
    const undeclared = counted > 0 && !isDeclared({ ...pair, kind }, firstDay) ? counted : 0;
    const known = pairs.get(nameOf(pair));
    pairs.set(nameOf(pair), {
      ...pair,
      disclosures: counted + (known?.disclosures ?? 0),
      undeclared: undeclared + (known?.undeclared ?? 0),
      firstSeen: known && known.firstSeen < firstDay ? known.firstSeen : firstDay,
      lastSeen: known && known.lastSeen > lastDay ? known.lastSeen : lastDay,
    });
  }
  return [...pairs.values()];
}

function unobservedPairs(
  map: DataMapSnapshot,
  pairs: readonly ObservedPair[],
  { from, to }: DayPeriod,
): UnobservedPair[] {
  const lastSeenUnder = (rule: SharingRuleEntry, category: string) =>
    pairs
      .filter(
        (pair) =>
          pair.purpose === rule.purpose &&
          (pair.recipient === rule.recipient || map.recipient(pair.recipient)!.kind === rule.recipientKind) &&
          lineage(pair.category).includes(category),
      )
      .map(({ lastSeen }) => lastSeen)
      .reduce<CalendarDay | null>((latest, day) => (latest === null || latest < day ? day : latest), null);
  return map.document.sharingRules
    .filter((rule) => isInForceOn(to, rule))
    .flatMap((rule) =>
      rule.categories.map((category) => ({
        rule: rule.key,
        category,
        lastSeen: lastSeenUnder(rule, category),
      })),
    )
    .filter(({ lastSeen }) => lastSeen === null || (from !== null && lastSeen < from))
    .map((pair) => ({
      ...pair,
      daysSinceLastSeen: pair.lastSeen === null ? null : daysBetween(pair.lastSeen, to),
    }));
}

function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** No key contains a space. */
function nameOf({ recipient, purpose, category }: Pair): string {
  return `${recipient} ${purpose} ${category}`;
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
