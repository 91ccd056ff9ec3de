import { Field, ObjectType } from "type-graphql";
import { Duration } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { RetentionCriterion, RetentionEnd, RetentionStart } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewsOf } from "./catalogue-entry.type.js";
import { DataCategory } from "./data-category.type.js";
import { RetentionCriterionEnum, RetentionEndEnum, RetentionStartEnum } from "./processing-enums.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "How long data are kept, from when, and why.", implements: CATALOGUE_ENTRY })
export class RetentionRule extends CatalogueEntry<"retentionRules"> {
  static readonly list = "retentionRules";

  @Field(() => [DataCategory], {
    description: "The data it is for; a category stands for what lies under it too.",
  })
  get categories(): DataCategory[] {
    return viewsOf(DataCategory, this.snapshot, this.entry.categories);
  }

  @Field(() => [ProcessingPurpose], { description: "The purposes it is for; any where empty." })
  get purposes(): ProcessingPurpose[] {
    return viewsOf(ProcessingPurpose, this.snapshot, this.entry.purposes);
  }

  @Field(() => Duration, {
    nullable: true,
    description: "How long the data are kept after the start event; null: as long as the criteria ask.",
  })
  get period(): string | undefined {
    return this.entry.period;
  }

  @Field(() => RetentionStartEnum, {
    description: "The event from which the period runs; the day of the event does not count.",
  })
  get startEvent(): RetentionStart {
    return this.entry.startEvent;
  }

  @Field(() => String, { nullable: true, description: "The law or contract that sets the period." })
  get legalSource(): string | undefined {
    return this.entry.legalSource;
  }

  @Field(() => [RetentionCriterionEnum], { description: "What was weighed in setting the period." })
  get criteria(): readonly RetentionCriterion[] {
    return this.entry.criteria;
  }

  @Field(() => RetentionEndEnum, { description: "What happens when the period has run out." })
  get afterwards(): RetentionEnd {
    return this.entry.afterwards;
  }
}
