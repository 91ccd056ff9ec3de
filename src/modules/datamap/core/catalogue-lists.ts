import type { DataMapDocument } from "./document.js";

/** The lists of the document whose entries are addressed by key (countries by code), and what one entry of each is called. */
export const CATALOGUE_LISTS = {
  subjectKinds: "subject kind",
  channels: "channel",
  categories: "category",
  purposes: "purpose",
  legalGrounds: "legal ground",
  jurisdictions: "jurisdiction",
  safeguards: "safeguard",
  securityMeasures: "security measure",
  serviceTypes: "service type",
  recipients: "recipient",
  agreements: "agreement",
  sharingRules: "sharing rule",
  dataStores: "data store",
  retentionRules: "retention rule",
  activities: "processing activity",
  impediments: "impediment",
  rightsRules: "rights rule",
  intakeRules: "intake rule",
} as const;

export type CatalogueList = keyof typeof CATALOGUE_LISTS;

export const catalogueLists = Object.keys(CATALOGUE_LISTS) as CatalogueList[];

/** One entry of a list: `CatalogueEntry<"recipients">` is a recipient. */
export type CatalogueEntry<List extends CatalogueList = CatalogueList> = DataMapDocument[List][number];

/** What addresses an entry: a jurisdiction's code, any other entry's key. */
export function keyOf(entry: CatalogueEntry): string {
  return "code" in entry ? entry.code : entry.key;
}

/** The name of the field that `keyOf` reads. */
export function keyFieldOf(list: CatalogueList): "code" | "key" {
  return list === "jurisdictions" ? "code" : "key";
}
