import { z } from "zod";
import { countryCode, duration, entry, keySchema, line, references, someReferences } from "./entry.js";
import { RecipientKind } from "./sharing.js";
import { DataSourceKind } from "./vocabulary.js";

/** The record of processing activities, and what bounds each: measures, stores, retention. */

export const SecurityMeasureKind = z.enum(["TECHNICAL", "ORGANISATIONAL", "LEGAL"]);
export const RetentionStart = z.enum([
  "COLLECTION",
  "PURPOSE_FULFILLED",
  "AGREEMENT_ENDED",
  "ACCOUNT_DELETED",
  "CONSENT_WITHDRAWN",
  "REPORTING_YEAR_ENDED",
]);
export const RetentionCriterion = z.enum([
  "NATURE",
  "SENSITIVITY",
  "RISK_OF_HARM",
  "PURPOSE",
  "LEGAL_REQUIREMENT",
]);
export const RetentionEnd = z.enum(["DESTRUCTION", "ANONYMISATION"]);

export const securityMeasureSchema = entry({
  kind: SecurityMeasureKind.describe("Whether the measure is technical, organisational or legal."),
}).describe("Something done to keep data safe.");

export const dataStoreSchema = entry({
  country: countryCode.describe("Code of the country where the data lie."),
  operatedBy: keySchema
    .optional()
    .describe(
      "Key of the recipient that runs the store for the controller; the controller itself where not stated.",
    ),
  combinedWith: references("data stores").describe(
    "Keys of the data stores with which it is combined into one pool; none where it stands alone.",
  ),
  categories: references("categories").describe("Keys of the categories kept in it."),
  securityMeasures: references("security measures"),
}).describe("A database or archive in which data are kept.");

export const retentionRuleSchema = entry({
  categories: someReferences("categories").describe(
    "Keys of the categories it is for; a category stands for its descendants too.",
  ),
  purposes: references("purposes").describe("Keys of the purposes it is for; any where empty."),
  period: duration
    .optional()
    .describe(
      "How long the data are kept after the start event; where not stated, as long as the criteria ask.",
    ),
  startEvent: RetentionStart.describe(
    "The event from which the period runs; the day of the event does not count.",
  ),
  legalSource: line.optional().describe("The law or contract that sets the period."),
  criteria: z.array(RetentionCriterion).default([]).describe("What was weighed in setting the period."),
  afterwards: RetentionEnd.default("DESTRUCTION").describe("What happens when the period has run out."),
}).describe("How long data are kept, from when, and why.");

export const activitySchema = entry({
  purposes: someReferences("purposes"),
  legalGrounds: someReferences("legal grounds"),
  categories: someReferences("categories").describe(
    "Keys of the categories processed; a category stands for its descendants too.",
  ),
  subjectKinds: someReferences("subject kinds"),
  sources: z.array(DataSourceKind).default([]).describe("Where the data of this activity come from."),
  channels: references("channels"),
  recipients: references("recipients"),
  recipientKinds: z.array(RecipientKind).default([]).describe("Kinds of recipients to whom the data go."),
  retentionRules: references("retention rules"),
  securityMeasures: references("security measures"),
  dataStores: references("data stores"),
}).describe("A row of the record of processing activities.");

export type SecurityMeasureKind = z.infer<typeof SecurityMeasureKind>;
export type RetentionStart = z.infer<typeof RetentionStart>;
export type RetentionCriterion = z.infer<typeof RetentionCriterion>;
export type RetentionEnd = z.infer<typeof RetentionEnd>;
export type SecurityMeasureEntry = z.infer<typeof securityMeasureSchema>;
export type DataStoreEntry = z.infer<typeof dataStoreSchema>;
export type RetentionRuleEntry = z.infer<typeof retentionRuleSchema>;
export type ActivityEntry = z.infer<typeof activitySchema>;
