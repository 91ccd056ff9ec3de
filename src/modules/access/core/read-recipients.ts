import type { FieldProblem } from "../../../platform/errors.js";
import type { Role } from "./permissions.js";

const RECIPIENTS_MAX = 100;

/** The recipients a key is to act for, sorted, each once, and what is wrong with them; `problemOf` knows which ones there are. */
export function readRecipients(
  given: readonly string[],
  role: Role,
  problemOf: (key: string) => string | null,
): { readonly recipients: readonly string[]; readonly problems: readonly FieldProblem[] } {
  const recipients = [...new Set(given)].sort();
  return { recipients, problems: problemsOf(given, role, problemOf) };
}

function problemsOf(
  given: readonly string[],
  role: Role,
  problemOf: (key: string) => string | null,
): FieldProblem[] {
  const field = "recipients";
  if (given.length === 0) return [];
  if (role !== "INTEGRATION") {
    const message =
      "Only a key with the role INTEGRATION acts for recipients: leave them out, or choose that role.";
    return [{ field, message }];
  }
  if (given.length > RECIPIENTS_MAX) {
    return [{ field, message: `Name at most ${RECIPIENTS_MAX} recipients; make another key for others.` }];
  }
  return given.flatMap((key, index) => {
    const message = problemOf(key);
    return message === null ? [] : [{ field: `${field}[${index}]`, message }];
  });
}
