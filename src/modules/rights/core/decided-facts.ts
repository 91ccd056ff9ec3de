import type {
  ConsentFact,
  FactContent,
  RestrictionFact,
  SubjectFact,
  WithdrawalFact,
} from "../../consents/index.js";
import type { RightsRequestContent } from "./read-request.js";

/**
 * What becomes true of a user by a decision in the user's favour.
 *
 * @param known what is true of the user already
 * @param from the moment from which a refusal or a block holds
 */
export function factsOfDecision(
  request: RightsRequestContent,
  known: readonly SubjectFact[],
  from: Date,
): (WithdrawalFact | RestrictionFact)[] {
  const { kind, categories, purposes, receivedAt } = request;
  switch (kind) {
    case "CONSENT_WITHDRAWAL":
      return withdrawnGrounds(request, known).map((legalGround) => ({
        kind: "WITHDRAWAL",
        legalGround,
        receivedAt,
      }));
    case "REFUSAL_OF_USE":
      return [{ kind: "RESTRICTION", restriction: "REFUSAL", categories, purposes, from }];
    case "BLOCKING":
      return [{ kind: "RESTRICTION", restriction: "BLOCK", categories, purposes, from }];
    default:
      return [];
  }
}

/** The ground that the request names; else every one the user had consented to when it was received. */
function withdrawnGrounds(
  { legalGround, receivedAt }: RightsRequestContent,
  known: readonly SubjectFact[],
): string[] {
  if (legalGround !== null) return [legalGround];
  const given = known.filter((fact): fact is SubjectFact & ConsentFact => isConsent(fact));
  return [...new Set(given.filter(({ givenAt }) => givenAt <= receivedAt).map((fact) => fact.legalGround))];
}

function isConsent(fact: FactContent): fact is ConsentFact {
  return fact.kind === "CONSENT";
}
