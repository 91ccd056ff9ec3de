import { z } from "zod";
import { workingDays } from "./calendar.js";
import { contactSchema, duration, entry, line, references, text } from "./entry.js";
import { LegalGroundKind } from "./vocabulary.js";

/** What users may ask for, how they must ask, and in what time they are answered. */

export const RightsRequestKind = z.enum([
  "ACCESS",
  "RECTIFICATION",
  "BLOCKING",
  "ERASURE",
  "CONSENT_WITHDRAWAL",
  "REFUSAL_OF_USE",
  "COMPLAINT",
]);
export const IntakeForm = z.enum(["WRITTEN", "ANY"]);
export const IntakeOutcome = z.enum(["ANSWERED", "MAY_GO_UNANSWERED"]);

export const impedimentSchema = entry({
  legalSource: line.optional().describe("The law or clause it comes from."),
}).describe("A circumstance in which a right may not be used.");

export const rightsRuleSchema = entry({
  requestKind: RightsRequestKind.describe(
    "The kind of request the rule is for; one rule in force for each kind.",
  ),
  condition: text.optional().describe("When the right exists, where it does not always."),
  onlyForGrounds: z
    .array(LegalGroundKind)
    .default([])
    .describe("Kinds of legal ground on which the data must rest for the right to exist; any where empty."),
  answerWithin: duration
    .optional()
    .describe("Time from receipt to the answer; the day of receipt does not count."),
  answerWithinWorkingDays: workingDays
    .optional()
    .describe("The same in working days of the controller's country; not together with answerWithin."),
  effectiveAfter: duration
    .optional()
    .describe("Least time from receipt to the effect; the day of receipt does not count."),
  effectiveAfterWorkingDays: workingDays
    .optional()
    .describe("The same in working days of the controller's country; not together with effectiveAfter."),
  identityEvidence: z
    .array(line)
    .default([])
    .describe("What may be demanded as proof of who asks, or of what is to be corrected."),
  impediments: references("impediments"),
  notifiesRecipients: z
    .boolean()
    .default(false)
    .describe("True where those who actually received the data must be told (GDPR, article 19)."),
  notifyWithin: duration
    .optional()
    .describe("Time from the decision to telling the recipients; the day of the decision does not count."),
  notifyWithinWorkingDays: workingDays
    .optional()
    .describe("The same in working days of the controller's country; not together with notifyWithin."),
  selfService: text.optional().describe("What users can do themselves instead of asking."),
  legalSource: line.optional().describe("The law or clause that gives the right."),
}).describe("A right of users and its course.");

export const intakeRuleSchema = entry({
  requestKinds: z
    .array(RightsRequestKind)
    .min(1, "Name at least one.")
    .describe("Kinds of request the rule is for."),
  address: contactSchema.describe("Where such requests are to be sent."),
  subjectLine: line
    .optional()
    .describe("The subject line the request must have; any or none where not stated."),
  form: IntakeForm.default("ANY").describe("The form the request must have."),
  formalities: z.array(text).default([]).describe("What else is asked of the request."),
  ifNotInDueForm: IntakeOutcome.describe(
    "What becomes of a request that does not follow the rule; it is kept in any case.",
  ),
  notThroughChannels: references("channels").describe(
    "Keys of the channels through which such requests need not be answered.",
  ),
}).describe("How requests must be sent in order to be considered.");

export type RightsRequestKind = z.infer<typeof RightsRequestKind>;
export type IntakeForm = z.infer<typeof IntakeForm>;
export type IntakeOutcome = z.infer<typeof IntakeOutcome>;
export type ImpedimentEntry = z.infer<typeof impedimentSchema>;
export type RightsRuleEntry = z.infer<typeof rightsRuleSchema>;
export type IntakeRuleEntry = z.infer<typeof intakeRuleSchema>;
