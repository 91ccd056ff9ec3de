export { ApplyDataMapService } from "./apply-data-map.service.js";
export type { AppliedChange } from "./apply-data-map.service.js";
export type { KindedList, UsageCheck } from "./usage-check.js";
export { DataMapChange, SharingRuleChange } from "./graphql/data-map-change.type.js";
export { changesBetween } from "./core/plan-changes.js";
export type { DocumentPart, EntryChange } from "./core/plan-changes.js";
export { problemsOfNewPolicyVersion } from "./core/new-policy-version.js";
export type { NewPolicyVersion } from "./core/new-policy-version.js";
export { ChangeEntryService } from "./change-entry.service.js";
export { DataMapHistoryService } from "./data-map-history.service.js";
export { DataMapService } from "./data-map.service.js";
export type { DataMapSource } from "./data-map.service.js";
export { DataMapSnapshot } from "./data-map-snapshot.js";
export { mapWithin, type NamingMap } from "./naming-map.js";
export { describeDocument } from "./core/document-json-schema.js";
export { problemOfPurpose, problemOfRecipient } from "./problem-of-recipient.js";
export { isAtHead, isHeadRevision, REVISION_CHANNEL } from "./head-revision.js";
export { didYouMean, nearestKey } from "./core/nearest-key.js";
export { CATALOGUE_LISTS } from "./core/catalogue-lists.js";
export type { CatalogueEntry, CatalogueList } from "./core/catalogue-lists.js";
export type { CalendarDay } from "./core/calendar-day.js";
export type { Deadline, Term } from "./core/deadline.js";
export type { Category } from "./core/category-tree.js";
export { LegalGroundKind, RecipientKind, RightsRequestKind } from "./core/document.js";
export type {
  AgreementEntry,
  Controller,
  DataMapDocument,
  IntakeRuleEntry,
  JurisdictionEntry,
  LegalGroundEntry,
  PolicyVersion as PolicyVersionEntry,
  ProtectionStatus,
  PurposeEntry,
  RecipientEntry,
  RightsRuleEntry,
  SafeguardEntry,
  SafeguardKind,
  SharingRuleEntry,
} from "./core/document.js";
export { findPolicyVersion, PolicyVersion } from "./graphql/policy-version.type.js";
export { findView, viewOf, viewsOf } from "./graphql/catalogue-entry.type.js";
export type { ViewClass } from "./graphql/catalogue-entry.type.js";
export { findCatalogueNode } from "./graphql/catalogue-nodes.type.js";
export { Agreement } from "./graphql/agreement.type.js";
export { Channel } from "./graphql/channel.type.js";
export { ComplaintBody, SupervisoryAuthority } from "./graphql/controller.type.js";
export { DataCategory } from "./graphql/data-category.type.js";
export { Impediment } from "./graphql/impediment.type.js";
export { DataStore } from "./graphql/data-store.type.js";
export { Jurisdiction } from "./graphql/jurisdiction.type.js";
export { LegalGround } from "./graphql/legal-ground.type.js";
export { ProcessingPurpose } from "./graphql/processing-purpose.type.js";
export { Recipient } from "./graphql/recipient.type.js";
export { RightsRequestKindEnum } from "./graphql/rights-enums.type.js";
export { RightsRule } from "./graphql/rights-rule.type.js";
export { RetentionRule } from "./graphql/retention-rule.type.js";
export { Safeguard } from "./graphql/safeguard.type.js";
export { SharingRule } from "./graphql/sharing-rule.type.js";
export { ProtectionStatusEnum, RecipientKindEnum, SafeguardKindEnum } from "./graphql/sharing-enums.type.js";
