import type { FieldProblem } from "../../../platform/errors.js";
import { problemsOfFactId } from "../../access/core/fact-id.js";
import type { CalendarDay, NamingMap } from "../../datamap/index.js";
import { didYouMean } from "../../datamap/core/nearest-key.js";
import { problemsOfReceipt } from "./moments.js";
import { differingTexts, readTexts, type Texts } from "./texts.js";

/** A demand of an authority or a court as a caller sends it: `RegisterAuthorityRequestInput`. */
export interface AuthorityRequestInput {
  readonly id?: string | null;
  readonly recipient: string;
  readonly documentNumber: string;
  readonly documentDate: CalendarDay;
  readonly instrument: string;
  readonly receivedAt: Date;
  readonly official?: string | null;
}

/** A demand that was understood: the part that a retry is compared by. */
export interface AuthorityRequestContent {
  readonly recipient: string;
  readonly documentDate: CalendarDay;
  readonly receivedAt: Date;
}

const TEXT_CHARS_MAX = 200;
const INSTRUMENT_CHARS_MAX = 2_000;
const TEXT_FIELDS = ["documentNumber", "instrument", "official"] as const;
/** No document that asks for personal data kept here is older, and a calendar's text can name years that no table holds. */
const FIRST_DAY: CalendarDay = "1900-01-01";

/** Understands a demand, or says everything that is wrong with it. Pure: `now` is handed in. */
export function readAuthorityRequest(
  input: AuthorityRequestInput,
  map: NamingMap,
  now: Date,
): { readonly content: AuthorityRequestContent; readonly texts: Texts; readonly problems: FieldProblem[] } {
  const { recipient, documentDate, receivedAt } = input;
  const { texts, problems } = readTexts([
    {
      field: "documentNumber",
      text: input.documentNumber,
      charsMax: TEXT_CHARS_MAX,
      remedy: "Give the number that stands on the document; where it has none, say how it is known.",
    },
    {
      field: "instrument",
      text: input.instrument,
      charsMax: INSTRUMENT_CHARS_MAX,
      remedy: "Say on what law, order or decision the demand rests.",
    },
    { field: "official", text: input.official, charsMax: TEXT_CHARS_MAX, remedy: null },
  ]);
  return {
    content: { recipient, documentDate, receivedAt },
    texts,
    problems: [
      ...problemsOfFactId(input.id),
      ...problemsOfRecipient(recipient, map),
      ...problemsOfReceipt(receivedAt, now),
      ...problemsOfDate(documentDate, map.calendarDay(receivedAt)),
      ...problems,
    ],
  };
}

/** The fields in which a retry differs from what was recorded under its id; none: it is the same demand. */
export function differingFields(
  recorded: AuthorityRequestContent & { readonly freeTextCommitments: Readonly<Record<string, unknown>> },
  recordedTexts: Texts,
  sent: AuthorityRequestContent,
  sentTexts: Texts,
): string[] {
  const compared = ["recipient", "documentDate", "receivedAt"] as const;
  return [
    ...compared.filter((field) => JSON.stringify(recorded[field]) !== JSON.stringify(sent[field])),
    ...differingTexts(recordedTexts, recorded.freeTextCommitments, sentTexts, TEXT_FIELDS),
  ];
}

function problemsOfRecipient(key: string, map: NamingMap): FieldProblem[] {
  if (map.recipient(key)) return [];
  const hint = didYouMean(key, map.keys("recipients"));
  return [{ field: "recipient", message: `The data map has no recipient with this key.${hint}` }];
}

function problemsOfDate(documentDate: CalendarDay, received: CalendarDay): FieldProblem[] {
  if (documentDate > received) {
    return [
      {
        field: "documentDate",
        message: `The document would be dated after the day it was received, ${received} on the controller's calendar; check both.`,
      },
    ];
  }
  if (documentDate < FIRST_DAY)
    return [{ field: "documentDate", message: "The day lies before 1900; check its year." }];
  return [];
}
