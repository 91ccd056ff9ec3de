import type { FieldProblem } from "../../../platform/errors.js";
import { problemOfFreeText } from "../../../platform/erasable-text/free-text.js";

/** What people wrote in their own words, by field. It may have to be erased, so it is stored apart from its fact. */
export type Texts = Readonly<Record<string, string>>;

/** How a field of free text is read. */
export interface TextField {
  readonly field: string;
  readonly text: string | null | undefined;
  readonly charsMax: number;
  /** What to say where it is empty; null where it may be left out. */
  readonly remedy: string | null;
}

/** Normalises texts (NFC, no white space around) and says what is wrong with them. Empty ones are left out. */
export function readTexts(fields: readonly TextField[]): { texts: Texts; problems: FieldProblem[] } {
  const texts: Record<string, string> = {};
  const problems: FieldProblem[] = [];
  for (const { field, text, charsMax, remedy } of fields) {
    const normalised = text?.normalize("NFC").trim() ?? "";
    const message = normalised === "" ? remedy : problemOfFreeText(normalised, charsMax);
    if (message !== null) problems.push({ field, message });
    if (normalised !== "") texts[field] = normalised;
  }
  return { texts, problems };
}

/** The texts that differ. One that was committed to and is gone was erased since: it is not compared. */
export function differingTexts(
  recorded: Texts,
  committed: Readonly<Record<string, unknown>>,
  sent: Texts,
  fields: readonly string[],
): string[] {
  return fields.filter((field) => {
    const isErased = field in committed && !(field in recorded);
    return !isErased && recorded[field] !== sent[field];
  });
}
