import { changesBetween, type DocumentPart, type EntryChange } from "../../datamap/core/plan-changes.js";
import type { DataMapDocument } from "../../datamap/index.js";

/** The parts of a data map that say what becomes of users' data, each told apart; everything else is told together. */
export const MEANING_PARTS = [
  "categories",
  "purposes",
  "recipients",
  "legalGrounds",
  "sharingRules",
] as const satisfies readonly DocumentPart[];
export type MeaningPart = (typeof MEANING_PARTS)[number] | "others";

/** What came, what went, and what says something else. */
export interface MeaningChanges {
  readonly added: readonly EntryChange[];
  readonly gone: readonly EntryChange[];
  readonly changed: readonly EntryChange[];
}

/** How the meaning of a policy changes where it describes another data map. That versions are listed in it means nothing. */
export function compareMeaning(
  before: DataMapDocument,
  after: DataMapDocument,
): Readonly<Record<MeaningPart, MeaningChanges>> {
  const byPart: Record<MeaningPart, EntryChange[]> = {
    categories: [],
    purposes: [],
    recipients: [],
    legalGrounds: [],
    sharingRules: [],
    others: [],
  };
  for (const change of changesBetween(before, after)) {
    if (change.part !== "policyVersions") byPart[partOf(change)].push(change);
  }
  const sorted = Object.entries(byPart).map(([part, changes]) => [part, changesOf(changes)]);
  return Object.fromEntries(sorted) as Record<MeaningPart, MeaningChanges>;
}

function partOf({ part }: EntryChange): MeaningPart {
  return MEANING_PARTS.find((each) => each === part) ?? "others";
}

function changesOf(changes: readonly EntryChange[]): MeaningChanges {
  const of = (...kinds: EntryChange["kind"][]) => changes.filter(({ kind }) => kinds.includes(kind));
  return { added: of("ADDED", "REINSTATED"), gone: of("RETIRED", "REMOVED"), changed: of("CHANGED") };
}
