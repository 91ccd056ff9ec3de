import { ApplyDataMapResolver } from "./apply-data-map.resolver.js";
import { changeEntryResolvers } from "./change-entry.resolver.js";
import {
  CategoryReferencesResolver,
  JurisdictionReferencesResolver,
  PurposeReferencesResolver,
  RecipientReferencesResolver,
} from "./back-references.resolver.js";
import { CatalogueResolver } from "./catalogue.resolver.js";
import { DeadlineResolver } from "./deadline.resolver.js";
import { DataMapDocumentResolver } from "./data-map-document.resolver.js";
import {
  DataMapHistoryResolver,
  EntryHistoryResolver,
  JurisdictionHistoryResolver,
} from "./data-map-history.resolver.js";

/** Every resolver of this module, for `schema.ts`: one that is not listed is silently missing from the schema. */
export const datamapResolvers = [
  CatalogueResolver,
  ApplyDataMapResolver,
  ...changeEntryResolvers,
  DataMapDocumentResolver,
  DataMapHistoryResolver,
  EntryHistoryResolver,
  JurisdictionHistoryResolver,
  DeadlineResolver,
  RecipientReferencesResolver,
  JurisdictionReferencesResolver,
  PurposeReferencesResolver,
  CategoryReferencesResolver,
] as const;
