import { CATALOGUE_LISTS, catalogueLists, keyOf } from "./catalogue-lists.js";
import type { CatalogueEntry, CatalogueList } from "./catalogue-lists.js";
import type { DataMapDocument } from "./document.js";

/** The parts of a document that change one by one: its lists, and the one controller. */
export type DocumentPart = CatalogueList | "policyVersions" | "controller";

/** What became of an entry. REMOVED is seen only when a later revision is compared with an earlier one: entries are retired. */
export const CHANGE_KINDS = ["ADDED", "CHANGED", "RETIRED", "REINSTATED", "REMOVED"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One field of an entry; undefined where the entry does not state it. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One entry that is not the same in two documents. */
export interface EntryChange {
  readonly kind: ChangeKind;
  readonly part: DocumentPart;
  /** A policy version's number, a jurisdiction's code, any other entry's key; `controller` for the controller. */
  readonly key: string;
  readonly name: string;
  /** The fields that differ: of an added or removed entry all that it states. */
  readonly fields: readonly FieldChange[];
}

/** What one entry of a part is called: `sharing rule`. */
export function nounOf(part: DocumentPart): string {
  if (part === "controller") return "controller";
  return part === "policyVersions" ? "policy version" : CATALOGUE_LISTS[part];
}

/** Whether the two say the same; a field that is undefined is as good as one that is missing. Lists are compared in their order. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]);
  const [left, right] = [one, other] as Record<string, unknown>[];
  return [...fields].every((field) => saysTheSame(left![field], right![field]));
}

/**
 * Every entry that differs between two documents, in the order of the document's parts and, within one, of its entries.
 *
 * Entries are matched by key, so the order in which a list holds them is no difference.
 */
export function changesBetween(before: DataMapDocument, after: DataMapDocument): EntryChange[] {
  return [
    ...changesOfPart("controller", [before.controller], [after.controller], () => "controller"),
    ...changesOfPart("policyVersions", before.policyVersions, after.policyVersions, ({ number }) =>
      String(number),
    ),
    ...catalogueLists.flatMap((list) =>
      changesOfPart<CatalogueEntry>(list, before[list], after[list], keyOf),
    ),
  ];
}

/** What became of one entry; null where it says the same. Undefined stands for an entry that is not there. */
export function changeOf(
  part: DocumentPart,
  key: string,
  before: object | undefined,
  after: object | undefined,
): EntryChange | null {
  const fields = fieldChanges(before ?? {}, after ?? {});
  if (fields.length === 0) return null;
  return { kind: kindOf(before, after), part, key, name: nameOf(after ?? before ?? {}), fields };
}

function changesOfPart<Entry extends object>(
  part: DocumentPart,
  before: readonly Entry[],
  after: readonly Entry[],
  keyOfEntry: (entry: Entry) => string,
): EntryChange[] {
  const earlier = new Map(before.map((entry) => [keyOfEntry(entry), entry]));
  const later = new Map(after.map((entry) => [keyOfEntry(entry), entry]));
  const keys = new Set([...later.keys(), ...earlier.keys()]);
  return [...keys].flatMap((key) => changeOf(part, key, earlier.get(key), later.get(key)) ?? []);
}

function fieldChanges(before: object, after: object): FieldChange[] {
  const [earlier, later] = [before, after] as Record<string, unknown>[];
  const fields = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...fields].flatMap((field) => {
    const change = { field, before: earlier![field], after: later![field] };
    return saysTheSame(change.before, change.after) ? [] : [change];
  });
}

function kindOf(before: object | undefined, after: object | undefined): ChangeKind {
  if (before === undefined) return "ADDED";
  if (after === undefined) return "REMOVED";
  const [wasRetired, isRetired] = [before, after].map(
    (entry) => "retiredOn" in entry && entry.retiredOn !== undefined,
  );
  if (wasRetired === isRetired) return "CHANGED";
  return isRetired ? "RETIRED" : "REINSTATED";
}

function nameOf(entry: object): string {
  if ("name" in entry) return String(entry.name);
  return "title" in entry ? String(entry.title) : "";
}

/** `recipient "example_bank" changed (name, address)`. */
export function describeChange({ kind, part, key, fields }: EntryChange): string {
  const names = kind === "CHANGED" ? ` (${fields.map(({ field }) => field).join(", ")})` : "";
  const entry = part === "controller" ? "the controller" : `${nounOf(part)} "${key}"`;
  return `${entry} ${kind.toLowerCase()}${names}`;
}

/** The first few changes in words, and how many more there are. */
export function describeChanges(changes: readonly EntryChange[], shown: number): string {
  const words = changes.slice(0, shown).map(describeChange).join("; ");
  const hidden = changes.length - shown;
  return hidden > 0 ? `${words}; and ${hidden} more` : words;
}
