export { DataMapService } from "./data-map.service.js";
export type { DataMapSource } from "./data-map.service.js";
export { DataMapSnapshot } from "./data-map-snapshot.js";
export { isHeadRevision } from "./head-revision.js";
export { didYouMean, nearestKey } from "./core/nearest-key.js";
export { CATALOGUE_LISTS } from "./core/catalogue-lists.js";
export type { CatalogueEntry, CatalogueList } from "./core/catalogue-lists.js";
export type { CalendarDay } from "./core/calendar-day.js";
export type { Category } from "./core/category-tree.js";
export { LegalGroundKind, RecipientKind } from "./core/document.js";
export type {
  AgreementEntry,
  Controller,
  DataMapDocument,
  JurisdictionEntry,
  LegalGroundEntry,
  PolicyVersion,
  PurposeEntry,
  RecipientEntry,
  SafeguardEntry,
  SharingRuleEntry,
} from "./core/document.js";
