import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import {
  FindingCodeEnum,
  FindingDetail,
  FindingKindEnum,
  fieldsOfFinding,
  type FindingCode,
  type FindingKind,
} from "../../policy/index.js";
import type { Authorized } from "./authorize-disclosure.service.js";
import type { Evaluation, ExpectedFinding as Expected } from "./evaluate-disclosure.service.js";

@ObjectType("ExpectedFinding", {
  description: "What would be found about a transfer if it took place as asked about.",
})
@RequirePermission("RECORD_DISCLOSURES")
export class ExpectedFinding {
  @Field(() => FindingCodeEnum, { description: "What would be found." })
  readonly code: FindingCode;

  @Field(() => FindingKindEnum, { description: "Whether a rule would be broken, or there is none." })
  readonly kind: FindingKind;

  @Field(() => String, {
    description:
      "One sentence that says by which rule, fact, clause or agreement, and what would make it right.",
  })
  readonly message: string;

  @Field(() => FindingDetail, { description: "What it rests on, for programs; `message` says it in words." })
  readonly detail: FindingDetail;

  @Field(() => [String], {
    description: "The fields of the input that it is about; `subjects` stands for a list of users, too.",
  })
  readonly fields: readonly string[];

  @Field(() => Int, { description: "How many of the users it concerns." })
  readonly subjectCount: number;

  @Field(() => [Int], {
    nullable: true,
    description: "Where they stand in the input's `subjects`, from 0; null where a list names the users.",
  })
  readonly positions: readonly number[] | null;

  constructor(finding: Expected) {
    this.code = finding.code;
    this.kind = finding.kind;
    this.message = finding.message;
    this.detail = new FindingDetail(finding.detail);
    this.fields = fieldsOfFinding(finding);
    this.subjectCount = finding.subjectCount;
    this.positions = finding.positions;
  }
}

/** For how many users a transfer may take place, and whom to leave out. */
@ObjectType()
abstract class WhomToLeaveOut {
  @Field(() => Int, { description: "For how many of the users the transfer may take place." })
  readonly permittedCount: number;

  @Field(() => Int, { description: "How many of the users are to be left out." })
  readonly excludedCount: number;

  @Field(() => [Int], {
    nullable: true,
    description:
      "Where the users to be left out stand in the input's `subjects`, from 0; null where a list names the users.",
  })
  readonly excludedPositions: readonly number[] | null;

  constructor({ excluded, excludedPositions, prepared }: Evaluation) {
    this.permittedCount = prepared.subjectCount - excluded.count;
    this.excludedCount = excluded.count;
    this.excludedPositions = excludedPositions;
  }
}

@ObjectType("DisclosureEvaluation", {
  description: "Whether a transfer may take place. Asking records nothing, and makes no user known.",
})
@RequirePermission("RECORD_DISCLOSURES")
export class DisclosureEvaluation extends WhomToLeaveOut {
  @Field(() => Boolean, {
    description:
      "Whether it may take place for all of the users: no rule would be broken. A gap in the data map (GAP) does not forbid it.",
  })
  readonly permitted: boolean;

  @Field(() => [ExpectedFinding], { description: "What would be found, in the order of FindingCode." })
  readonly findings: readonly ExpectedFinding[];

  /** What the field of `authorize-disclosure.resolver.ts` starts from. */
  readonly evaluation: Evaluation;

  constructor(evaluation: Evaluation) {
    super(evaluation);
    this.permitted = evaluation.excluded.count === 0;
    this.findings = evaluation.findings.map((finding) => new ExpectedFinding(finding));
    this.evaluation = evaluation;
  }
}

@ObjectType("AuthorizeDisclosurePayload", {
  description: "Whether a transfer may take place, and for whom; where for anybody, an authorization of it.",
})
@RequirePermission("RECORD_DISCLOSURES")
export class AuthorizeDisclosurePayload extends WhomToLeaveOut {
  @Field(() => ID, {
    nullable: true,
    description:
      "The authorization's id, for `RecordDisclosureInput.authorization`; null where the transfer may take place for nobody. A set, too: POST /subject-lists/match/<id> answers who is permitted.",
  })
  readonly id: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when a disclosure may name it: a day from now; null without one.",
  })
  readonly expiresAt: Date | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The users of the list who are to be left out: POST /subject-lists/match/<set> takes references and answers those among them. Good as long as the authorization. Null where `subjects` names the users, or nobody or everybody is to be left out.",
  })
  readonly excludedSet: string | null;

  @Field(() => [ExpectedFinding], {
    description: "What would be found if all users were kept in, in the order of FindingCode.",
  })
  readonly findings: readonly ExpectedFinding[];

  constructor({ evaluation, authorization, excludedSet }: Authorized) {
    super(evaluation);
    this.id = authorization?.id ?? null;
    this.expiresAt = authorization?.expiresAt ?? null;
    this.excludedSet = excludedSet;
    this.findings = evaluation.findings.map((finding) => new ExpectedFinding(finding));
  }
}
