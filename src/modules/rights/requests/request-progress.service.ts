import type { Clock } from "../../../platform/clock.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { newId } from "../../../platform/ids.js";
import { statusAfter } from "../core/course.js";
import type { RequestStep } from "../core/vocabulary.js";
import { insertSteps } from "./request-steps.repository.js";
import type { NewStepRow } from "./rights-request-row.js";
import { lockStanding, setStatus } from "./rights-requests.repository.js";

/** The steps of a request that follow by themselves from what happens elsewhere, in the transaction in which it happens. */
export class RequestProgress {
  constructor(private readonly clock: Clock) {}

  /** All recipients are told whom the decision on a request concerns. Nothing, where the request is done already. */
  recipientsTold(tx: Tx, requestId: string): Promise<void> {
    return this.#follow(tx, requestId, "RECIPIENTS_TOLD");
  }

  /** A decided request was answered by what it asked for. Nothing, where it is not decided yet, or done already. */
  answered(tx: Tx, requestId: string): Promise<void> {
    return this.#follow(tx, requestId, "ANSWERED");
  }

  async #follow(tx: Tx, requestId: string, step: "RECIPIENTS_TOLD" | "ANSWERED"): Promise<void> {
    const standing = await lockStanding(tx, requestId);
    const status = standing && statusAfter(standing, step);
    if (status === undefined) return;
    await insertSteps(tx, [stepThatFollows(requestId, step, this.clock.now())]);
    await setStatus(tx, [requestId], status);
  }
}

/** A step that nobody takes. */
export function stepThatFollows(requestId: string, step: RequestStep, recordedAt: Date): NewStepRow {
  const id = newId(recordedAt);
  return { id, requestId, step, detail: {}, recordedAt, recordedBy: null, freeTextCommitments: {} };
}
