export type { AccountedEntry } from "./core/accounted-entry.js";
export type { AccountingForm, AccountingRecipients } from "./core/vocabulary.js";
export { AccountingFormEnum, AccountingRecipientsEnum } from "./disclosure-enums.type.js";
export { AccountingService } from "./accounting/accounting.service.js";
export { DisclosuresUsage } from "./data-map-usage.service.js";
export { AmendDisclosureService } from "./amend-disclosure.service.js";
export { AuthorizationCheck } from "./authorization/authorization-check.service.js";
export { AuthorizeDisclosureService } from "./authorization/authorize-disclosure.service.js";
export { EvaluateDisclosureService } from "./authorization/evaluate-disclosure.service.js";
export { DisclosureReferences } from "./disclosure-references.service.js";
export { DisclosureLists } from "./disclosure-lists.service.js";
export { DisclosureRollup } from "./statistics/disclosure-rollup.service.js";
export { DisclosureStatisticsService } from "./statistics/disclosure-statistics.service.js";
export type { DayPeriod } from "./core/day-period.js";
export { periodUpTo } from "./core/day-period.js";
export { boundariesOf } from "./core/declared-sharing.js";
export type { ObservedTransfer } from "./core/observed-transfer.js";
export { ObservedTransfersService } from "./statistics/observed-transfers.service.js";
export { DeclaredVersusObservedService } from "./statistics/declared-versus-observed.service.js";
export { DisclosureLoaders } from "./disclosure.loaders.js";
export { disclosuresUnderSecret } from "./disclosures-under-secret.js";
export { DisclosureRepetition } from "./disclosure-repetition.service.js";
export { DisclosureWriter } from "./disclosure-writer.service.js";
export { DisclosuresService } from "./disclosures.service.js";
export { ReceivedData, type Receipt } from "./received-data.service.js";
export { ForgetDisclosures } from "./forget-disclosures.service.js";
export { RecordDisclosuresService } from "./record-disclosures.service.js";
export { disclosurePage, findDisclosureNode } from "./disclosure-page.js";
export { Disclosure, DisclosureConnection } from "./disclosure.type.js";
export { RejudgeDisclosures } from "./rejudging/rejudge-disclosures.service.js";
export { TouchedDisclosures, type Found, type SearchSteps } from "./rejudging/touched-disclosures.service.js";
export {
  DeliveredDisclosures,
  type DeliveredCombination,
  type DeliveredQuestion,
} from "./delivered-disclosures.service.js";
