import { Field, InputType } from "type-graphql";
import { DateTime, UUID } from "../../platform/graphql/scalars.js";
import type { FindingCode, FindingKind } from "./core/finding.js";
import type { FindingFilterValues } from "./finding-filter.js";
import type { Acknowledging } from "./findings.service.js";
import { FindingCodeEnum, FindingKindEnum } from "./policy-enums.type.js";

@InputType("FindingFilter", {
  description: "Which findings are shown or counted: those to which everything given applies.",
})
export class FindingFilter implements FindingFilterValues {
  @Field(() => [FindingCodeEnum], { nullable: true, description: "What was found: any of these." })
  codes?: FindingCode[] | null;

  @Field(() => FindingKindEnum, {
    nullable: true,
    description: "Only broken rules, or only what there is no rule for.",
  })
  kind?: FindingKind | null;

  @Field(() => String, { nullable: true, description: "Key of the recipient." })
  recipient?: string | null;

  @Field(() => String, { nullable: true, description: "Key of the purpose." })
  purpose?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "The disclosure occurred at this moment or later.",
  })
  occurredFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "The disclosure occurred before this moment." })
  occurredTo?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that somebody acknowledged, or only those that nobody did.",
  })
  acknowledged?: boolean | null;
}

@InputType("AcknowledgeFindingInput", { description: "That you took notice of a finding." })
export class AcknowledgeFindingInput implements Acknowledging {
  @Field(() => UUID, { description: "The finding's UUID." })
  id!: string;

  @Field(() => String, {
    description: "What is made of it, in your own words, 2,000 characters at most. It cannot be changed.",
  })
  note!: string;
}
