import type { SubjectFact } from "../../consents/index.js";

/** Whether a hold that begins by a moment, and that nothing has lifted, forbids to destroy anything of the user. */
export function isHeld(facts: readonly SubjectFact[], by: Date): boolean {
  return facts.some(
    (fact) =>
      fact.kind === "RESTRICTION" &&
      fact.restriction === "LEGAL_HOLD" &&
      fact.from <= by &&
      !facts.some((other) => other.kind === "LIFTING" && other.lifts === fact.id),
  );
}
