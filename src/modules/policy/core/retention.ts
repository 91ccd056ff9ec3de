import { isRetiredOn } from "../../datamap/core/validity.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { RetentionRuleEntry } from "../../datamap/core/document.js";
import type { Transfer } from "./transfer.js";

/** The start events that the facts about a user tell of, with the day, null where it is not known to have happened. */
export type RetentionStarts = Readonly<Record<"AGREEMENT_ENDED" | "CONSENT_WITHDRAWN", CalendarDay | null>>;

/** A retention rule that the facts about a user can show to have run out. */
export interface DatedRetentionRule {
  readonly key: string;
  readonly startEvent: keyof RetentionStarts;
  readonly period: string;
  readonly clauses: readonly string[];
}

/** A disclosed category, and all rules that say how long it may be kept for the transfer's purpose. */
export interface RetentionTerm {
  readonly category: string;
  readonly rules: readonly DatedRetentionRule[];
}

/**
 * The categories of a transfer that may have been kept too long. Rules that name the purpose come before those for any. Left out is
 * a category without a rule, and one with a rule that sets no period or runs from an event of which the registry is not told.
 */
export function retentionsOf(transfer: Transfer, map: DataMapSnapshot, day: CalendarDay): RetentionTerm[] {
  const terms: RetentionTerm[] = [];
  for (const category of transfer.categories) {
    const inForce = map.retentionRulesFor(category).filter((rule) => !isRetiredOn(day, rule.retiredOn));
    const forPurpose = inForce.filter(({ purposes }) => purposes.includes(transfer.purpose));
    const applicable =
      forPurpose.length > 0 ? forPurpose : inForce.filter(({ purposes }) => purposes.length === 0);
    const rules = applicable.flatMap((rule) => dated(rule) ?? []);
    if (rules.length > 0 && rules.length === applicable.length) terms.push({ category, rules });
  }
  return terms;
}

function dated({ key, startEvent, period, clauses }: RetentionRuleEntry): DatedRetentionRule | null {
  if (period === undefined) return null;
  if (startEvent !== "AGREEMENT_ENDED" && startEvent !== "CONSENT_WITHDRAWN") return null;
  return { key, startEvent, period, clauses };
}
