import { Field, ObjectType } from "type-graphql";
import { CalendarDate, Count, CountryCode, DateTime } from "../../../platform/graphql/scalars.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import {
  DataCategory,
  LegalGround,
  ProcessingPurpose,
  Recipient,
  RecipientKindEnum,
  type RecipientKind,
} from "../../datamap/index.js";

@ObjectType("DisclosureStatisticsRow", {
  description: "How many disclosures have the same in common: what was grouped by, and the interval.",
})
@RequirePermission("READ_STATISTICS", "READ_OWN_STATISTICS")
export class DisclosureStatisticsRow {
  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day of the interval in which the disclosures occurred; null without an interval.",
  })
  readonly startsOn!: string | null;

  @Field(() => Recipient, {
    nullable: true,
    description: "The recipient, as the newest data map knows it; null unless grouped by RECIPIENT.",
  })
  readonly recipient!: Recipient | null;

  @Field(() => RecipientKindEnum, {
    nullable: true,
    description: "The kind of recipient, as the newest data map says; null unless grouped by RECIPIENT_KIND.",
  })
  readonly recipientKind!: RecipientKind | null;

  @Field(() => ProcessingPurpose, {
    nullable: true,
    description: "The purpose; null unless grouped by PURPOSE.",
  })
  readonly purpose!: ProcessingPurpose | null;

  @Field(() => LegalGround, {
    nullable: true,
    description: "The legal ground; null unless grouped by LEGAL_GROUND.",
  })
  readonly legalGround!: LegalGround | null;

  @Field(() => DataCategory, {
    nullable: true,
    description:
      "The data category, as it was recorded; null unless grouped by CATEGORY. A disclosure of several categories counts in the row of each, also of those that the filter does not ask for, so that these rows may add up to more than there are disclosures.",
  })
  readonly category!: DataCategory | null;

  @Field(() => CountryCode, {
    nullable: true,
    description:
      "The country the data went to or, for a receipt, came from; null unless grouped by JURISDICTION.",
  })
  readonly jurisdiction!: string | null;

  @Field(() => Count, {
    nullable: true,
    description:
      "How many disclosures; those that were restated or voided since only where the filter includes them.",
  })
  readonly disclosures!: number | null;

  @Field(() => Count, {
    nullable: true,
    description: "Users covered, each counted once for every disclosure that covers them.",
  })
  readonly subjectDisclosures!: number | null;

  @Costs({ own: 100 })
  @Field(() => Count, {
    nullable: true,
    description:
      "Different users covered, each counted once in the row, exactly. Counted only when selected, over at most 200,000 disclosures, all rows together. A user who was erased and came back counts as another. Disclosures of months that were taken out of the registry, as Accounting.completeSince tells, add nobody.",
  })
  readonly distinctSubjects!: number | null;

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW), nor what would tell them.",
  })
  readonly suppressed!: boolean;
}

@ObjectType("DisclosureStatistics", { description: "Disclosures, counted." })
@RequirePermission("READ_STATISTICS", "READ_OWN_STATISTICS")
export class DisclosureStatistics {
  @Field(() => DateTime, {
    description: "The moment of counting: everything that was recorded before it is counted, exactly.",
  })
  readonly asOf!: Date;

  @Field(() => String, {
    description:
      "IANA name of the time zone in which days and intervals begin: the controller's, as the newest data map says.",
  })
  readonly timeZone!: string;

  @Field(() => [DisclosureStatisticsRow], {
    description:
      "In the order of time, then of the keys of what was grouped by. What counts nothing has no row; without grouping and interval there is always one. At most 10,000.",
  })
  readonly rows!: readonly DisclosureStatisticsRow[];
}
