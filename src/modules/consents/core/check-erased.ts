import { AppError, badInput } from "../../../platform/errors.js";
import type { CalendarDay } from "../../datamap/index.js";
import type { NamedSubjects, Pseudonym } from "../../subjects/index.js";
import type { FactContent } from "./subject-fact.js";

interface NamedFact {
  readonly content: FactContent;
  readonly subjects: NamedSubjects;
}

/** Whether a fact can be wrong because its user was erased, or was not. Lists are not looked through for it: they name many. */
export function dependsOnErasure({ content, subjects }: NamedFact): boolean {
  return (content.kind === "CONSENT" || content.kind === "RESTORATION") && subjects.size > 0;
}

/** Why a fact about one user is refused, given on what day users were erased; null where it is not. */
export function refusalByErasure(
  fact: NamedFact,
  erased: ReadonlyMap<Pseudonym, CalendarDay>,
  dayOf: (moment: Date) => CalendarDay,
): AppError | null {
  if (!dependsOnErasure(fact)) return null;
  const erasedOn = [...fact.subjects.keys()].map((each) => erased.get(each))[0];
  if (fact.content.kind === "CONSENT") {
    if (erasedOn === undefined) return null;
    return new AppError(
      "CONFLICT",
      `subject: This user was erased on ${erasedOn}. If the user has come back, record that with restoreAccount first, then the consent.`,
      ["subject"],
    );
  }
  if (fact.content.kind !== "RESTORATION") return null;
  if (erasedOn === undefined) {
    return new AppError(
      "CONFLICT",
      "subject: This user is not erased, so there is no account to restore. Check the reference.",
      ["subject"],
    );
  }
  if (dayOf(fact.content.restoredAt) >= erasedOn) return null;
  const message = `The user was erased on ${erasedOn}: the account cannot have been restored before.`;
  return badInput([{ field: "restoredAt", message }]);
}
