import { problemOfFreeText } from "../../../platform/erasable-text/free-text.js";
import type { FieldProblem } from "../../../platform/errors.js";
import { problemsOfFactId } from "../../access/core/fact-id.js";
import { didYouMean } from "../../datamap/core/nearest-key.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import { problemsOfCategory, problemsOfRule, problemsOfUndecidable } from "./read-question.js";
import { isInForce, isKeptIn, speaksOf } from "./retention-term.js";
import type { DestructionMethod } from "./vocabulary.js";

/** As a caller sends it: `RecordDestructionInput`. */
export interface DestructionInput {
  readonly id?: string | null;
  readonly retentionRule: string;
  readonly category: string;
  readonly asOf: CalendarDay;
  readonly method: DestructionMethod;
  readonly dataStore?: string | null;
  readonly evidence: string;
  readonly subjectList?: string | null;
  readonly reason?: string | null;
}

/** What a destruction says: the part that a retry is compared by, its texts apart. */
export interface DestructionContent {
  readonly retentionRule: string;
  readonly category: string;
  readonly asOf: CalendarDay;
  readonly method: DestructionMethod;
  readonly dataStore: string | null;
  readonly subjectList: string | null;
}

/** What people wrote in their own words, by the name it is kept under, with the input's field. */
export const DESTRUCTION_TEXTS = { destructionEvidence: "evidence", destructionReason: "reason" } as const;
export type DestructionTexts = Readonly<Partial<Record<keyof typeof DESTRUCTION_TEXTS, string>>>;

const TEXT_CHARS_MAX = 2_000;
const FIRST_DAY: CalendarDay = "1970-01-01";

/** Understands a destruction by the data map in force on its day, or says everything that is wrong with it. */
export function readDestruction(
  input: DestructionInput,
  map: DataMapSnapshot,
  today: CalendarDay,
): {
  readonly content: DestructionContent;
  readonly texts: DestructionTexts;
  readonly problems: readonly FieldProblem[];
} {
  const { retentionRule, category, asOf, method } = input;
  const destructionEvidence = normalised(input.evidence);
  const destructionReason = normalised(input.reason);
  return {
    content: {
      retentionRule,
      category,
      asOf,
      method,
      dataStore: input.dataStore ?? null,
      subjectList: input.subjectList?.toLowerCase() ?? null,
    },
    texts: {
      ...(destructionEvidence !== "" && { destructionEvidence }),
      ...(destructionReason !== "" && { destructionReason }),
    },
    problems: [
      ...problemsOfFactId(input.id),
      ...problemsOfDay(asOf, today),
      ...problemsOfData(input, map),
      ...problemsOfMethod(input, map),
      ...problemsOfStore(input, map),
      ...problemsOfText("evidence", destructionEvidence),
      ...(destructionEvidence === "" ? [NO_EVIDENCE] : []),
      ...problemsOfText("reason", destructionReason),
      ...(destructionReason !== "" && input.subjectList == null ? [REASON_WITHOUT_LIST] : []),
      ...(destructionReason === "" || input.subjectList == null
        ? problemsOfUndecidable(map, retentionRule)
        : []),
    ],
  };
}

const NO_EVIDENCE: FieldProblem = {
  field: "evidence",
  message: "Say what proves it: the number of the act, or where the log or certificate is kept.",
};
const REASON_WITHOUT_LIST: FieldProblem = {
  field: "reason",
  message:
    "A reason is for users who are not due: name them by `subjectList`, or leave the reason out and record all who are due.",
};

function problemsOfDay(asOf: CalendarDay, today: CalendarDay): FieldProblem[] {
  if (asOf < FIRST_DAY) return [{ field: "asOf", message: "The day lies before 1970; check its year." }];
  if (asOf <= today) return [];
  return [
    {
      field: "asOf",
      message: `A destruction is recorded once it has happened: today is ${today} on the controller's calendar.`,
    },
  ];
}

/** Which data by which rule; where both are known, whether they belong together. */
function problemsOfData(
  { retentionRule, category, asOf }: DestructionInput,
  map: DataMapSnapshot,
): FieldProblem[] {
  const unknown = [...problemsOfRule(map, retentionRule), ...problemsOfCategory(map, category)];
  const rule = map.entry("retentionRules", retentionRule);
  if (unknown.length > 0 || !rule) return unknown;
  if (!isInForce(rule, asOf)) {
    const message = `The rule was retired on ${rule.retiredOn}: name the rule that is in force on the day, or an earlier day.`;
    return [{ field: "retentionRule", message }];
  }
  if (speaksOf(rule, category)) return [];
  const message = `The rule does not speak of this category; it speaks of ${rule.categories.join(", ")}, and what lies under them.`;
  return [{ field: "category", message }];
}

function problemsOfMethod({ retentionRule, method }: DestructionInput, map: DataMapSnapshot): FieldProblem[] {
  const rule = map.entry("retentionRules", retentionRule);
  if (method !== "ANONYMISATION" || rule?.afterwards !== "DESTRUCTION") return [];
  return [
    {
      field: "method",
      message:
        "The rule asks for the data to be destroyed: to remove what ties them to a person is not enough.",
    },
  ];
}

function problemsOfStore({ dataStore, category }: DestructionInput, map: DataMapSnapshot): FieldProblem[] {
  if (dataStore == null) return [];
  const store = map.entry("dataStores", dataStore);
  if (!store) {
    const hint = didYouMean(dataStore, map.keys("dataStores"));
    return [{ field: "dataStore", message: `The data map has no data store with this key.${hint}` }];
  }
  if (isKeptIn(store, category)) return [];
  const kept = store.categories.join(", ") || "nothing";
  const message = `By the data map no data of this category are kept there, but ${kept}: name the store they were in, or leave it out.`;
  return [{ field: "dataStore", message }];
}

function problemsOfText(field: string, text: string): FieldProblem[] {
  const message = problemOfFreeText(text, TEXT_CHARS_MAX);
  return message === null ? [] : [{ field, message }];
}

function normalised(text: string | null | undefined): string {
  return text?.normalize("NFC").trim() ?? "";
}

/**
 * The input's fields in which a retry differs from what was recorded; none: it is the same. A text that was erased since is committed
 * to, and not compared.
 */
export function differingFields(
  recorded: DestructionContent & { readonly freeTextCommitments: Readonly<Record<string, unknown>> },
  recordedTexts: Readonly<Record<string, string>>,
  sent: DestructionContent,
  sentTexts: DestructionTexts,
): string[] {
  const fields = Object.keys(sent) as (keyof DestructionContent)[];
  const texts = Object.keys(DESTRUCTION_TEXTS) as (keyof typeof DESTRUCTION_TEXTS)[];
  return [
    ...fields.filter((field) => recorded[field] !== sent[field]),
    ...texts
      .filter((name) => name in recordedTexts || !(name in recorded.freeTextCommitments))
      .filter((name) => recordedTexts[name] !== sentTexts[name])
      .map((name) => DESTRUCTION_TEXTS[name]),
  ];
}
