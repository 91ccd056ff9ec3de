import type { FieldProblem } from "./errors.js";

/** What is wrong with a period by its two fields, of which either may be missing. */
export function problemsOfPeriod(
  from: Date | null | undefined,
  to: Date | null | undefined,
  fromField: string,
  toField: string,
): FieldProblem[] {
  if (!from || !to || from < to) return [];
  return [
    {
      field: toField,
      message: `The end of a period must lie after its beginning, ${fromField}; the end itself does not count.`,
    },
  ];
}
