import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.js";
import { CalendarDate, Count, CountryCode, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { FindingCode, FindingDetail as Detail, FindingKind } from "./core/finding.js";
import { fieldsOfFinding } from "./core/fields-of-finding.js";
import type { AcknowledgementRow, FindingRow } from "./finding-row.js";
import { FindingCodeEnum, FindingKindEnum } from "./policy-enums.type.js";

@ObjectType("FindingEntry", { description: "An entry of the data map that a finding is about." })
@RequirePermission("READ_DISCLOSURES", "RECORD_DISCLOSURES")
export class FindingEntry {
  @Field(() => String, { description: "The list of the data map's document in which it stands, `purposes`." })
  readonly list!: string;

  @Field(() => String, { description: "Its key." })
  readonly key!: string;
}

@ObjectType("FindingDetail", {
  description: "What a finding rests on. Each field is null or empty where it has no part in it.",
})
@RequirePermission("READ_DISCLOSURES", "RECORD_DISCLOSURES")
export class FindingDetail {
  @Field(() => [FindingEntry], { description: "Entries of the data map that were retired." })
  readonly entries: readonly FindingEntry[];

  @Field(() => [String], {
    description: "Keys of the sharing or retention rules of the data map by which it was judged.",
  })
  readonly rules: readonly string[];

  @Field(() => [String], {
    description: "Keys of the data categories concerned; empty where all are, or none is.",
  })
  readonly categories: readonly string[];

  @Field(() => String, { nullable: true, description: "Key of the agreement with the recipient." })
  readonly agreement: string | null;

  @Field(() => String, { nullable: true, description: "Key of the safeguard." })
  readonly safeguard: string | null;

  @Field(() => CountryCode, { nullable: true, description: "The country where the data arrived." })
  readonly country: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "The last day on which it was lawful, where that is the same for all users concerned.",
  })
  readonly until: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The fact about users that is the cause, where one is for all of them; Query.subjectFact shows it.",
  })
  readonly fact: string | null;

  @Field(() => ID, { nullable: true, description: "The authority's request." })
  readonly request: string | null;

  @Field(() => ID, { nullable: true, description: "The review of the authority's request." })
  readonly review: string | null;

  @Field(() => [String], {
    description: "Clauses of the published policy behind it, by their number: see docs/policy-clauses.md.",
  })
  readonly clauses: readonly string[];

  constructor(detail: Detail) {
    this.entries = detail.entries ?? [];
    this.rules = detail.rules ?? [];
    this.categories = detail.categories ?? [];
    this.agreement = detail.agreement ?? null;
    this.safeguard = detail.safeguard ?? null;
    this.country = detail.country ?? null;
    this.until = detail.until ?? null;
    this.fact = detail.fact ?? null;
    this.request = detail.request ?? null;
    this.review = detail.review ?? null;
    this.clauses = detail.clauses ?? [];
  }
}

@ObjectType("FindingAcknowledgement", { description: "That somebody took notice of a finding." })
@RequirePermission("READ_DISCLOSURES")
export class FindingAcknowledgement {
  @Field(() => DateTime, { description: "When." })
  readonly acknowledgedAt: Date;

  @Field(() => ID, { description: "The id of the API key with which it was acknowledged." })
  readonly acknowledgedByKey: string;

  /** What the fields of `finding.resolver.ts` start from. */
  readonly row: AcknowledgementRow;

  constructor(row: AcknowledgementRow) {
    this.acknowledgedAt = row.acknowledgedAt;
    this.acknowledgedByKey = row.acknowledgedBy;
    this.row = row;
  }
}

@ObjectType("Finding", {
  description:
    "One rule that a disclosure broke, or that the data map lacks, with the users it concerns. A disclosure that happened is recorded whatever is found.",
})
@RequirePermission("READ_DISCLOSURES", "RECORD_DISCLOSURES")
export class Finding {
  @Field(() => ID, { description: "The finding's UUID." })
  readonly id: string;

  @Field(() => FindingCodeEnum, { description: "What was found." })
  readonly code: FindingCode;

  @Field(() => FindingKindEnum, { description: "Whether a rule was broken, or there is none." })
  readonly kind: FindingKind;

  @Field(() => Int, { description: "How many of the disclosure's users it concerns." })
  readonly subjectCount: number;

  @Field(() => FindingDetail, { description: "What it rests on, for programs; `message` says it in words." })
  readonly detail: FindingDetail;

  @Field(() => [String], {
    description:
      "The fields of the disclosure's input that it is about; `subjects` stands for a list of users, too.",
  })
  readonly fields: readonly string[];

  @Field(() => DateTime, { description: "When the registry wrote it down." })
  readonly recordedAt: Date;

  /** What the fields of resolvers start from. */
  readonly row: FindingRow;

  constructor(row: FindingRow) {
    this.id = row.id;
    this.code = row.code;
    this.kind = row.kind;
    this.subjectCount = row.subjectCount;
    this.detail = new FindingDetail(row.detail);
    this.fields = fieldsOfFinding(row);
    this.recordedAt = row.recordedAt;
    this.row = row;
  }
}

export const FindingConnection = connectionOf(Finding, "FindingConnection", {
  entries: "findings",
  description: "Findings that stand, the latest first.",
  access: RequirePermission("READ_DISCLOSURES"),
});

@ObjectType("FindingCount", {
  description: "How many findings have the same in common: what was grouped by.",
})
@RequirePermission("READ_STATISTICS")
export class FindingCount {
  @Field(() => FindingCodeEnum, {
    nullable: true,
    description: "What was found; null unless grouped by CODE.",
  })
  readonly code!: FindingCode | null;

  @Field(() => FindingKindEnum, {
    nullable: true,
    description: "Whether a rule was broken; null unless grouped by KIND.",
  })
  readonly kind!: FindingKind | null;

  @Field(() => String, {
    nullable: true,
    description: "Key of the recipient; null unless grouped by RECIPIENT.",
  })
  readonly recipient!: string | null;

  @Field(() => String, { nullable: true, description: "Key of the purpose; null unless grouped by PURPOSE." })
  readonly purpose!: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day of the month in which the disclosures happened; null unless grouped by MONTH.",
  })
  readonly month!: string | null;

  @Field(() => Count, { nullable: true, description: "How many findings." })
  readonly findings!: number | null;

  @Field(() => Count, { nullable: true, description: "In how many disclosures." })
  readonly disclosures!: number | null;

  @Field(() => Count, {
    nullable: true,
    description: "Users concerned, each counted once for every finding.",
  })
  readonly subjectFindings!: number | null;

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW), nor what would tell them.",
  })
  readonly suppressed!: boolean;
}

@ObjectType("AcknowledgeFindingPayload", { description: "The finding, acknowledged." })
@RequirePermission("ACKNOWLEDGE_FINDINGS")
export class AcknowledgeFindingPayload {
  @Field(() => Finding, { description: "The finding." })
  readonly finding!: Finding;

  @Field(() => Boolean, {
    description: "False where you had acknowledged it before with the same note: a retry.",
  })
  readonly created!: boolean;
}
