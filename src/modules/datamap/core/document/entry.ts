import { z } from "zod";

/** What every part of the data map document is built of. */

/** Lower-case words joined by underscores, levels joined by dots: `identification.home_address`. */
export const KEY_PATTERN = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

export const keySchema = z
  .string()
  .max(200)
  .regex(
    KEY_PATTERN,
    "A key is lower-case words joined by underscores, its levels joined by dots: identification.home_address.",
  );

/** A reference to another entry by its key; that it exists is checked by `checkDataMap`. */
export const reference = (kind: string) => keySchema.describe(`Key of a ${kind} of this data map.`);

export const references = (kind: string) =>
  z.array(keySchema).default([]).describe(`Keys of ${kind} of this data map.`);

export const someReferences = (kind: string) =>
  z.array(keySchema).min(1, "Name at least one.").describe(`Keys of ${kind} of this data map; at least one.`);

/** ISO 3166-1 alpha-2. */
export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, "A country is its ISO 3166-1 alpha-2 code in capitals: KZ.");

const DAY_FORM = "A day is written year-month-day: 2026-01-27.";

/** A day of the calendar in the controller's time zone, `2026-01-27`. The calendar has no year 0. */
export const calendarDay = z.iso.date(DAY_FORM).refine((day) => !day.startsWith("0000"), DAY_FORM);

/** ISO 8601-1:2019, 5.5.2. Legal periods are data, so that they can differ by country. */
export const duration = z.iso.duration("A period is written as an ISO 8601 duration: P30D, P5Y.");

export const line = z.string().trim().min(1, "Say something here or leave the field out.").max(500);
export const text = z.string().trim().min(1, "Say something here or leave the field out.").max(10_000);
export const webAddress = z
  .url({ protocol: /^https?$/, error: "A web address starts with https:// or http://." })
  .max(2_000);

/** Where an entry comes from, and what was added to the source in order to make it precise. */
export const provenance = {
  clauses: z
    .array(
      z
        .union(
          [z.int().min(1), z.string().regex(/^[0-9]+[a-z]?$/)],
          "A clause is a number, perhaps with a letter: 17, 25a.",
        )
        .transform(String),
    )
    .default([])
    .describe(
      "Clauses of the published policy that this entry expresses, by their number in the clause table.",
    ),
  isExample: z
    .boolean()
    .default(false)
    .describe("True where the entry illustrates a kind and stands for nobody real."),
  assumptions: z
    .array(text)
    .default([])
    .describe("What was assumed here because the source does not say it, one sentence each."),
};

/** An entry can be retired, never removed: records that name it stay readable. */
export const lifetime = {
  retiredOn: calendarDay
    .optional()
    .describe(
      "First day on which the entry may no longer be used. Records of earlier days keep their meaning.",
    ),
};

/** The fields that every entry with a key shares. */
export const entryFields = {
  key: keySchema.describe(
    "The name by which the interface addresses the entry; never changed and never given to another.",
  ),
  name: line.describe("The name people read."),
  description: text.describe("What the entry stands for, in a sentence or two."),
  ...lifetime,
  replacedBy: keySchema
    .optional()
    .describe("Key of the entry of the same kind to use instead of a retired one."),
  ...provenance,
};

/** An entry of the data map: the common fields and those of its kind; any other field is refused. */
export function entry<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  return z.strictObject({ ...entryFields, ...fields });
}

/** A postal, electronic or telephone address and what it is for. */
export const contactSchema = z
  .strictObject({
    purpose: line.describe("What to write or call about."),
    email: z.email().optional().describe("An e-mail address."),
    phone: z
      .string()
      .regex(
        /^\+[0-9][0-9 ()-]{4,30}$/,
        "A telephone number starts with + and the country's code: +7 700 000 00 00.",
      )
      .optional()
      .describe("A telephone number in international form."),
    url: webAddress.optional().describe("A web page."),
  })
  .refine(
    ({ email, phone, url }) => [email, phone, url].filter((way) => way !== undefined).length === 1,
    "A contact has exactly one of email, phone and url; make another contact for another way.",
  )
  .describe("One way to reach somebody, and what for.");

export type Contact = z.infer<typeof contactSchema>;
