import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { RetentionRuleEntry } from "../../datamap/core/document.js";
import { isRetiredOn } from "../../datamap/core/validity.js";

/** The start events that the facts about a user tell of. */
export const KNOWN_STARTS = ["AGREEMENT_ENDED", "CONSENT_WITHDRAWN", "ACCOUNT_DELETED"] as const;
export type KnownStart = (typeof KNOWN_STARTS)[number];

/** A retention rule whose last day the facts about a user can set. */
export interface DatedRule {
  readonly key: string;
  readonly startEvent: KnownStart;
  /** Null where the data go at once: only with the account. */
  readonly period: string | null;
  /** Whether it ends where the account is deleted, if its period has not ended it by then. */
  readonly endsWithAccount: boolean;
}

/** For how long a rule lets categories be kept, and what speaks for keeping them longer. */
export interface RetentionTerm {
  readonly rule: DatedRule;
  /** Categories, each with all that lies under it, of which the same rules speak. */
  readonly categories: readonly string[];
  /** The other rules for the same purposes: all of them must have run out, too. */
  readonly alike: readonly DatedRule[];
  /** Keys of the rules for the same purposes of which the registry cannot tell when they run out, so that nothing is ever due. */
  readonly undated: readonly string[];
  /** Keys of the rules that let the same data be kept for other purposes, whatever becomes of these. */
  readonly otherPurposes: readonly string[];
}

/** Why the registry cannot tell when a rule runs out. */
export const UNDECIDABLE_REASONS = ["START_UNKNOWN", "NO_PERIOD"] as const;
export type UndecidableReason = (typeof UNDECIDABLE_REASONS)[number];

/** A rule by which nobody's data can be said to be due. */
export interface UndecidableRule {
  readonly key: string;
  readonly reason: UndecidableReason;
}

/** Why nothing can be told by a rule; null where the facts about a user set its last day. */
export function undecidable({ startEvent, period }: RetentionRuleEntry): UndecidableReason | null {
  if (!isKnownStart(startEvent)) return "START_UNKNOWN";
  return period === undefined && startEvent !== "ACCOUNT_DELETED" ? "NO_PERIOD" : null;
}

/** The rules in force on a day of which the registry cannot tell, in the data map's order. */
export function undecidableRules(map: DataMapSnapshot, day: CalendarDay): UndecidableRule[] {
  return rulesInForce(map, day).flatMap((rule) => {
    const reason = undecidable(rule);
    return reason === null ? [] : [{ key: rule.key, reason }];
  });
}

/**
 * The terms of the rules in force on a day, in the data map's order: what `policy` asks of one transfer, asked of all data. Rules that
 * name a purpose come before those for any.
 *
 * @param apart Categories that stand by themselves although no rule tells them from those above them.
 */
export function retentionTerms(
  map: DataMapSnapshot,
  day: CalendarDay,
  {
    rule: ruleKey,
    apart = [],
  }: { readonly rule?: string | undefined; readonly apart?: readonly string[] } = {},
): RetentionTerm[] {
  const rules = rulesInForce(map, day);
  const unlikeParents = categoriesErasedUnlikeParents(map);
  return rules
    .filter(({ key }) => ruleKey === undefined || key === ruleKey)
    .flatMap((rule) => {
      // One that ends with the account alone is undecidable all the same: of users who stay, nobody can tell.
      const dated = datedRule(rule, false);
      if (dated === null) return [];
      const others = rules.filter((other) => other !== rule);
      const named = new Set([...apart, ...unlikeParents, ...others.flatMap(({ categories }) => categories)]);
      return termsOf(dated, rule, others, partsOf(rule, named, map), map);
    });
}

function termsOf(
  dated: DatedRule,
  rule: RetentionRuleEntry,
  rules: readonly RetentionRuleEntry[],
  categories: readonly string[],
  map: DataMapSnapshot,
): RetentionTerm[] {
  const terms = new Map<string, RetentionTerm & { readonly categories: string[] }>();
  for (const category of categories) {
    const others = rules.filter((other) => speaksOf(other, category));
    const goes = goesWithAccount(category, [rule, ...others], map);
    const forSame = others.filter((other) => isForSamePurposes(rule, other));
    const decisive = forSame.filter((other) => !givesWay(other, rule));
    const own = { ...dated, endsWithAccount: endsWithAccount(rule, goes) };
    const alike = decisive.flatMap((other) => datedRule(other, goes) ?? []);
    const undated = keysOf(decisive.filter((other) => datedRule(other, goes) === null));
    const otherPurposes = keysOf(others.filter((other) => !forSame.includes(other)));
    const likeness = JSON.stringify([own, alike, undated, otherPurposes]);
    const known = terms.get(likeness);
    if (known) known.categories.push(category);
    else terms.set(likeness, { rule: own, categories: [category], alike, undated, otherPurposes });
  }
  return [...terms.values()];
}

/** The rule's categories; instead of one under which something is named apart, what lies under it. */
function partsOf(rule: RetentionRuleEntry, named: ReadonlySet<string>, map: DataMapSnapshot): string[] {
  const parts = (category: string): string[] => {
    const [, ...under] = map.categoryAndDescendants(category);
    if (!under.some((each) => named.has(each))) return [category];
    return under.filter((each) => map.category(each)?.parent === category).flatMap(parts);
  };
  const outermost = rule.categories.filter(
    (category) => !rule.categories.some((other) => category.startsWith(`${other}.`)),
  );
  return outermost.flatMap(parts);
}

function rulesInForce(map: DataMapSnapshot, day: CalendarDay): RetentionRuleEntry[] {
  return map.document.retentionRules.filter((rule) => isInForce(rule, day));
}

export function isInForce({ retiredOn }: RetentionRuleEntry, day: CalendarDay): boolean {
  return !isRetiredOn(day, retiredOn);
}

/** A category that a rule names stands for all under it. */
export function speaksOf({ categories }: Pick<RetentionRuleEntry, "categories">, category: string): boolean {
  return categories.some((each) => each === category || category.startsWith(`${each}.`));
}

/** Whether, by the data map, anything of the category is kept in a data store. */
export function isKeptIn({ categories }: Pick<RetentionRuleEntry, "categories">, category: string): boolean {
  return speaksOf({ categories }, category) || categories.some((each) => each.startsWith(`${category}.`));
}

/** Rules for any purpose speak of those purposes that no rule names, so they do not meet rules that name some. */
function isForSamePurposes(one: RetentionRuleEntry, other: RetentionRuleEntry): boolean {
  if (one.purposes.length === 0) return other.purposes.length === 0;
  return one.purposes.some((purpose) => other.purposes.includes(purpose));
}

/**
 * Whether a rule that sets neither a period nor names a law ("as long as is needed") ends where the account is deleted: the policy
 * says of what goes with the account that it goes.
 */
function givesWay(other: RetentionRuleEntry, { startEvent }: RetentionRuleEntry): boolean {
  if (startEvent !== "ACCOUNT_DELETED" || other.startEvent === "ACCOUNT_DELETED") return false;
  return other.period === undefined && other.legalSource === undefined;
}

/** Whether the data map has a category destroyed with the account; where a rule runs from then, it alone says until when. */
function goesWithAccount(
  category: string,
  rules: readonly RetentionRuleEntry[],
  map: DataMapSnapshot,
): boolean {
  if (map.category(category)?.onErasure !== "ERASED") return false;
  return rules.every(({ startEvent }) => startEvent !== "ACCOUNT_DELETED");
}

/** Categories that an erasure treats otherwise than what they lie under. */
function categoriesErasedUnlikeParents(map: DataMapSnapshot): string[] {
  return map.categories
    .filter(({ parent, onErasure }) => parent !== undefined && map.category(parent)?.onErasure !== onErasure)
    .map(({ key }) => key);
}

/** Of what goes with the account, no rule lets anything be kept longer than the account, unless it names a law. */
function endsWithAccount({ legalSource }: RetentionRuleEntry, goes: boolean): boolean {
  return goes && legalSource === undefined;
}

/** The rule with what sets its last day, for a category that goes with the account or not; null where the registry cannot tell. */
function datedRule(rule: RetentionRuleEntry, goes: boolean): DatedRule | null {
  const { key, startEvent, period = null } = rule;
  const ends = { key, endsWithAccount: endsWithAccount(rule, goes) };
  if (isKnownStart(startEvent) && undecidable(rule) === null) return { ...ends, startEvent, period };
  return ends.endsWithAccount ? { ...ends, startEvent: "ACCOUNT_DELETED", period: null } : null;
}

function isKnownStart(event: string): event is KnownStart {
  return (KNOWN_STARTS as readonly string[]).includes(event);
}

function keysOf(rules: readonly RetentionRuleEntry[]): string[] {
  return rules.map(({ key }) => key);
}
