import type { CategoryEntry } from "./document.js";

/** `identification` for `identification.email`; undefined for a category that lies under none. */
export function parentKeyOf(key: string): string | undefined {
  const dot = key.lastIndexOf(".");
  return dot === -1 ? undefined : key.slice(0, dot);
}

/** What a category takes from its nearest ancestor that states it. */
type Inherited = Pick<
  CategoryEntry,
  "sources" | "accuracyWarrantedByUser" | "refusalConsequence" | "onErasure"
>;

/** A category with its place in the tree and with everything it takes from its ancestors filled in. */
export interface Category extends CategoryEntry {
  /** Key of the category it lies under; undefined at the top. */
  readonly parent: string | undefined;
  /** True where no category lies under it: it is a data element. */
  readonly isElement: boolean;
}

/** The categories in the document's order, each with what it inherits. */
export function resolveCategories(entries: readonly CategoryEntry[]): Category[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const parents = new Set(entries.map((entry) => parentKeyOf(entry.key)));
  return entries.map((entry) => ({
    ...entry,
    ...inherited(entry, byKey),
    parent: parentKeyOf(entry.key),
    isElement: !parents.has(entry.key),
  }));
}

function inherited(entry: CategoryEntry, byKey: ReadonlyMap<string, CategoryEntry>): Inherited {
  const found: Inherited = {};
  for (let at: CategoryEntry | undefined = entry; at !== undefined; at = parentOf(at, byKey)) {
    const { sources, accuracyWarrantedByUser, refusalConsequence, onErasure } = at;
    found.sources ??= sources;
    found.accuracyWarrantedByUser ??= accuracyWarrantedByUser;
    found.refusalConsequence ??= refusalConsequence;
    found.onErasure ??= onErasure;
  }
  return found;
}

function parentOf(
  entry: CategoryEntry,
  byKey: ReadonlyMap<string, CategoryEntry>,
): CategoryEntry | undefined {
  const parent = parentKeyOf(entry.key);
  return parent === undefined ? undefined : byKey.get(parent);
}

/** For each category, its own key and those of everything under it, in the document's order. */
export function descendantsByCategory(entries: readonly CategoryEntry[]): Map<string, string[]> {
  const descendants = new Map<string, string[]>(entries.map((entry) => [entry.key, []]));
  for (const { key } of entries) {
    for (let at: string | undefined = key; at !== undefined; at = parentKeyOf(at))
      descendants.get(at)?.push(key);
  }
  return descendants;
}
