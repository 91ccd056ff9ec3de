import type { AgreementEntry, DataMapDocument, RetentionRuleEntry, SharingRuleEntry } from "./document.js";
import { descendantsByCategory } from "./category-tree.js";

/** What a disclosure is judged by, found by the keys that a disclosure names instead of by reading whole lists. */
export interface RuleIndex {
  readonly sharingRulesByRecipient: ReadonlyMap<string, readonly SharingRuleEntry[]>;
  readonly sharingRulesByKind: ReadonlyMap<string, readonly SharingRuleEntry[]>;
  readonly agreementsByRecipient: ReadonlyMap<string, readonly AgreementEntry[]>;
  /** A category's own rules and those of the categories above it. */
  readonly retentionRulesByCategory: ReadonlyMap<string, readonly RetentionRuleEntry[]>;
}

export function indexRules(document: DataMapDocument): RuleIndex {
  const descendants = descendantsByCategory(document.categories);
  return {
    sharingRulesByRecipient: groupBy(document.sharingRules, ({ recipient }) => [recipient]),
    sharingRulesByKind: groupBy(document.sharingRules, ({ recipientKind }) => [recipientKind]),
    agreementsByRecipient: groupBy(document.agreements, ({ recipient }) => [recipient]),
    retentionRulesByCategory: groupBy(document.retentionRules, ({ categories }) =>
      categories.flatMap((category) => descendants.get(category) ?? []),
    ),
  };
}

/** The entries under each of their keys, in the document's order, each once under a key. */
function groupBy<Entry>(
  entries: readonly Entry[],
  keysOf: (entry: Entry) => readonly (string | undefined)[],
): Map<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const key of new Set(keysOf(entry))) {
      if (key === undefined) continue;
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
  }
  groups.forEach(Object.freeze);
  return groups;
}
