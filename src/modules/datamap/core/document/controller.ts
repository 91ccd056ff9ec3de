import { z } from "zod";
import { workingDays } from "./calendar.js";
import { calendarDay, contactSchema, countryCode, line, provenance, text, webAddress } from "./entry.js";

/** Where a user can complain when the controller's answer does not satisfy. */
export const ComplaintBodyKind = z.enum(["AUTHORISED_BODY", "PRE_TRIAL_BODY", "COURT"]);
export type ComplaintBodyKind = z.infer<typeof ComplaintBodyKind>;

const authorityFields = {
  name: line.describe("Official name."),
  country: countryCode.describe("Country of the body, as ISO 3166-1 alpha-2."),
  website: webAddress.optional().describe("Page with its contact details."),
};

export const complaintBodySchema = z
  .strictObject({
    ...authorityFields,
    kind: ComplaintBodyKind.describe("What sort of body it is."),
    description: text.describe("Which complaints it hears, and which body of the sort is meant."),
  })
  .describe("A body to which users may complain.");

export const controllerSchema = z
  .strictObject({
    name: line.describe("Name of the organisation that keeps this registry and answers for the data."),
    legalForm: line.optional().describe("Its legal form, such as limited liability partnership."),
    registrationNumber: line.optional().describe("Its number in the register of companies or taxpayers."),
    representative: z
      .strictObject({
        name: line.describe("The person who acts for the controller."),
        position: line.optional().describe("The person's position."),
        actsOnBasisOf: line.optional().describe("The document from which the person's powers come."),
      })
      .optional()
      .describe("Who represents the controller."),
    address: line.optional().describe("Postal address."),
    country: countryCode.describe(
      "Country of establishment; a recipient in any other country makes a transfer cross-border.",
    ),
    timeZone: z
      .string()
      .describe("IANA name of the time zone in which days are counted, such as Asia/Almaty."),
    website: webAddress.optional().describe("The controller's web site."),
    contacts: z.array(contactSchema).default([]).describe("How to reach the controller, and for what."),
    supervisoryAuthority: z
      .strictObject({
        ...authorityFields,
        breachNoticeWithinWorkingDays: workingDays
          .optional()
          .describe(
            "Working days from the discovery of a breach to the notice of it; the day of discovery does not count.",
          ),
      })
      .optional()
      .describe("The authorised body in the field of personal data protection."),
    complaintBodies: z.array(complaintBodySchema).default([]).describe("Where users may complain."),
    ...provenance,
  })
  .describe("The organisation that keeps this registry: one per registry, in the head of every report.");

/** What the database and GraphQL's Int hold: 32 bits. */
const VERSION_MAX = 2_147_483_647;

export const policyVersionSchema = z
  .strictObject({
    number: z
      .int()
      .min(1)
      .max(VERSION_MAX, `The number of a version is at most ${VERSION_MAX}.`)
      .describe("Number of the version; a later version has a higher one."),
    title: line.describe("Title of the published text."),
    description: text.describe("What the version is, and what it changed."),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "A language is its BCP 47 tag: en, kk, ru.")
      .describe("Language of the text, as BCP 47 tag."),
    effectiveFrom: calendarDay.describe("First day on which the version applies."),
    effectiveFromAssumed: z
      .boolean()
      .default(false)
      .describe("True where the text does not say from when it applies."),
    url: webAddress.optional().describe("Where the text is published."),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "A SHA-256 is 64 hexadecimal digits in lower case.")
      .optional()
      .describe("SHA-256 of the published text as a file, so that anybody can tell it is the same."),
    thirdPartyLinksNote: text
      .optional()
      .describe("What the version says of linked sites of others, which follow their own policies."),
    changesNote: text.optional().describe("How the controller may change the policy."),
    ...provenance,
  })
  .describe("A published privacy notice and the day from which it applies.");

export type Controller = z.infer<typeof controllerSchema>;
export type ComplaintBody = z.infer<typeof complaintBodySchema>;
export type PolicyVersion = z.infer<typeof policyVersionSchema>;
