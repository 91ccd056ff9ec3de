import type { CategoryEntry, Medium } from "./document.js";

/** `identification` for `identification.email`; undefined for a category that lies under none. */
export function parentKeyOf(key: string): string | undefined {
  const dot = key.lastIndexOf(".");
  return dot === -1 ? undefined : key.slice(0, dot);
}

/** What a category takes from its nearest ancestor that states it. */
type Inherited = Pick<
  CategoryEntry,
  "sources" | "accuracyWarrantedByUser" | "refusalConsequence" | "onErasure" | "keptAs"
>;

/** A category with its place in the tree and with everything it takes from its ancestors filled in. */
export interface Category extends Omit<CategoryEntry, "keptAs"> {
  /** Key of the category it lies under; undefined at the top. */
  readonly parent: string | undefined;
  /** True where no category lies under it: it is a data element. */
  readonly isElement: boolean;
  /** Empty where the data are erased together with the account, or where nothing is said of media. */
  readonly keptAs: Medium[];
}

/** The categories in the document's order, each with what it inherits. */
export function resolveCategories(entries: readonly CategoryEntry[]): Category[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const parents = new Set(entries.map((entry) => parentKeyOf(entry.key)));
  return entries.map((entry) => {
    const stated = inherited(entry, byKey);
    return {
      ...entry,
      ...stated,
      keptAs: stated.onErasure === "ERASED" ? [] : (stated.keptAs ?? []),
      parent: parentKeyOf(entry.key),
      isElement: !parents.has(entry.key),
    };
  });
}

function inherited(entry: CategoryEntry, byKey: ReadonlyMap<string, CategoryEntry>): Inherited {
  const found: Inherited = {};
  for (let at: CategoryEntry | undefined = entry; at !== undefined; at = parentOf(at, byKey)) {
    const { sources, accuracyWarrantedByUser, refusalConsequence, onErasure, keptAs } = at;
    found.sources ??= sources;
    found.accuracyWarrantedByUser ??= accuracyWarrantedByUser;
    found.refusalConsequence ??= refusalConsequence;
    found.onErasure ??= onErasure;
    found.keptAs ??= keptAs;
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
