import type { DataMapDocument, RecipientKind, SharingRuleEntry } from "./document.js";
import type { EntryChange } from "./plan-changes.js";

/** A sharing rule that changes itself or names something that changes, as it was before where it existed. */
export interface TouchedSharingRule {
  readonly key: string;
  readonly name: string;
  readonly recipientKind: RecipientKind | undefined;
  /** Keys of the recipients it is for: the one it names, or all of its kind. */
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly legalGround: string;
  /** The changes that touch it. */
  readonly touchedBy: readonly EntryChange[];
}

/**
 * The sharing rules whose meaning a change may alter, in the document's order.
 *
 * A rule is taken as it was before, because what was recorded so far was recorded under that.
 */
export function touchedSharingRules(
  before: DataMapDocument,
  after: DataMapDocument,
  changes: readonly EntryChange[],
): TouchedSharingRule[] {
  if (changes.length === 0) return [];
  const earlier = new Map(before.sharingRules.map((rule) => [rule.key, rule]));
  const kinds = new Map([...after.recipients, ...before.recipients].map(({ key, kind }) => [key, kind]));
  return after.sharingRules.flatMap((stated) => {
    const rule = earlier.get(stated.key) ?? stated;
    const touchedBy = changes.filter((change) => concerns(change, rule, kinds));
    if (touchedBy.length === 0) return [];
    const { key, name, purpose, legalGround, recipientKind } = rule;
    const recipients = recipientsOf(rule, kinds);
    return [{ key, name, purpose, legalGround, recipientKind, recipients, touchedBy }];
  });
}

type Kinds = ReadonlyMap<string, RecipientKind>;

function concerns({ part, key }: EntryChange, rule: SharingRuleEntry, kinds: Kinds): boolean {
  switch (part) {
    case "sharingRules":
      return key === rule.key;
    case "recipients":
      return (
        key === rule.recipient || (rule.recipientKind !== undefined && kinds.get(key) === rule.recipientKind)
      );
    case "purposes":
      return key === rule.purpose;
    case "legalGrounds":
      return key === rule.legalGround;
    case "safeguards":
      return key === rule.safeguard;
    case "categories":
      return rule.categories.some((each) => key === each || key.startsWith(`${each}.`));
    default:
      return false;
  }
}

function recipientsOf(rule: SharingRuleEntry, kinds: Kinds): string[] {
  if (rule.recipient !== undefined) return [rule.recipient];
  return [...kinds].flatMap(([key, kind]) => (kind === rule.recipientKind ? [key] : []));
}
