import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { JudgementCause, SupersedingCause } from "./core/judgement-vocabulary.js";
import type { JudgementRow } from "./finding-row.js";
import { JudgementCauseEnum, SupersedingCauseEnum } from "./policy-enums.type.js";

@ObjectType("Judgement", {
  description:
    "What was found about a disclosure, and what gave cause to look. A later judgement stands beside the earlier one, which stays as it was recorded.",
})
@RequirePermission("READ_DISCLOSURES")
export class Judgement {
  @Field(() => ID, { description: "The judgement's UUID." })
  readonly id: string;

  @Field(() => DateTime, { description: "When the registry judged." })
  readonly judgedAt: Date;

  @Field(() => Int, { description: "The revision of the data map by which it judged." })
  readonly revision: number;

  @Field(() => JudgementCauseEnum, { description: "What gave cause to judge." })
  readonly cause: JudgementCause;

  @Field(() => ID, {
    nullable: true,
    description:
      "The fact (Query.subjectFact) or the review (AuthorityRequest.reviews) that gave cause; null where it was the recording.",
  })
  readonly causeId: string | null;

  @Field(() => SupersedingCauseEnum, {
    nullable: true,
    description: "Why it no longer stands; null while it does.",
  })
  readonly superseded: SupersedingCause | null;

  @Field(() => ID, {
    nullable: true,
    description: "The judgement or the amendment that took its place; null while it stands.",
  })
  readonly supersededBy: string | null;

  readonly row: JudgementRow;

  constructor(row: JudgementRow) {
    this.id = row.id;
    this.judgedAt = row.judgedAt;
    this.revision = row.revision;
    this.cause = row.cause;
    this.causeId = row.causeId;
    this.superseded = row.supersededBy?.cause ?? null;
    this.supersededBy = row.supersededBy?.id ?? null;
    this.row = row;
  }
}
