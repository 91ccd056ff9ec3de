import type { Channel, Direction, FreeTextField, Nature, Outcome } from "./vocabulary.js";

/** What a caller says of a disclosure, normalised: the part that a retry is compared by, users apart. */
export interface DisclosureContent {
  readonly occurredAt: Date;
  readonly direction: Direction;
  readonly nature: Nature;
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  /** Sorted, each once. */
  readonly categories: readonly string[];
  readonly agreement: string | null;
  readonly safeguard: string | null;
  /** The demand it answered: an authority request's id. */
  readonly authorityRequest: string | null;
  /** Id of the authorization on which it rests. */
  readonly authorization: string | null;
  /** Null where the caller left it to the recipient's country. */
  readonly destination: string | null;
  readonly channel: Channel | null;
  readonly outcome: Outcome | null;
  readonly recordCount: number | null;
  readonly freeText: Readonly<Partial<Record<FreeTextField, string>>>;
}

/** What the registry adds: derived from the content and the data map in force at `occurredAt`. */
export interface DerivedContent {
  readonly revision: number;
  readonly policyVersion: number | null;
  /** Where the data went, or, for a receipt, came from. ISO 3166-1 alpha-2. */
  readonly counterpartyCountry: string;
  readonly crossBorder: boolean;
}

const COMPARED = [
  "occurredAt",
  "recipient",
  "purpose",
  "legalGround",
  "categories",
  "direction",
  "nature",
  "destination",
  "agreement",
  "safeguard",
  "authorization",
  "channel",
  "outcome",
  "recordCount",
  "authorityRequest",
] as const satisfies readonly (keyof DisclosureContent)[];

const COMPARED_TEXT: readonly FreeTextField[] = ["source", "note", "externalReference", "partnerReference"];

/**
 * The names of the fields in which a retry differs from what was recorded; none: it is the same disclosure.
 *
 * Free text that was erased since (absent from `recorded.freeText` but committed to) is not compared: see `erasedText`.
 */
export function differingFields(
  recorded: DisclosureContent,
  retried: DisclosureContent,
  erasedText: readonly FreeTextField[],
): string[] {
  const fields = COMPARED.filter((field) => canonical(recorded[field]) !== canonical(retried[field]));
  const texts = COMPARED_TEXT.filter(
    (field) => !erasedText.includes(field) && recorded.freeText[field] !== retried.freeText[field],
  );
  return [...fields, ...texts];
}

/** Two records of one transfer may differ in these. */
const NOT_OF_THE_TRANSFER: readonly (keyof DisclosureContent)[] = ["occurredAt", "authorization"];

/**
 * One text per content, whatever the order in which it was sent, for finding probable duplicates; without the moment, and without the
 * authorization, which may have been asked for twice.
 *
 * Its digests are stored. What answered no demand has the text it had before disclosures could say so.
 */
export function contentApartFromMoment(content: DisclosureContent): string {
  const fields = COMPARED.filter(
    (field) =>
      !NOT_OF_THE_TRANSFER.includes(field) &&
      !(field === "authorityRequest" && content.authorityRequest === null),
  );
  return JSON.stringify(fields.map((field) => content[field]));
}

function canonical(value: unknown): string {
  return JSON.stringify(value);
}
