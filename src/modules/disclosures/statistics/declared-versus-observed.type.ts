import { Field, Int, ObjectType } from "type-graphql";
import { CalendarDate, Count, DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import { DataCategory, ProcessingPurpose, Recipient, SharingRule } from "../../datamap/index.js";

@ObjectType("ObservedSharing", {
  description: "A data category that went to a recipient for a purpose, as disclosures show.",
})
@RequirePermission("READ_STATISTICS")
export class ObservedSharing {
  @Field(() => Recipient, { description: "To whom the data went." })
  readonly recipient!: Recipient;

  @Field(() => DataCategory, { description: "The data category, as it was recorded." })
  readonly category!: DataCategory;

  @Field(() => ProcessingPurpose, { description: "For what the data were passed on." })
  readonly purpose!: ProcessingPurpose;

  @Field(() => Count, { nullable: true, description: "How many disclosures there were in the period." })
  readonly disclosures!: number | null;

  @Field(() => Count, {
    nullable: true,
    description: "How many of them occurred on days on which no sharing rule and no activity declared this.",
  })
  readonly undeclared!: number | null;

  @Field(() => CalendarDate, { description: "The day of the first such disclosure, of all time." })
  readonly firstSeen!: string;

  @Field(() => CalendarDate, {
    description: "The day of the last such disclosure up to the end of the period.",
  })
  readonly lastSeen!: string;

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW): of how many these are is not known here.",
  })
  readonly suppressed!: boolean;
}

@ObjectType("UnobservedSharing", {
  description: "A data category that a sharing rule lets go, and that did not go to anybody under the rule.",
})
@RequirePermission("READ_STATISTICS")
export class UnobservedSharing {
  @Field(() => SharingRule, { description: "The sharing rule." })
  readonly rule!: SharingRule;

  @Field(() => DataCategory, {
    description: "The category that the rule names; what lies under it was not disclosed either.",
  })
  readonly category!: DataCategory;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "The day of the last such disclosure before the period; null: there was none.",
  })
  readonly lastSeen!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Days from then to the end of the period; null where there was no such disclosure.",
  })
  readonly daysSinceLastSeen!: number | null;
}

@ObjectType("DeclaredVersusObserved", {
  description: "Where practice and the data map part: what happens and is not declared, and the reverse.",
})
@RequirePermission("READ_STATISTICS")
export class DeclaredVersusObserved {
  @Field(() => DateTime, {
    description: "The moment of counting: everything that was recorded before it is counted, exactly.",
  })
  readonly asOf!: Date;

  @Field(() => Int, {
    description:
      "Number of the data map's revision that disclosures are compared with: the newest. A rule counts on the days on which it is in force, an activity until it is retired.",
  })
  readonly revision!: number;

  @Field(() => [ObservedSharing], {
    description:
      "What went out in the period though no sharing rule in force on the day and no processing activity named recipient (or its kind), category (or one above it) and purpose together. What was seen first last comes first; at most 10,000.",
  })
  readonly observedUndeclared!: readonly ObservedSharing[];

  @Field(() => [ObservedSharing], {
    description:
      "What went out in the period for the first time ever, declared or not: there from the moment its disclosure is recorded. In the same order; at most 10,000.",
  })
  readonly observedFirst!: readonly ObservedSharing[];

  @Field(() => [UnobservedSharing], {
    description:
      "What sharing rules in force on the last day of the period let go, and what did not go out in the period, in the order of the data map.",
  })
  readonly declaredUnobserved!: readonly UnobservedSharing[];
}
