import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { CountryCode, DateTime, Duration } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import {
  Agreement,
  DataCategory,
  LegalGround,
  ProcessingPurpose,
  ProtectionStatusEnum,
  Recipient,
  RecipientKindEnum,
  Safeguard,
  SafeguardKindEnum,
  viewOf,
  viewsOf,
  type DataMapSnapshot,
  type ProtectionStatus,
  type RecipientKind,
  type SafeguardKind,
} from "../../datamap/index.js";
import type { AccountedEntry } from "../core/accounted-entry.js";
import { averageInterval } from "../core/average-interval.js";

@ObjectType("AccountingEntry", {
  description:
    "That one recipient got certain data of the user, once or several times. Entries of the data map are shown as the newest revision knows them.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class AccountingEntry {
  constructor(
    private readonly entry: AccountedEntry,
    private readonly map: DataMapSnapshot,
  ) {}

  @Field(() => Recipient, {
    nullable: true,
    description: "Who got the data, by name; null where recipients are told by kind only.",
  })
  get recipient(): Recipient | null {
    const { recipient } = this.entry;
    return recipient === null ? null : viewOf(Recipient, this.map, recipient);
  }

  @Field(() => RecipientKindEnum, { description: "What sort of recipient got the data." })
  get recipientKind(): RecipientKind {
    return this.entry.recipientKind;
  }

  @Field(() => [DataCategory], {
    description:
      "Which data. Each says from which sources it comes, and whether users answer for its accuracy, so that it was not verified.",
  })
  get categories(): DataCategory[] {
    return viewsOf(DataCategory, this.map, this.entry.categories);
  }

  @Field(() => ProcessingPurpose, { description: "Why." })
  get purpose(): ProcessingPurpose {
    return viewOf(ProcessingPurpose, this.map, this.entry.purpose);
  }

  @Field(() => LegalGround, { description: "On what ground, with the instrument it rests on." })
  get legalGround(): LegalGround {
    return viewOf(LegalGround, this.map, this.entry.legalGround);
  }

  @Field(() => Agreement, {
    nullable: true,
    description:
      "The agreement with the recipient that was named; null where none was, or recipients are told by kind only.",
  })
  get agreement(): Agreement | null {
    const { agreement } = this.entry;
    return agreement === null ? null : viewOf(Agreement, this.map, agreement);
  }

  @Field(() => CountryCode, { description: "The country where the data went." })
  get destination(): string {
    return this.entry.country;
  }

  @Field(() => Boolean, { description: "Whether the data left the controller's country." })
  get crossBorder(): boolean {
    return this.entry.crossBorder;
  }

  @Field(() => ProtectionStatusEnum, {
    nullable: true,
    description:
      "How that country's protection of personal data was assessed on the day of the last disclosure; null where the data map says nothing of it.",
  })
  get destinationProtection(): ProtectionStatus | null {
    return this.entry.protection;
  }

  @Field(() => Safeguard, {
    nullable: true,
    description:
      "The safeguard in force on that day for data that crossed a border (GDPR Art. 15(2)): the one that was named, otherwise that of the sharing rules. Null where there was none, none was needed, or recipients are told by kind only.",
  })
  get safeguard(): Safeguard | null {
    const { safeguard } = this.entry;
    return safeguard === null ? null : viewOf(Safeguard, this.map, safeguard);
  }

  @Field(() => SafeguardKindEnum, {
    nullable: true,
    description:
      "What sort of safeguard that was, told also where recipients are told by kind only; null without one.",
  })
  get safeguardKind(): SafeguardKind | null {
    return this.entry.safeguardKind;
  }

  @Field(() => DateTime, { description: "When it happened, or happened first." })
  get firstAt(): Date {
    return this.entry.firstAt;
  }

  @Field(() => DateTime, { description: "When it happened, or happened last." })
  get lastAt(): Date {
    return this.entry.lastAt;
  }

  @Field(() => Int, { description: "How many disclosures the entry stands for." })
  get count(): number {
    return this.entry.count;
  }

  @Field(() => Duration, {
    nullable: true,
    description:
      "How often: the average time from one disclosure to the next, to the second. Null where there was but one.",
  })
  get averageInterval(): string | null {
    const { firstAt, lastAt, count } = this.entry;
    return averageInterval(firstAt, lastAt, count);
  }
}

export const AccountingEntryConnection = connectionOf(AccountingEntry, "AccountingEntryConnection", {
  entries: "entries",
  description: "Entries of an accounting, one for each disclosure, the newest recorded first.",
  access: RequirePermission("LOOK_UP_DATA_SUBJECTS"),
});

@ObjectType("AccountingSource", {
  description: "That data of the user came from a partner, once or several times.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class AccountingSource {
  constructor(
    private readonly entry: AccountedEntry,
    private readonly map: DataMapSnapshot,
  ) {}

  @Field(() => Recipient, { description: "The partner from whom they came, by name." })
  get partner(): Recipient {
    return viewOf(Recipient, this.map, this.entry.recipient!);
  }

  @Field(() => [DataCategory], { description: "Which data." })
  get categories(): DataCategory[] {
    return viewsOf(DataCategory, this.map, this.entry.categories);
  }

  @Field(() => ProcessingPurpose, { description: "Why they were received." })
  get purpose(): ProcessingPurpose {
    return viewOf(ProcessingPurpose, this.map, this.entry.purpose);
  }

  @Field(() => LegalGround, { description: "On what ground they were received." })
  get legalGround(): LegalGround {
    return viewOf(LegalGround, this.map, this.entry.legalGround);
  }

  @Field(() => CountryCode, { description: "The country they came from." })
  get origin(): string {
    return this.entry.country;
  }

  @Field(() => DateTime, { description: "When they came, or came first." })
  get firstAt(): Date {
    return this.entry.firstAt;
  }

  @Field(() => DateTime, { description: "When they came, or came last." })
  get lastAt(): Date {
    return this.entry.lastAt;
  }

  @Field(() => Int, { description: "How many receipts there were." })
  get count(): number {
    return this.entry.count;
  }
}
