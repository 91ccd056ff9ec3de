import type { FieldProblem } from "../../../platform/errors.js";
import { readTexts, type Texts } from "../../authorities/core/texts.js";

export type { Texts };

const TEXT_CHARS_MAX = 2_000;

/** The reasons of a decision, normalised, and what is wrong with them: they are given to the person, and stay. */
export function readReasons(reasons: string): { texts: Texts; problems: FieldProblem[] } {
  return readTexts([
    {
      field: "reasons",
      text: reasons,
      charsMax: TEXT_CHARS_MAX,
      remedy: "Say why: the person is entitled to know, and so is whoever asks later.",
    },
  ]);
}

/** What somebody wrote about an impediment, normalised, and what is wrong with it. */
export function readNote(note: string | null | undefined): { texts: Texts; problems: FieldProblem[] } {
  return readTexts([{ field: "note", text: note, charsMax: TEXT_CHARS_MAX, remedy: null }]);
}

/** The reasons of an erasure outlive the person's data, so they may not name the person, in whatever case of letters. */
export function problemsOfNaming({ reasons }: Texts, reference: string): FieldProblem[] {
  if (!reasons?.toLowerCase().includes(reference.toLowerCase())) return [];
  return [
    {
      field: "reasons",
      message:
        "The user's reference stands in it: leave it out, because the reasons stay when the user is erased.",
    },
  ];
}
