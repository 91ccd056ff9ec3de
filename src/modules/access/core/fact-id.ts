import { AppError, type FieldProblem } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { isUuidV7, NEW_ID_AGE_MS_MAX, NEW_ID_LEAD_MS_MAX, timeOfUuidV7 } from "../../../platform/ids.js";

/** A fact's id is its caller's, so that a call can be sent again without recording the fact twice. */

/** What is wrong with the id itself: UUIDs of other versions do not say when they were made. */
export function problemsOfFactId(id: string | null | undefined): FieldProblem[] {
  if (id == null || isUuidV7(id)) return [];
  return [
    {
      field: "id",
      message:
        "Send a UUIDv7 (RFC 9562), whose first 48 bits are the time it was made; other versions are refused.",
    },
  ];
}

/** Partner code must be able to send a call again after a timeout. `what` is the fact in a word: `transfer`. */
export function problemsOfMissingId(
  id: string | null | undefined,
  { roles }: Pick<Caller, "roles">,
  what: string,
): FieldProblem[] {
  if (id != null || !roles.includes("INTEGRATION")) return [];
  return [
    {
      field: "id",
      message: `A key with the role INTEGRATION must send an id: make a UUIDv7 per ${what} and send the same one on every retry.`,
    },
  ];
}

/**
 * Whether a new id's time is near enough to now. Judged only once no recorded fact has the id. `moment` is the input's field that
 * says when the fact came to be.
 */
export function problemOfNewId(id: string, now: Date, moment: string): FieldProblem | null {
  const age = now.getTime() - timeOfUuidV7(id);
  if (age <= NEW_ID_AGE_MS_MAX && age >= -NEW_ID_LEAD_MS_MAX) return null;
  return {
    field: "id",
    message: `The time in a new id must lie between 31 days ago and five minutes from now. Make a fresh UUIDv7; \`${moment}\` may be as old as you need.`,
  };
}

/** What is said where an id is taken by a fact that the caller may not see: nothing of that fact. `what` as above. */
export function idIsTaken(what: string): AppError {
  return new AppError("CONFLICT", `id: This id is taken. Make a fresh UUIDv7 for this ${what}.`, ["id"]);
}
