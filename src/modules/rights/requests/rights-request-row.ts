import type { CalendarDay } from "../../datamap/index.js";
import type { FreeTextCommitments } from "../../../platform/erasable-text/free-text.js";
import type { RightsRequestContent } from "../core/read-request.js";
import type { FormProblem, RequestStatus, RequestStep } from "../core/vocabulary.js";

/** A request as it is recorded. */
export interface NewRightsRequestRow extends RightsRequestContent {
  readonly id: string;
  readonly recordedBy: string;
  /** Of the data map by whose rules it is dealt with: the one in force when it was received. */
  readonly revision: number;
  readonly inDueForm: boolean;
  readonly formProblems: readonly FormProblem[];
  readonly freeTextCommitments: FreeTextCommitments;
}

/** Where a request stands. */
export interface StandingRow {
  readonly status: RequestStatus;
  /** The last day for the answer; null where there is no deadline, or where the calendar does not tell it. */
  readonly dueOn: CalendarDay | null;
  /** Whether there is a deadline that the calendar does not tell yet. */
  readonly awaitsCalendar: boolean;
}

export interface RightsRequestRow extends NewRightsRequestRow, StandingRow {
  readonly recordedAt: Date;
}

export interface NewStepRow {
  /** Under which its free texts are kept. */
  readonly id: string;
  readonly requestId: string;
  readonly step: RequestStep;
  /** Of closed vocabularies and keys only. */
  readonly detail: Readonly<Record<string, string>>;
  /** By the registry's clock, which deadlines are counted by. */
  readonly recordedAt: Date;
  /** Null where the registry took the step itself. */
  readonly recordedBy: string | null;
  readonly freeTextCommitments: FreeTextCommitments;
}

export interface StepRow extends NewStepRow {
  /** From 1, in the order in which the steps were taken. */
  readonly number: number;
}
