import type { Pseudonym } from "../../subjects/index.js";
import type { Standing } from "./course.js";

/** Why an accounting cannot answer a rights request, with the remedy. */
export interface AnswerProblem {
  readonly code: "BAD_USER_INPUT" | "CONFLICT";
  readonly message: string;
}

/**
 * What is wrong with answering a request by an accounting; null where nothing is.
 *
 * @param request null where there is none
 * @param person whose request it is; null once that person is erased
 * @param subject who is to be given the accounting
 */
export function problemOfAnswer(
  request: Pick<Standing, "kind" | "status"> | null,
  person: Pseudonym | null,
  subject: Pseudonym,
): AnswerProblem | null {
  if (request === null || (person !== null && person !== subject)) {
    return badInput("This user has no rights request of that id; dataSubject.requests lists them.");
  }
  if (request.kind !== "ACCESS") {
    return badInput("An accounting answers requests of the kind ACCESS; leave the request out otherwise.");
  }
  if (request.status === "DONE") {
    return conflict(
      "This request has ended: it was answered or refused, or its person was erased. Give the accounting without it, or open another request.",
    );
  }
  if (request.status !== "DECIDED") {
    return conflict("It is not decided yet; decide it first, with decideRightsRequest.");
  }
  return null;
}

function badInput(message: string): AnswerProblem {
  return { code: "BAD_USER_INPUT", message };
}

function conflict(message: string): AnswerProblem {
  return { code: "CONFLICT", message };
}
