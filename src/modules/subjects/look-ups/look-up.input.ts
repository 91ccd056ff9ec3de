import { Field, ID, InputType } from "type-graphql";
import { DateTime } from "../../../platform/graphql/scalars.js";
import type { LookUpKind } from "../core/look-up-kind.js";
import { LookUpKindEnum } from "./look-up.type.js";

@InputType("SubjectLookUpFilter", {
  description: "Which look-ups to list: those that meet all that is given.",
})
export class SubjectLookUpFilter {
  @Field(() => LookUpKindEnum, { nullable: true, description: "Only those done in this way." })
  kind?: LookUpKind | null;

  @Field(() => ID, {
    nullable: true,
    description: "Only those by this key: its id, as `apiKeys` lists it.",
  })
  recordedBy?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Only those of this user: the opaque handle, as the `id` of a user anywhere.",
  })
  subject?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Only those at this moment or later." })
  recordedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Only those before this moment." })
  recordedTo?: Date | null;
}
