import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { Node } from "../../../platform/graphql/node.type.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import { Impediment, RightsRequestKindEnum, type RightsRequestKind } from "../../datamap/index.js";
import type {
  FormProblem,
  IdentityDocument,
  Outcome,
  RequestForm,
  RequestStatus,
  RequestStep,
} from "../core/vocabulary.js";
import {
  FormProblemEnum,
  IdentityDocumentEnum,
  OutcomeEnum,
  RequestFormEnum,
  RequestStatusEnum,
  RequestStepEnum,
} from "./rights-enums.type.js";
import type { RightsRequestRow, StepRow } from "./rights-request-row.js";

@ObjectType("RightsRequest", {
  implements: Node,
  description:
    "What a user asked for by right: to know, to have data corrected, blocked or erased, to withdraw consent, to refuse a use, or to complain.",
})
@RequirePermission("READ_RIGHTS_REQUESTS", "OPEN_RIGHTS_REQUESTS")
export class RightsRequest extends Node {
  @Field(() => ID, { description: "The request's UUID, which its recorder may have chosen." })
  readonly id: string;

  @Field(() => RightsRequestKindEnum, { description: "What the user asks for." })
  readonly kind: RightsRequestKind;

  @Field(() => RequestStatusEnum, { description: "Where it stands." })
  readonly status: RequestStatus;

  @Field(() => DateTime, { description: "When it was received." })
  readonly receivedAt: Date;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  @Field(() => RequestFormEnum, { description: "The form in which it came." })
  readonly form: RequestForm;

  @Field(() => Boolean, { description: "Whether it came as the intake rules for its kind ask." })
  readonly inDueForm: boolean;

  @Field(() => [FormProblemEnum], {
    description: "What was missing by the intake rule it came closest to; empty where it is in due form.",
  })
  readonly formProblems: readonly FormProblem[];

  @Field(() => Int, {
    description: "The revision of the data map by whose rules it is dealt with: in force at its receipt.",
  })
  readonly revision: number;

  /** What the fields of `rights-request.resolver.ts` start from. */
  readonly row: RightsRequestRow;

  constructor(row: RightsRequestRow) {
    super();
    this.id = row.id;
    this.kind = row.kind;
    this.status = row.status;
    this.receivedAt = row.receivedAt;
    this.recordedAt = row.recordedAt;
    this.form = row.form;
    this.inDueForm = row.inDueForm;
    this.formProblems = row.formProblems;
    this.revision = row.revision;
    this.row = row;
  }
}

export const RightsRequestConnection = connectionOf(RightsRequest, "RightsRequestConnection", {
  entries: "rights requests",
  description: "Rights requests, newest received first.",
  access: RequirePermission("READ_RIGHTS_REQUESTS"),
});

@ObjectType("RightsRequestStep", {
  description: "Something that happened in the course of a rights request. It never changes.",
})
@RequirePermission("READ_RIGHTS_REQUESTS")
export class RightsRequestStep {
  @Field(() => Int, { description: "Its place in the course: 1 for the first." })
  readonly number: number;

  @Field(() => RequestStepEnum, { description: "What happened." })
  readonly kind: RequestStep;

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  @Field(() => IdentityDocumentEnum, {
    nullable: true,
    description: "What kind of document was seen; null for other steps.",
  })
  readonly document: IdentityDocument | null;

  @Field(() => OutcomeEnum, { nullable: true, description: "What was decided; null for other steps." })
  readonly outcome: Outcome | null;

  readonly row: StepRow;

  constructor(row: StepRow) {
    this.number = row.number;
    this.kind = row.step;
    this.recordedAt = row.recordedAt;
    this.document = (row.detail.document as IdentityDocument | undefined) ?? null;
    this.outcome = (row.detail.outcome as Outcome | undefined) ?? null;
    this.row = row;
  }
}

@ObjectType("NotedImpediment", {
  description: "That something stands, or stood, against a rights request.",
})
@RequirePermission("READ_RIGHTS_REQUESTS")
export class NotedImpediment {
  @Field(() => Impediment, { description: "What it is." })
  readonly impediment!: Impediment;

  @Field(() => DateTime, { description: "When it was noted." })
  readonly notedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When it was lifted; null while it stands." })
  readonly liftedAt!: Date | null;
}
