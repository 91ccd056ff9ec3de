import { parentKeyOf } from "../../datamap/core/category-tree.js";
import { isInForceOn, isRetiredOn } from "../../datamap/core/validity.js";
import type { CalendarDay, DataMapSnapshot, RecipientKind } from "../../datamap/index.js";

/** A category that goes to a recipient, or to a kind of recipients, for a purpose. */
export interface Sharing {
  /** Null where the whole kind is meant. */
  readonly recipient: string | null;
  readonly kind: RecipientKind;
  readonly purpose: string;
  readonly category: string;
}

/** One that allows or describes transfers, in the form both kinds of entries have in common. */
interface Declaration {
  readonly recipients: readonly string[];
  readonly kinds: readonly string[];
  readonly categories: ReadonlySet<string>;
  readonly isInForce: (day: CalendarDay) => boolean;
}

/**
 * Whether a data map declares a sharing on a day: by a sharing rule in force that day or a processing activity that names the
 * recipient (or its kind), the purpose, and the category or one above it. What the map does not know, it does not declare.
 */
export function declarationsOf({
  document,
}: DataMapSnapshot): (sharing: Sharing, day: CalendarDay) => boolean {
  const byPurpose = new Map<string, Declaration[]>(document.purposes.map(({ key }) => [key, []]));
  for (const rule of document.sharingRules) {
    byPurpose.get(rule.purpose)!.push({
      recipients: rule.recipient === undefined ? [] : [rule.recipient],
      kinds: rule.recipientKind === undefined ? [] : [rule.recipientKind],
      categories: new Set(rule.categories),
      isInForce: (day) => isInForceOn(day, rule),
    });
  }
  for (const { purposes, recipients, recipientKinds, categories, retiredOn } of document.activities) {
    for (const purpose of purposes) {
      byPurpose.get(purpose)!.push({
        recipients,
        kinds: recipientKinds,
        categories: new Set(categories),
        isInForce: (day) => !isRetiredOn(day, retiredOn),
      });
    }
  }
  return ({ recipient, kind, purpose, category }, day) =>
    (byPurpose.get(purpose) ?? []).some(
      (each) =>
        ((recipient !== null && each.recipients.includes(recipient)) || each.kinds.includes(kind)) &&
        each.isInForce(day) &&
        lineage(category).some((key) => each.categories.has(key)),
    );
}

/** The category and everything above it. */
export function lineage(category: string): string[] {
  const parent = parentKeyOf(category);
  return parent === undefined ? [category] : [category, ...lineage(parent)];
}
