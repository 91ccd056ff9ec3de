import { asTold } from "../as-told.js";
import { CATALOGUE_LISTS, catalogueLists, keyOf } from "../catalogue-lists.js";
import type { CatalogueEntry, CatalogueList } from "../catalogue-lists.js";
import type { DataMapDocument } from "../document.js";
import type { DocumentProblem } from "../document-problem.js";
import { didYouMean } from "../nearest-key.js";

/** Which fields of an entry name entries of another list. */
const REFERENCES: {
  readonly [List in CatalogueList]?: { readonly [Field in keyof CatalogueEntry<List>]?: CatalogueList };
} = {
  safeguards: {
    recipients: "recipients",
    jurisdictions: "jurisdictions",
    securityMeasures: "securityMeasures",
  },
  recipients: { jurisdiction: "jurisdictions", serviceTypes: "serviceTypes", passesOnTo: "recipients" },
  agreements: { recipient: "recipients", securityMeasures: "securityMeasures" },
  sharingRules: {
    recipient: "recipients",
    purpose: "purposes",
    legalGround: "legalGrounds",
    categories: "categories",
    safeguard: "safeguards",
  },
  dataStores: {
    country: "jurisdictions",
    operatedBy: "recipients",
    combinedWith: "dataStores",
    categories: "categories",
    securityMeasures: "securityMeasures",
  },
  retentionRules: { categories: "categories", purposes: "purposes" },
  activities: {
    purposes: "purposes",
    legalGrounds: "legalGrounds",
    categories: "categories",
    subjectKinds: "subjectKinds",
    channels: "channels",
    recipients: "recipients",
    retentionRules: "retentionRules",
    securityMeasures: "securityMeasures",
    dataStores: "dataStores",
  },
  rightsRules: { impediments: "impediments" },
  intakeRules: { notThroughChannels: "channels" },
};

/** A place where one entry names another. */
export interface Reference {
  readonly list: CatalogueList;
  readonly index: number;
  readonly field: string;
  readonly target: CatalogueList;
  /** The key named. */
  readonly names: string;
}

/** Every place of a document where one entry names another. */
export function* referencesIn(document: DataMapDocument): Generator<Reference> {
  for (const list of catalogueLists) {
    for (const [field, target] of Object.entries<CatalogueList>(REFERENCES[list] ?? {})) {
      for (const [index, entry] of document[list].entries()) {
        const named = (entry as unknown as Record<string, string | string[] | undefined>)[field];
        for (const names of named === undefined ? [] : [named].flat()) {
          yield { list, index, field, target, names };
        }
      }
    }
  }
}

type KnownKeys = Readonly<Record<CatalogueList, ReadonlySet<string>>>;

/** Every key that names another entry leads to one, and no list names the same entry twice. */
export function checkReferences(document: DataMapDocument): DocumentProblem[] {
  const known = Object.fromEntries(
    catalogueLists.map((list) => [list, new Set(document[list].map(keyOf))]),
  ) as unknown as KnownKeys;
  const problems = unknownReference(
    ["controller", "country"],
    document.controller.country,
    "jurisdictions",
    known,
  );
  for (const list of catalogueLists) {
    for (const [field, target] of Object.entries<CatalogueList>(REFERENCES[list] ?? {})) {
      document[list].forEach((entry, index) => {
        const named = (entry as unknown as Record<string, string | string[] | undefined>)[field];
        problems.push(...problemsOf([list, index, field], named, target, known));
      });
    }
  }
  return problems;
}

function problemsOf(
  path: DocumentProblem["path"],
  named: string | string[] | undefined,
  target: CatalogueList,
  known: KnownKeys,
): DocumentProblem[] {
  if (named === undefined) return [];
  if (typeof named === "string") return unknownReference(path, named, target, known);
  const seen = new Set<string>();
  return named.flatMap((key, position) => {
    if (seen.has(key)) {
      return [
        { path: [...path, position], message: `"${asTold(key)}" is named twice. Remove one of the two.` },
      ];
    }
    seen.add(key);
    return unknownReference([...path, position], key, target, known);
  });
}

function unknownReference(
  path: DocumentProblem["path"],
  key: string,
  target: CatalogueList,
  known: KnownKeys,
): DocumentProblem[] {
  if (known[target].has(key)) return [];
  return [
    {
      path,
      get message() {
        return `There is no ${CATALOGUE_LISTS[target]} "${asTold(key)}" in ${target}.${didYouMean(key, known[target])}`;
      },
    },
  ];
}
