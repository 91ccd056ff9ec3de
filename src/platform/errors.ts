/**
 * The errors a caller may see. Every other thrown value is masked as INTERNAL by `platform/graphql/format-error.ts`.
 *
 * Messages MUST say what to change and MUST NOT contain a user reference, a secret, or a driver's text.
 */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "BAD_USER_INPUT"
  | "NOT_FOUND"
  | "CONFLICT"
  | "RATE_LIMITED"
  | "TOO_COSTLY"
  | "UNAVAILABLE"
  | "INTERNAL";

/** One thing wrong with one field of an input. `field` is relative to the input object: `categories[1]`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The input fields concerned, relative to the input object. */
    readonly fields: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "AppError";
  }
}

/** All problems of one input in one error, so that a caller mends them in one round. */
export function badInput(problems: readonly FieldProblem[]): AppError {
  const message = problems.map((problem) => `${problem.field}: ${problem.message}`).join(" ");
  return new AppError("BAD_USER_INPUT", message, [...new Set(problems.map((problem) => problem.field))]);
}

/** A state the code rules out. Reaching it is our bug, so it is masked like any other. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Impossible state: ${message}`);
}
