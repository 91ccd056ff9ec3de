import { z } from "zod";
import { controllerSchema, policyVersionSchema } from "./document/controller.js";
import {
  activitySchema,
  dataStoreSchema,
  retentionRuleSchema,
  securityMeasureSchema,
} from "./document/processing.js";
import { impedimentSchema, intakeRuleSchema, rightsRuleSchema } from "./document/rights.js";
import {
  agreementSchema,
  jurisdictionSchema,
  recipientSchema,
  safeguardSchema,
  serviceTypeSchema,
  sharingRuleSchema,
} from "./document/sharing.js";
import {
  categorySchema,
  channelSchema,
  legalGroundSchema,
  purposeSchema,
  subjectKindSchema,
} from "./document/vocabulary.js";

export * from "./document/calendar.js";
export * from "./document/controller.js";
export * from "./document/processing.js";
export * from "./document/rights.js";
export * from "./document/sharing.js";
export * from "./document/vocabulary.js";
export type { Contact } from "./document/entry.js";

const list = <Entry extends z.ZodType>(entry: Entry, what: string) =>
  z.array(entry).default([]).describe(what);

/**
 * The whole data map as one document: what an analyst writes as YAML or JSON and a revision keeps.
 *
 * It states the shape only. That references lead somewhere and dates are in order is said by `checkDataMap`.
 */
export const dataMapDocumentSchema = z
  .strictObject({
    formatVersion: z.literal(1).describe("Version of this format; 1."),
    controller: controllerSchema,
    policyVersions: list(
      policyVersionSchema,
      "Published privacy notices, each with the day from which it applies.",
    ),
    subjectKinds: list(subjectKindSchema, "Kinds of users whose data are processed."),
    channels: list(channelSchema, "Ways by which data of users are received or sent."),
    categories: list(categorySchema, "Kinds of personal data, as a tree of dotted keys."),
    purposes: list(purposeSchema, "Why data are processed."),
    legalGrounds: list(legalGroundSchema, "What makes processing lawful."),
    jurisdictions: list(jurisdictionSchema, "Countries that the map names."),
    safeguards: list(safeguardSchema, "What protects data that cross a border."),
    securityMeasures: list(securityMeasureSchema, "What is done to keep data safe."),
    serviceTypes: list(serviceTypeSchema, "Kinds of service that service providers render."),
    recipients: list(recipientSchema, "Partners that can receive data, or from whom data can come."),
    agreements: list(agreementSchema, "Contracts and instruments with recipients."),
    sharingRules: list(sharingRuleSchema, "Which categories may go to whom, why, and on what ground."),
    dataStores: list(dataStoreSchema, "Databases and archives in which data are kept."),
    retentionRules: list(retentionRuleSchema, "How long data are kept, from when, and why."),
    activities: list(activitySchema, "The record of processing activities."),
    impediments: list(impedimentSchema, "Circumstances in which a right may not be used."),
    rightsRules: list(rightsRuleSchema, "What users may ask for, and in what time they are answered."),
    intakeRules: list(intakeRuleSchema, "How requests must be sent in order to be considered."),
  })
  .describe(
    "A data map: which personal data an organisation processes, why, on what ground, and who may receive them.",
  );

/** A data map document whose shape is right, with every default filled in. */
export type DataMapDocument = z.infer<typeof dataMapDocumentSchema>;
