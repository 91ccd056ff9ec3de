import { problemOfFreeText } from "../../../platform/erasable-text/free-text.js";
import type { FieldProblem } from "../../../platform/errors.js";
import { NEW_ID_LEAD_MS_MAX } from "../../../platform/ids.js";
import { didYouMean } from "../../datamap/core/nearest-key.js";
import type { CatalogueList, DataMapSnapshot } from "../../datamap/index.js";
import { normaliseReference, problemOfReference } from "../../subjects/core/reference.js";
import type { FactContent } from "./subject-fact.js";

/** What every input of a fact says: under which id, and about whom. */
export interface FactInput {
  readonly id?: string | null;
  readonly subject?: string | null;
  readonly subjectList?: string | null;
}

/**
 * What people wrote in their own words about a fact, by the name it is kept under, with the input's field. It may have to be erased,
 * so it is stored apart from the fact, beside the words of facts of other modules.
 */
export const FACT_TEXTS = { consentEvidence: "evidence", restrictionReason: "reason" } as const;
export type FactText = keyof typeof FACT_TEXTS;
export type FactTexts = Readonly<Partial<Record<FactText, string>>>;

/** A fact that was understood. */
export interface ReadFact {
  readonly content: FactContent;
  /** The user, normalised; null where a list names the users. It lives in memory only. */
  readonly reference: string | null;
  readonly texts: FactTexts;
}

export type FactReading = { readonly read: ReadFact } | { readonly problems: readonly FieldProblem[] };

/** What an input is read against. */
export interface ReadingContext {
  readonly map: DataMapSnapshot;
  readonly now: Date;
  /** The keyed digest of the platform's reference of an agreement, in hexadecimal. */
  readonly agreementDigest: (reference: string) => string;
}

/** Understands one kind of input, or says everything that is wrong with it. */
export type FactReader<Input extends FactInput> = (input: Input, context: ReadingContext) => FactReading;

const TEXT_CHARS_MAX = 2_000;
const AGREEMENT_CHARS_MAX = 200;

/** Puts together what a reader found; whom the fact is about is the same question for all of them. */
export function factReading(
  input: FactInput & { readonly evidence?: string | null; readonly reason?: string | null },
  problems: readonly FieldProblem[],
  content: () => FactContent,
): FactReading {
  const whom = readWhom(input);
  const texts: Partial<Record<FactText, string>> = {};
  const wrongTexts: FieldProblem[] = [];
  for (const [name, field] of Object.entries(FACT_TEXTS) as [FactText, "evidence" | "reason"][]) {
    const text = input[field]?.normalize("NFC").trim();
    const message = problemOfFreeText(text ?? "", TEXT_CHARS_MAX);
    if (message) wrongTexts.push({ field, message });
    else if (text) texts[name] = text;
  }
  const all = [...problems, ...whom.problems, ...wrongTexts];
  return all.length > 0
    ? { problems: all }
    : { read: { content: content(), reference: whom.reference, texts } };
}

function readWhom({ subject, subjectList }: FactInput): {
  reference: string | null;
  problems: FieldProblem[];
} {
  if ((subject == null) === (subjectList == null)) {
    const message =
      subject == null
        ? "Say whom this is about: give `subject` or `subjectList`."
        : "Give either `subject` or `subjectList`, not both.";
    return { reference: null, problems: [{ field: "subject", message }] };
  }
  if (subject == null) return { reference: null, problems: [] };
  const reference = normaliseReference(subject);
  const message = problemOfReference(reference);
  return { reference, problems: message === null ? [] : [{ field: "subject", message }] };
}

/** What is wrong with the moment of something that has happened. `what` is it, in words. */
export function problemsOfPastMoment(field: string, moment: Date, now: Date, what: string): FieldProblem[] {
  // A caller's clock may be so far ahead.
  if (moment.getTime() > now.getTime() + NEW_ID_LEAD_MS_MAX) {
    return [
      {
        field,
        message: `${what} is recorded once it has happened: this moment is more than five minutes ahead of the registry's clock.`,
      },
    ];
  }
  return problemsOfMoment(field, moment);
}

export function problemsOfMoment(field: string, moment: Date): FieldProblem[] {
  return moment.getTime() < 0 ? [{ field, message: "The moment lies before 1970; check its year." }] : [];
}

export function problemsOfKey(
  map: DataMapSnapshot,
  list: CatalogueList,
  field: string,
  key: string,
  what: string,
): FieldProblem[] {
  if (map.entry(list, key)) return [];
  return [{ field, message: `The data map has no ${what} with this key.${didYouMean(key, map.keys(list))}` }];
}

/** What is wrong with a ground that a user is said to have consented to. */
export function problemsOfConsentGround(map: DataMapSnapshot, key: string): FieldProblem[] {
  const ground = map.legalGround(key);
  if (!ground) return problemsOfKey(map, "legalGrounds", "legalGround", key, "legal ground");
  if (ground.kind === "CONSENT") return [];
  return [
    {
      field: "legalGround",
      message: "Nobody consents to this ground: name a legal ground of the kind CONSENT.",
    },
  ];
}

/** The platform's reference of a user's agreement, as it is compared; null where none is named. */
export function readAgreement(agreement: string | null | undefined): {
  readonly reference: string | null;
  readonly problems: FieldProblem[];
} {
  if (agreement == null) return { reference: null, problems: [] };
  const reference = agreement.normalize("NFC").trim();
  const message =
    reference === ""
      ? "Name the agreement as the platform does, or leave it out."
      : problemOfFreeText(reference, AGREEMENT_CHARS_MAX);
  return { reference, problems: message === null ? [] : [{ field: "agreement", message }] };
}
