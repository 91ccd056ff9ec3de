import type { RightsRequestKind } from "../../datamap/index.js";
import type { Outcome, RequestStatus, RequestStep } from "./vocabulary.js";

/** The courses of rights requests: which steps lead from which status to which, one small table a kind. Pure. */

/** Where a step leads; one that is not here cannot be taken. */
type Steps = Readonly<Partial<Record<RequestStep, RequestStatus>>>;
export type Course = Readonly<Record<RequestStatus, Steps>>;

/** What can happen while nothing is decided. Noting or lifting an impediment changes no status. */
function undecided(status: RequestStatus): Steps {
  return {
    IDENTITY_CONFIRMED: "IDENTITY_CONFIRMED",
    IMPEDIMENT_NOTED: status,
    IMPEDIMENT_LIFTED: status,
    DECIDED: "DECIDED",
    PERSON_ERASED: "DONE",
  };
}

/** Every kind is received and decided alike; what has to follow the decision is its own. */
function courseThatEndsBy(afterDecision: Steps): Course {
  return {
    RECEIVED: undecided("RECEIVED"),
    KEPT: undecided("KEPT"),
    IDENTITY_CONFIRMED: undecided("IDENTITY_CONFIRMED"),
    DECIDED: afterDecision,
    DONE: {},
  };
}

export const COURSES: Readonly<Record<RightsRequestKind, Course>> = {
  /** Whoever is erased can be given no accounting any more. */
  ACCESS: courseThatEndsBy({ ANSWERED: "DONE", PERSON_ERASED: "DONE" }),
  RECTIFICATION: courseThatEndsBy({ RECIPIENTS_TOLD: "DONE" }),
  BLOCKING: courseThatEndsBy({ RECIPIENTS_TOLD: "DONE" }),
  ERASURE: courseThatEndsBy({ RECIPIENTS_TOLD: "DONE" }),
  CONSENT_WITHDRAWAL: courseThatEndsBy({ RECIPIENTS_TOLD: "DONE" }),
  REFUSAL_OF_USE: courseThatEndsBy({ RECIPIENTS_TOLD: "DONE" }),
  COMPLAINT: courseThatEndsBy({}),
};

/** Where a request stands: what the next step is judged by. */
export interface Standing {
  readonly kind: RightsRequestKind;
  readonly status: RequestStatus;
  /** Whether the data map names evidence of who asks. */
  readonly identityNeeded: boolean;
  /** Keys of the impediments that were noted and not lifted. */
  readonly impediments: readonly string[];
}

/** A step as somebody wants to take it. */
export type NextStep =
  | { readonly step: "IMPEDIMENT_NOTED" | "IMPEDIMENT_LIFTED"; readonly impediment: string }
  | { readonly step: "DECIDED"; readonly outcome: Outcome }
  | { readonly step: Exclude<RequestStep, "IMPEDIMENT_NOTED" | "IMPEDIMENT_LIFTED" | "DECIDED"> };

/** Why a step cannot be taken, with the remedy, beginning with the input's field; null where it can. */
export function problemOfStep(standing: Standing, next: NextStep): string | null {
  const { impediments } = standing;
  if (statusAfter(standing, next.step) === undefined) return refusal(standing.status);
  switch (next.step) {
    case "IMPEDIMENT_NOTED":
      return impediments.includes(next.impediment)
        ? "impediment: It stands against this request already; lift it with liftImpediment once it has gone."
        : null;
    case "IMPEDIMENT_LIFTED":
      return impediments.includes(next.impediment)
        ? null
        : "impediment: It does not stand against this request; rightsRequest.impediments says which do.";
    case "DECIDED":
      return problemOfDecision(standing, next.outcome);
    default:
      return null;
  }
}

/** Where a step leads; undefined where it cannot be taken. */
export function statusAfter(
  { kind, status }: Pick<Standing, "kind" | "status">,
  step: RequestStep,
): RequestStatus | undefined {
  return COURSES[kind][status][step];
}

/**
 * Where a decision leads. A refusal ends the request; so does a decision from which nothing has to follow.
 *
 * @param notifications how many recipients have to be told because of it
 */
export function statusAfterDecision(
  kind: RightsRequestKind,
  outcome: Outcome,
  notifications: number,
): RequestStatus {
  const { ANSWERED, RECIPIENTS_TOLD } = COURSES[kind].DECIDED;
  if (outcome === "REFUSED") return "DONE";
  if (ANSWERED || (RECIPIENTS_TOLD && notifications > 0)) return "DECIDED";
  return "DONE";
}

/** Whether the person still waits for the answer: the decision, or an accounting where the decision alone tells nothing. */
export function isUnanswered({ kind, status }: Pick<Standing, "kind" | "status">): boolean {
  return (
    status === "RECEIVED" || status === "IDENTITY_CONFIRMED" || (status === "DECIDED" && kind === "ACCESS")
  );
}

/** A request of somebody who cannot say who they are can still be refused: it would stay open for ever otherwise. */
function problemOfDecision(standing: Standing, outcome: Outcome): string | null {
  if (outcome === "REFUSED") return null;
  if (standing.identityNeeded && standing.status !== "IDENTITY_CONFIRMED") {
    return "outcome: Who asks must be confirmed first, with confirmIdentity; where that fails, decide REFUSED.";
  }
  if (outcome === "FULFILLED" && standing.impediments.length > 0) {
    return `outcome: An impediment stands against it (${standing.impediments.join(", ")}): lift it with liftImpediment, or decide PARTLY_FULFILLED or REFUSED.`;
  }
  return null;
}

function refusal(status: RequestStatus): string {
  return status === "DONE" || status === "DECIDED"
    ? "id: This request has been decided, or has ended because its person was erased; rightsRequest.steps says when and how. Open another one where the person asks again."
    : "id: This step comes after the decision; decide the request first, with decideRightsRequest.";
}
