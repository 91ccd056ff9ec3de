import type { Clock } from "../../../platform/clock.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { commitToFreeText } from "../../../platform/erasable-text/free-text.js";
import { insertFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import { AppError } from "../../../platform/errors.js";
import { newId } from "../../../platform/ids.js";
import type { Texts } from "../core/read-decision.js";
import { problemOfStep, statusAfter, type NextStep, type Standing } from "../core/course.js";
import { impedimentsOf } from "../core/impediments.js";
import type { RequestStatus } from "../core/vocabulary.js";
import { findStepsOf, insertSteps } from "./request-steps.repository.js";
import type { RequestTerms, RequestTermsService } from "./request-terms.service.js";
import type { RightsRequestRow, StepRow } from "./rights-request-row.js";
import { lockRightsRequest, setStatus } from "./rights-requests.repository.js";

/** A request whose standing nobody else changes until the transaction ends. */
export interface HeldRequest {
  readonly row: RightsRequestRow;
  readonly steps: readonly StepRow[];
  readonly terms: RequestTerms;
  readonly standing: Standing;
}

/** A step as it is recorded. */
export interface TakenStep {
  readonly detail: Readonly<Record<string, string>>;
  readonly texts?: Texts;
  readonly recordedBy: string;
  /** Where it leads, where the course alone does not say. */
  readonly status?: RequestStatus;
}

/** Takes the steps of requests, one after the other. */
export class RequestSteps {
  constructor(
    private readonly clock: Clock,
    private readonly terms: RequestTermsService,
  ) {}

  /** Waits for whoever is taking a step of the same request. Throws NOT_FOUND. */
  async hold(tx: Tx, id: string): Promise<HeldRequest> {
    const row = await lockRightsRequest(tx, id);
    if (!row) throw noSuchRightsRequest();
    const steps = (await findStepsOf(tx, [id])).get(id) ?? [];
    const terms = await this.terms.of(row);
    const standing: Standing = {
      kind: row.kind,
      status: row.status,
      identityNeeded: (terms.rule?.identityEvidence.length ?? 0) > 0,
      impediments: impedimentsOf(steps)
        .filter(({ liftedAt }) => liftedAt === null)
        .map(({ key }) => key),
    };
    return { row, steps, terms, standing };
  }

  /** Throws CONFLICT where the step cannot be taken. */
  refuse({ standing }: HeldRequest, next: NextStep): void {
    const problem = problemOfStep(standing, next);
    if (problem !== null) throw new AppError("CONFLICT", problem, [problem.slice(0, problem.indexOf(":"))]);
  }

  /** Records a step that can be taken; answers the request as it stands then, and what to add once the step has had its effects. */
  async take(
    tx: Tx,
    { row, standing }: HeldRequest,
    { step }: NextStep,
    { detail, texts = {}, recordedBy, status = statusAfter(standing, step)! }: TakenStep,
  ): Promise<{ readonly row: RightsRequestRow; readonly addTexts: () => Promise<void> }> {
    const recordedAt = this.clock.now();
    const id = newId(recordedAt);
    const { rows, commitments } = commitToFreeText(id, texts);
    const freeTextCommitments = commitments ?? {};
    await insertSteps(tx, [
      { id, requestId: row.id, step, detail, recordedAt, recordedBy, freeTextCommitments },
    ]);
    if (status !== row.status) await setStatus(tx, [row.id], status);
    return { row: { ...row, status }, addTexts: () => insertFreeTexts(tx, rows) };
  }
}

export function noSuchRightsRequest(): AppError {
  return new AppError(
    "NOT_FOUND",
    "id: There is no rights request with this id; rightsRequests lists those there are.",
    ["id"],
  );
}
