import { Field, ObjectType } from "type-graphql";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { vocabulary } from "../../../platform/graphql/vocabulary.js";
import { RequirePermission } from "../../access/index.js";
import { DataCategory, RetentionRule } from "../../datamap/index.js";
import { FATES, type Fate } from "../core/erasure-outcome.js";

export const ErasureFateEnum = vocabulary(FATES, "ErasureFate", "What became of data of an erased user.", {
  DESTROYED: "They are to be destroyed, wherever the platform keeps them.",
  KEPT: "They are kept, because the data map says so.",
});

@ObjectType("CategoryErasure", {
  description:
    "What became of one element of an erased user's data, as the data map decided that was in force for the request. Whoever keeps the data destroys them by it.",
})
@RequirePermission("READ_RIGHTS_REQUESTS")
export class CategoryErasure {
  @Field(() => DataCategory, { description: "The element." })
  readonly category!: DataCategory;

  @Field(() => ErasureFateEnum, { description: "Whether it is destroyed or kept." })
  readonly fate!: Fate;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "The last day on which it is kept; null where it is destroyed, or kept for as long as its rules ask.",
  })
  readonly keptUntil!: string | null;

  @Field(() => [RetentionRule], {
    description:
      "The retention rules that say so, with the law they rest on; empty where the category itself says what an erasure does (onErasure).",
  })
  readonly rules!: readonly RetentionRule[];
}
