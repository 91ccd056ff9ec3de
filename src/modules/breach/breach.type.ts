import { Field, ID, Int, ObjectType } from "type-graphql";
import { Count, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { DataCategory, Recipient } from "../datamap/index.js";

@ObjectType("BreachRecipient", { description: "What a breach comes to at one recipient." })
@RequirePermission("READ_STATISTICS")
export class BreachRecipient {
  @Field(() => Recipient, { description: "The recipient that got the data." })
  readonly recipient!: Recipient;

  @Field(() => Count, { nullable: true, description: "Different users whose data it got, exactly." })
  readonly distinctUsers!: number | null;

  @Field(() => Count, { nullable: true, description: "How many disclosures reached it." })
  readonly disclosures!: number | null;

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW), nor what would tell them.",
  })
  readonly suppressed!: boolean;
}

@ObjectType("BreachCategory", { description: "What a breach comes to for one data category." })
@RequirePermission("READ_STATISTICS")
export class BreachCategory {
  @Field(() => DataCategory, { description: "The data category, as it was recorded." })
  readonly category!: DataCategory;

  @Field(() => Count, { nullable: true, description: "Different users of whom such data went out, exactly." })
  readonly distinctUsers!: number | null;

  @Field(() => Count, { nullable: true, description: "How many disclosures there were of such data." })
  readonly disclosures!: number | null;

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW), nor what would tell them.",
  })
  readonly suppressed!: boolean;
}

@ObjectType("OnwardRecipient", {
  description: "A recipient that may have got the data by way of others, as the data map says.",
})
@RequirePermission("READ_STATISTICS")
export class BreachOnwardRecipient {
  @Field(() => Recipient, { description: "Who may have got the data." })
  readonly recipient!: Recipient;

  @Field(() => [Recipient], { description: "Who passes on to it what they get (Recipient.passesOnTo)." })
  readonly passedOnBy!: readonly Recipient[];
}

@ObjectType("BreachImpact", {
  description:
    "Whom a breach concerns. Counts outbound disclosures that reached the recipient, at least partly: what failed, what was voided and receipts are left out, a restated disclosure counts as what it became, and one under suspension of accounting counts.",
})
@RequirePermission("READ_STATISTICS")
export class BreachImpact {
  @Field(() => DateTime, { description: "What was recorded before this moment is counted." })
  readonly asOf!: Date;

  @Field(() => Int, {
    description: "Number of the data map's revision by which the answer was made: the newest.",
  })
  readonly revision!: number;

  @Field(() => Count, {
    nullable: true,
    description:
      "Different users, each counted once, exactly. A user who was erased counts, and as another one where they came back.",
  })
  readonly distinctUsers!: number | null;

  @Field(() => Count, { nullable: true, description: "How many disclosures." })
  readonly disclosures!: number | null;

  @Field(() => Count, {
    nullable: true,
    description: "Users covered, each counted once for every disclosure that covers them.",
  })
  readonly subjectDisclosures!: number | null;

  @Field(() => [BreachRecipient], {
    description: "By recipient, most disclosures first. A user whose data several got counts at each.",
  })
  readonly perRecipient!: readonly BreachRecipient[];

  @Field(() => [BreachCategory], {
    description:
      "By data category as it was recorded, most disclosures first; with a category in the filter, only it and those under and above it. A disclosure of several counts for each.",
  })
  readonly perCategory!: readonly BreachCategory[];

  @Field(() => [BreachOnwardRecipient], {
    description:
      "Who may have got the data by way of the recipients above, or of the one asked about, directly or through others; the nearest first. The data map says so, not records: nobody tells the registry what went on.",
  })
  readonly onwardRecipients!: readonly BreachOnwardRecipient[];

  @Field(() => [Recipient], {
    description:
      "Who passes data on to the recipient asked about. What was disclosed to them is counted only with `throughOthers`.",
  })
  readonly receivedThrough!: readonly Recipient[];

  @Field(() => DateTime, { nullable: true, description: "When the first of the disclosures occurred." })
  readonly firstAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When the last of them occurred." })
  readonly lastAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Users are complete for what occurred at this moment or later: who was covered before was partly taken out of the registry. Null where nothing was.",
  })
  readonly completeSince!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "By when the supervisory authority must have been told: the end of the last working day of the term that the data map states, counted from the day after the discovery. Null without `discoveredAt`, or where `noticeProblem` says why.",
  })
  readonly noticeDueAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it cannot be said when notice is due, and what to add to the data map.",
  })
  readonly noticeProblem!: string | null;

  @Field(() => Boolean, {
    description:
      "True where the counts are null because your key is not shown counts of few users (SMALL_CELLS_BELOW), nor what would tell them.",
  })
  readonly suppressed!: boolean;
}

@ObjectType("BreachSet", { description: "The users whom a breach concerns, kept for a day." })
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class BreachSet {
  @Field(() => ID, {
    description:
      "POST /subject-lists/match/<id> takes the platform's references and answers those of these users; GET /exports/breach/<id> lists them by handle.",
  })
  readonly id!: string;

  @Field(() => Count, { description: "How many users." })
  readonly subjectCount!: number;

  @Field(() => DateTime, { description: "From when on the set is gone." })
  readonly expiresAt!: Date;
}

@ObjectType("CreateBreachSetPayload", { description: "What `createBreachSet` answers." })
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class CreateBreachSetPayload {
  @Field(() => BreachSet, {
    nullable: true,
    description: "The set; null where the breach concerns nobody.",
  })
  readonly set!: BreachSet | null;
}
