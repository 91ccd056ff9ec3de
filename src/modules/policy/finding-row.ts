import type { PackedSegment } from "../subjects/index.js";
import type { FindingCode, FindingDetail, FindingKind } from "./core/finding.js";
import type { JudgementCause, SupersedingCause } from "./core/judgement-vocabulary.js";

/** A finding as it is recorded, its users apart. */
export interface FindingRow {
  readonly id: string;
  readonly disclosureId: string;
  readonly judgementId: string;
  readonly recordedAt: Date;
  /** When the disclosure happened. */
  readonly occurredAt: Date;
  readonly recipient: string;
  readonly purpose: string;
  readonly code: FindingCode;
  readonly kind: FindingKind;
  readonly subjectCount: number;
  /** Whether it concerns every user of the disclosure; only otherwise are its users kept apart. */
  readonly concernsAll: boolean;
  readonly detail: FindingDetail;
}

export interface NewFinding extends Omit<FindingRow, "disclosureId" | "judgementId" | "recordedAt"> {
  /** The users concerned, each segment once; none where all are. */
  readonly members: readonly PackedSegment[];
}

/** A judgement of a disclosure. */
export interface JudgementRow {
  readonly id: string;
  readonly disclosureId: string;
  readonly judgedAt: Date;
  readonly revision: number;
  readonly cause: JudgementCause;
  /** The fact or review that gave cause; null where it was the recording. */
  readonly causeId: string | null;
  /** Null while it stands. */
  readonly supersededBy: { readonly cause: SupersedingCause; readonly id: string } | null;
}

export interface NewJudgement extends Omit<JudgementRow, "judgedAt" | "supersededBy"> {
  readonly findings: readonly NewFinding[];
}

/** That somebody took notice of a finding. */
export interface AcknowledgementRow {
  readonly findingId: string;
  readonly acknowledgedAt: Date;
  /** The id of an API key. */
  readonly acknowledgedBy: string;
}
