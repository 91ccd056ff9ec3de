import { asTold } from "../as-told.js";
import { CATALOGUE_LISTS, catalogueLists, keyFieldOf, keyOf } from "../catalogue-lists.js";
import type { CatalogueEntry, CatalogueList } from "../catalogue-lists.js";
import { parentKeyOf } from "../category-tree.js";
import type { DataMapDocument } from "../document.js";
import type { DocumentProblem } from "../document-problem.js";
import { didYouMean } from "../nearest-key.js";

/** No key stands twice in its list. */
export function checkDuplicateKeys(document: DataMapDocument): DocumentProblem[] {
  return catalogueLists.flatMap((list) => {
    const seen = new Set<string>();
    return document[list].flatMap((entry, index) => {
      const key = keyOf(entry);
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [
        {
          path: [list, index, keyFieldOf(list)],
          message: `The ${CATALOGUE_LISTS[list]} "${asTold(key)}" stands here a second time. Give one of the two another key.`,
        },
      ];
    });
  });
}

/** A dotted category lies under the category its prefix names. */
export function checkCategoryParents(document: DataMapDocument): DocumentProblem[] {
  const keys = new Set(document.categories.map((category) => category.key));
  return document.categories.flatMap((category, index) => {
    const parent = parentKeyOf(category.key);
    if (parent === undefined || keys.has(parent)) return [];
    return [
      {
        path: ["categories", index, "key"],
        get message() {
          return `There is no category "${asTold(parent)}" for "${asTold(category.key)}" to lie under. Add it.${didYouMean(parent, keys)}`;
        },
      },
    ];
  });
}

/** A retired entry may name its successor, in the same list, without going round in a circle. */
export function checkReplacements(document: DataMapDocument): DocumentProblem[] {
  return catalogueLists.flatMap((list) => {
    const entries: readonly CatalogueEntry[] = document[list];
    const successorOf = new Map(entries.map((entry) => [keyOf(entry), entry.replacedBy]));
    return entries.flatMap((entry, index) => {
      if (entry.replacedBy === undefined) return [];
      const message = replacementProblem(list, entry, entry.replacedBy, successorOf);
      return message === undefined ? [] : [{ path: [list, index, "replacedBy"], message }];
    });
  });
}

function replacementProblem(
  list: CatalogueList,
  entry: CatalogueEntry,
  successor: string,
  successorOf: ReadonlyMap<string, string | undefined>,
): string | undefined {
  if (!successorOf.has(successor)) {
    return `There is no ${CATALOGUE_LISTS[list]} "${asTold(successor)}".${didYouMean(successor, successorOf.keys())}`;
  }
  if (entry.retiredOn === undefined) {
    return "Only a retired entry is replaced by another. Add retiredOn, or remove replacedBy.";
  }
  const passed = new Set<string>();
  for (let key: string | undefined = keyOf(entry); key !== undefined; key = successorOf.get(key)) {
    if (passed.has(key))
      return `The replacements go round in a circle: ${[...passed, key].map(asTold).join(", then ")}.`;
    passed.add(key);
  }
  return undefined;
}
