import type { FieldProblem } from "../../../platform/errors.js";
import { readTexts, type Texts } from "./texts.js";

/** A legality review as a caller sends it: `ReviewAuthorityRequestInput`. */
export interface ReviewInput {
  /** The authority request reviewed. */
  readonly id: string;
  readonly lawful: boolean;
  readonly reasons: string;
}

const REASONS_CHARS_MAX = 2_000;

/** The reasons, normalised, and what is wrong with them. */
export function readReview({ reasons }: ReviewInput): {
  readonly texts: Texts;
  readonly problems: readonly FieldProblem[];
} {
  return readTexts([
    {
      field: "reasons",
      text: reasons,
      charsMax: REASONS_CHARS_MAX,
      remedy: "Say why the demand complies with the law or does not: the verdict is read together with them.",
    },
  ]);
}
