import { problemOfFreeText } from "../../../platform/erasable-text/free-text.js";
import type { FieldProblem } from "../../../platform/errors.js";
import { NEW_ID_LEAD_MS_MAX } from "../../../platform/ids.js";
import { problemsOfFactId } from "../../access/core/fact-id.js";
import type { NamingMap } from "../../datamap/index.js";
import { didYouMean } from "../../datamap/core/nearest-key.js";
import type { DisclosureContent } from "./disclosure-content.js";
import { readSubjects } from "./read-subjects.js";
import {
  FREE_TEXT_FIELDS,
  type Channel,
  type Direction,
  type FreeTextField,
  type Nature,
  type Outcome,
} from "./vocabulary.js";

/** A disclosure as a caller sends it: `RecordDisclosureInput`. */
export interface DisclosureInput {
  readonly id?: string | null;
  readonly occurredAt: Date;
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  readonly subjects?: readonly string[] | null;
  readonly subjectList?: string | null;
  readonly direction?: Direction | null;
  readonly nature?: Nature | null;
  readonly channel?: Channel | null;
  readonly source?: string | null;
  readonly agreement?: string | null;
  readonly safeguard?: string | null;
  readonly authorityRequest?: string | null;
  readonly authorization?: string | null;
  readonly destination?: string | null;
  readonly recordCount?: number | null;
  readonly outcome?: Outcome | null;
  readonly note?: string | null;
  readonly externalReference?: string | null;
  readonly partnerReference?: string | null;
}

/** A disclosure that was understood. */
export interface ReadDisclosure {
  readonly content: DisclosureContent;
  /** Normalised references, each once; none where a list names the users. They live in memory only. */
  readonly references: readonly string[];
}

export const FREE_TEXT_CHARS_MAX: Readonly<Record<FreeTextField, number>> = {
  source: 200,
  note: 2_000,
  externalReference: 200,
  partnerReference: 200,
};
/** More than any map's elements; each unknown one is compared with every key there is. */
export const CATEGORIES_MAX = 1_000;
/** A caller's clock may be that far ahead. */
const CLOCK_SKEW_MS = NEW_ID_LEAD_MS_MAX;

/** Understands an input under the data map, or says everything that is wrong with it. Pure: `now` is handed in. */
export function readDisclosure(
  input: DisclosureInput,
  map: NamingMap,
  now: Date,
): { readonly read: ReadDisclosure } | { readonly problems: readonly FieldProblem[] } {
  const subjects = readSubjects(input);
  const problems = [
    ...problemsOfFactId(input.id),
    ...problemsOfMoment(input.occurredAt, now),
    ...problemsOfKeys(input, map),
    ...problemsOfDestination(input),
    ...subjects.problems,
    ...problemsOfRest(input),
  ];
  return problems.length > 0
    ? { problems }
    : { read: { content: contentOf(input), references: subjects.references } };
}

/** Whether there is the authority request that the disclosure names; `demandedBy` is who made it, null where there is none. */
export function problemsOfDemand(
  { authorityRequest, recipient }: Pick<DisclosureInput, "authorityRequest" | "recipient">,
  demandedBy: string | null,
): FieldProblem[] {
  if (authorityRequest == null || demandedBy === recipient) return [];
  return [
    problem(
      "authorityRequest",
      demandedBy === null
        ? "There is no authority request with this id; check it, or register the request first."
        : "This authority request was made by another recipient: name one that this recipient made.",
    ),
  ];
}

function problem(field: string, message: string): FieldProblem {
  return { field, message };
}

function problemsOfMoment(occurredAt: Date, now: Date): FieldProblem[] {
  if (occurredAt.getTime() > now.getTime() + CLOCK_SKEW_MS) {
    return [
      problem(
        "occurredAt",
        "A disclosure is recorded once it has happened: this moment is more than five minutes ahead of the registry's clock.",
      ),
    ];
  }
  if (occurredAt.getTime() < 0)
    return [problem("occurredAt", "The moment lies before 1970; check its year.")];
  return [];
}

function problemsOfKeys(input: DisclosureInput, map: NamingMap): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const expect = (
    list: "recipients" | "purposes" | "legalGrounds" | "categories" | "agreements" | "safeguards",
    field: string,
    key: string,
    what: string,
  ) => {
    if (!map.entry(list, key)) {
      problems.push(
        problem(field, `The data map has no ${what} with this key.${didYouMean(key, map.keys(list))}`),
      );
    }
  };
  expect("recipients", "recipient", input.recipient, "recipient");
  expect("purposes", "purpose", input.purpose, "purpose");
  expect("legalGrounds", "legalGround", input.legalGround, "legal ground");
  if (input.agreement != null) {
    expect("agreements", "agreement", input.agreement, "agreement");
    const agreement = map.agreement(input.agreement);
    if (agreement && agreement.recipient !== input.recipient) {
      problems.push(problem("agreement", "This agreement is with another recipient."));
    }
  }
  if (input.safeguard != null) expect("safeguards", "safeguard", input.safeguard, "safeguard");
  if (input.categories.length === 0) problems.push(problem("categories", "Name at least one data category."));
  if (input.categories.length > CATEGORIES_MAX) {
    problems.push(
      problem(
        "categories",
        `Name at most ${CATEGORIES_MAX} data categories: a category stands for all under it.`,
      ),
    );
  } else {
    input.categories.forEach((key, index) =>
      expect("categories", `categories[${index}]`, key, "data category"),
    );
  }
  return problems;
}

function problemsOfDestination(input: DisclosureInput): FieldProblem[] {
  if (input.destination == null || input.direction !== "INBOUND") return [];
  return [
    problem("destination", "A receipt (INBOUND) arrives at the controller: leave the destination out."),
  ];
}

function problemsOfRest(input: DisclosureInput): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (input.recordCount != null && input.recordCount < 1) {
    problems.push(problem("recordCount", "Give a number of records from 1, or leave it out."));
  }
  for (const field of FREE_TEXT_FIELDS) {
    const wrong = problemOfFreeText(input[field] ?? "", FREE_TEXT_CHARS_MAX[field]);
    if (wrong) problems.push(problem(field, wrong));
  }
  return problems;
}

function contentOf(input: DisclosureInput): DisclosureContent {
  const freeText: Partial<Record<FreeTextField, string>> = {};
  for (const field of FREE_TEXT_FIELDS) {
    const text = input[field]?.normalize("NFC").trim();
    if (text) freeText[field] = text;
  }
  return {
    occurredAt: input.occurredAt,
    direction: input.direction ?? "OUTBOUND",
    nature: input.nature ?? "ROUTINE",
    recipient: input.recipient,
    purpose: input.purpose,
    legalGround: input.legalGround,
    categories: [...new Set(input.categories)].sort(),
    agreement: input.agreement ?? null,
    safeguard: input.safeguard ?? null,
    authorityRequest: input.authorityRequest ?? null,
    authorization: input.authorization ?? null,
    destination: input.destination ?? null,
    channel: input.channel ?? null,
    outcome: input.outcome ?? null,
    recordCount: input.recordCount ?? null,
    freeText,
  };
}
