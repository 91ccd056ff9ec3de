import { z } from "zod";
import {
  calendarDay,
  contactSchema,
  countryCode,
  entry,
  keySchema,
  line,
  provenance,
  reference,
  references,
  someReferences,
  lifetime,
  text,
} from "./entry.js";
import { workingCalendarSchema } from "./calendar.js";

/** Who may receive data, where they are, and under which rules. */

export const ProtectionStatus = z.enum(["ADEQUATE", "PARTLY_ADEQUATE", "NOT_ADEQUATE", "UNDETERMINED"]);
export const SafeguardKind = z.enum([
  "ADEQUACY",
  "CONSENT",
  "TREATY",
  "LAW",
  "STANDARD_CLAUSES",
  "BINDING_CORPORATE_RULES",
  "OTHER",
]);
export const RecipientKind = z.enum([
  "SERVICE_PROVIDER",
  "FINANCIAL_INSTITUTION",
  "PUBLIC_AUTHORITY",
  "FOREIGN_RECIPIENT",
  "OTHER",
]);
export const RecipientRole = z.enum(["INDEPENDENT_CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR"]);
export const Affiliation = z.enum(["INDEPENDENT", "COMMON_OWNERSHIP", "COMMON_CONTROL"]);

const validity = {
  validFrom: calendarDay
    .optional()
    .describe("First day of validity; always valid before validTo where not stated."),
  validTo: calendarDay.optional().describe("Last day of validity; open-ended where not stated."),
};

export const jurisdictionSchema = z
  .strictObject({
    code: countryCode.describe("ISO 3166-1 alpha-2 code of the country."),
    name: line.describe("The country's name."),
    description: text.optional().describe("What an analyst should know of it."),
    protection: z
      .array(
        z
          .strictObject({
            status: ProtectionStatus.describe(
              "Whether the country protects personal data, as the controller's law sees it.",
            ),
            ...validity,
            legalSource: line.optional().describe("The list, decision or treaty that says so."),
          })
          .describe("A status of protection and the days on which the country has it."),
      )
      .default([])
      .describe("How the country's protection of personal data was assessed, with dates."),
    calendar: workingCalendarSchema.optional(),
    ...lifetime,
    replacedBy: countryCode.optional().describe("Code of the country to use instead of a retired one."),
    ...provenance,
  })
  .describe("A country, with the dated status of its protection of personal data.");

export const safeguardSchema = entry({
  kind: SafeguardKind.describe("What sort of protection it is."),
  instrument: line.describe("The decision, treaty, law or contract it rests on."),
  ...validity,
  recipients: references("recipients").describe(
    "Keys of the recipients it covers; with jurisdictions also empty it covers any.",
  ),
  jurisdictions: z
    .array(countryCode)
    .default([])
    .describe("Codes of the countries it covers; with recipients also empty it covers any."),
  securityMeasures: references("security measures").describe(
    "Keys of the security measures that belong to it.",
  ),
}).describe("What protects data that cross a border.");

export const serviceTypeSchema = entry({}).describe("A kind of service that service providers render.");

export const recipientSchema = entry({
  kind: RecipientKind.describe("What sort of partner it is."),
  jurisdiction: countryCode.describe(
    "Code of the country where it is established; it decides whether a transfer is cross-border.",
  ),
  registrationNumber: line.optional().describe("Its number in the register of companies or taxpayers."),
  address: line.optional().describe("Its postal address, as it stands in answers to users."),
  contacts: z.array(contactSchema).default([]).describe("How to reach it, and for what."),
  role: RecipientRole.optional().describe(
    "Whether it decides on the data itself, together with the controller, or acts on the controller's behalf.",
  ),
  serviceTypes: references("service types"),
  affiliation: Affiliation.default("INDEPENDENT").describe(
    "Whether it is independent of the controller, under common ownership, or under common control.",
  ),
  collectsOwnConsent: z
    .boolean()
    .default(false)
    .describe("True where what it does next rests on a consent it obtains from users itself."),
  passesOnTo: references("recipients").describe(
    "Keys of the recipients to whom it passes on what it gets, such as its own sub-processors.",
  ),
}).describe("A partner that can receive data, or from whom data can come.");

export const agreementSchema = entry({
  recipient: reference("recipient"),
  number: line.optional().describe("The number that stands on the document."),
  validFrom: calendarDay.describe("First day on which it is in force."),
  validTo: calendarDay.optional().describe("Last day on which it is in force; open-ended where not stated."),
  securityMeasures: references("security measures").describe(
    "Keys of the security measures the recipient undertakes.",
  ),
}).describe("The contract or instrument with a recipient.");

export const sharingRuleSchema = entry({
  recipient: keySchema
    .optional()
    .describe("Key of the recipient the rule is for; not together with recipientKind."),
  recipientKind: RecipientKind.optional().describe(
    "The kind of recipients the rule is for; not together with recipient.",
  ),
  purpose: reference("purpose"),
  legalGround: reference("legal ground"),
  categories: someReferences("categories").describe(
    "Keys of the categories that may go there; a category stands for its descendants too.",
  ),
  safeguard: keySchema
    .optional()
    .describe("Key of the safeguard that protects the transfer where it crosses a border."),
  agreementRequired: z
    .boolean()
    .default(false)
    .describe("True where an agreement must be in force on the day."),
  authorityRequestRequired: z
    .boolean()
    .default(false)
    .describe("True where a lawful demand of an authority or court must exist."),
  exclusive: z
    .boolean()
    .default(false)
    .describe(
      "True where these recipients may get nothing but what such rules list: anything more is a finding.",
    ),
  ...validity,
  interpretation: text
    .optional()
    .describe("How the source was read where its words allow more than one reading."),
}).describe("Which categories may go to which recipient, for which purpose, on which ground.");

export type ProtectionStatus = z.infer<typeof ProtectionStatus>;
export type SafeguardKind = z.infer<typeof SafeguardKind>;
export type RecipientKind = z.infer<typeof RecipientKind>;
export type RecipientRole = z.infer<typeof RecipientRole>;
export type Affiliation = z.infer<typeof Affiliation>;
export type JurisdictionEntry = z.infer<typeof jurisdictionSchema>;
export type SafeguardEntry = z.infer<typeof safeguardSchema>;
export type ServiceTypeEntry = z.infer<typeof serviceTypeSchema>;
export type RecipientEntry = z.infer<typeof recipientSchema>;
export type AgreementEntry = z.infer<typeof agreementSchema>;
export type SharingRuleEntry = z.infer<typeof sharingRuleSchema>;
