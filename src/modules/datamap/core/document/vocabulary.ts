import { z } from "zod";
import { duration, entry, keySchema, line, text, webAddress } from "./entry.js";

/** What is collected, from whom, by which channel, why, and what makes it lawful. */

export const AccountStatus = z.enum(["REGISTERED", "WITHOUT_ACCOUNT", "UNAUTHORISED"]);
export const ActingFor = z.enum(["SELF", "LEGAL_ENTITY", "OWN_BUSINESS"]);
export const ChannelKind = z.enum(["WEBSITE", "APPLICATION", "SUPPORT_SERVICE", "SOCIAL_NETWORK", "OTHER"]);
export const DataSourceKind = z.enum([
  "GIVEN_BY_USER",
  "COLLECTED_AUTOMATICALLY",
  "RECEIVED_FROM_PARTNERS",
  "PUBLICLY_AVAILABLE",
]);
export const ErasureOutcome = z.enum(["ERASED", "KEPT"]);
export const Medium = z.enum(["ELECTRONIC", "PAPER", "OTHER"]);
export const LegalGroundKind = z.enum([
  "CONSENT",
  "CONTRACT",
  "LEGAL_OBLIGATION",
  "VITAL_INTERESTS",
  "PUBLIC_TASK",
  "LEGITIMATE_INTERESTS",
]);
/** What may be done with the data; the list of Kazakhstan's Law 94-V, article 1, with the parts of "storage" told apart. */
export const ProcessingOperation = z.enum([
  "COLLECTION",
  "SYSTEMATISATION",
  "ACCUMULATION",
  "STORAGE",
  "CLARIFICATION",
  "UPDATING",
  "MODIFICATION",
  "PROCESSING",
  "USE",
  "TRANSFER_TO_THIRD_PARTIES",
  "ANONYMISATION",
  "BLOCKING",
  "DESTRUCTION",
  "CROSS_BORDER_TRANSFER",
]);
export const ValiditySpan = z.enum(["AGREEMENT", "PERIOD", "UNTIL_WITHDRAWN"]);

export const subjectKindSchema = entry({
  account: AccountStatus.optional().describe(
    "How the user is known to the platform, where that makes the kind.",
  ),
  actingFor: ActingFor.optional().describe("For whom the user acts, where that makes the kind."),
}).describe("A kind of users whose data are processed.");

export const channelSchema = entry({
  kind: ChannelKind.describe("What sort of channel it is."),
  url: webAddress.optional().describe("Where the channel is found."),
}).describe("A way by which data of users are received or sent.");

export const categorySchema = entry({
  key: keySchema.describe(
    "Path of the category: the parent's key, a dot, and the category's own word. The parent must exist.",
  ),
  sources: z
    .array(DataSourceKind)
    .min(1, "Name at least one source, or leave the field out to take the parent's.")
    .optional()
    .describe("Where the data come from; the parent's where not stated."),
  accuracyWarrantedByUser: z
    .boolean()
    .optional()
    .describe(
      "True where users answer for the accuracy of what they give and the controller does not verify it; the parent's where not stated.",
    ),
  refusalConsequence: text
    .optional()
    .describe("What a user loses who refuses the use of these data; the parent's where not stated."),
  onErasure: ErasureOutcome.optional().describe(
    "What happens to these data when the user has the account deleted; the parent's where not stated, undecided where no parent states it.",
  ),
  keptAs: z
    .array(Medium)
    .optional()
    .describe("On which media data that outlive the account are kept; the parent's where not stated."),
  isOpenEnded: z
    .boolean()
    .default(false)
    .describe("True where the policy's list of elements is not exhaustive."),
}).describe("A kind of personal data. One without children is a data element.");

export const purposeSchema = entry({
  communicatesWithUser: z
    .boolean()
    .describe(
      "True where the purpose means writing to, calling or messaging the user: forbidden once the account is deleted.",
    ),
}).describe("Why data are processed.");

export const legalGroundSchema = entry({
  kind: LegalGroundKind.describe("What makes the processing lawful."),
  instrument: line.describe("The law, contract or declaration on which the ground rests."),
  givenBy: text.optional().describe("The act by which the user gives it."),
  operations: z
    .array(ProcessingOperation)
    .default([])
    .describe("What the ground allows to be done; empty where it sets no list."),
  sources: z
    .array(DataSourceKind)
    .default([])
    .describe("From which sources the ground allows data to be taken; empty where it sets no list."),
  validity: z
    .strictObject({
      lastsFor: ValiditySpan.describe(
        "Whether the ground lasts as long as the user's agreement, for a period, or until withdrawn.",
      ),
      period: duration.optional().describe("How long it lasts from the day it was given; only with PERIOD."),
      extendedBy: duration
        .optional()
        .describe("How long it lasts beyond the end of the agreement; only with AGREEMENT."),
    })
    .describe("What ends a legal ground.")
    .optional()
    .describe("How long the ground lasts once it exists."),
  withdrawalNotice: duration
    .optional()
    .describe("Time from the receipt of a withdrawal to its effect; the day of receipt does not count."),
}).describe("What makes processing lawful, with the instrument it rests on.");

export type AccountStatus = z.infer<typeof AccountStatus>;
export type ActingFor = z.infer<typeof ActingFor>;
export type ChannelKind = z.infer<typeof ChannelKind>;
export type DataSourceKind = z.infer<typeof DataSourceKind>;
export type ErasureOutcome = z.infer<typeof ErasureOutcome>;
export type Medium = z.infer<typeof Medium>;
export type LegalGroundKind = z.infer<typeof LegalGroundKind>;
export type ProcessingOperation = z.infer<typeof ProcessingOperation>;
export type ValiditySpan = z.infer<typeof ValiditySpan>;
export type SubjectKindEntry = z.infer<typeof subjectKindSchema>;
export type ChannelEntry = z.infer<typeof channelSchema>;
export type CategoryEntry = z.infer<typeof categorySchema>;
export type PurposeEntry = z.infer<typeof purposeSchema>;
export type LegalGroundEntry = z.infer<typeof legalGroundSchema>;
