import { problemsOfFactId } from "../../access/core/fact-id.js";
import { problemOfFreeText } from "../../../platform/erasable-text/free-text.js";
import type { FieldProblem } from "../../../platform/errors.js";
import type { DisclosureInput } from "./read-disclosure.js";

const REASON_CHARS_MAX = 2_000;

/** A correction as a caller sends it: `AmendDisclosureInput`. */
export interface AmendInput {
  readonly id?: string | null;
  readonly amends: string;
  readonly reason: string;
  readonly restated?: DisclosureInput | null;
  readonly void?: boolean | null;
}

/** The reason, normalised, and what is wrong with the amendment, its restated disclosure apart. */
export function readAmendment(input: AmendInput): {
  readonly reason: string;
  readonly problems: readonly FieldProblem[];
} {
  const reason = input.reason.normalize("NFC").trim();
  return { reason, problems: problemsOfAmendment(input, reason) };
}

function problemsOfAmendment(input: AmendInput, reason: string): FieldProblem[] {
  const problems = problemsOfFactId(input.id);
  if (input.id === input.amends) {
    problems.push(
      { field: "id", message: "A disclosure cannot amend itself: send a fresh id." },
      { field: "amends", message: "It is the same as `id`." },
    );
  }
  const wrongReason =
    reason.length === 0 ? "Say why the record is corrected." : problemOfFreeText(reason, REASON_CHARS_MAX);
  if (wrongReason) problems.push({ field: "reason", message: wrongReason });
  if ((input.restated != null) === (input.void === true)) {
    problems.push({
      field: "restated",
      message: "Give either `restated`, the whole disclosure as it should read, or `void: true`.",
    });
  }
  const restatedId = input.restated?.id;
  if (restatedId != null && restatedId !== input.id) {
    problems.push({
      field: "restated.id",
      message: "Leave it out: the restated disclosure takes the amendment's `id`.",
    });
  }
  return problems;
}
