import { StateOfUser } from "../../consents/core/state-of-user.js";
import type { SubjectFact } from "../../consents/index.js";
import type { DataMapSnapshot } from "../../datamap/index.js";
import type { KnownStarts } from "./erasure-outcome.js";

/** The id of the legal hold that keeps a user from being erased; null where there is none. */
export function legalHoldOn(facts: readonly SubjectFact[], map: DataMapSnapshot, at: Date): string | null {
  const held = new StateOfUser(facts, map, at)
    .restrictions()
    .find(({ restriction, lifting }) => restriction.restriction === "LEGAL_HOLD" && lifting === null);
  return held?.restriction.id ?? null;
}

/** From when the retention of a user's data is counted, as far as facts about the user tell. */
export function knownStartsOf(facts: readonly SubjectFact[], map: DataMapSnapshot, at: Date): KnownStarts {
  const state = new StateOfUser(facts, map, at);
  return { AGREEMENT_ENDED: state.agreementsEndedOn(), CONSENT_WITHDRAWN: state.consentsWithdrawnOn() };
}
