import { Field, Int, ObjectType } from "type-graphql";
import { CountryCode, DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { DataCategory, LegalGround, ProcessingPurpose, Recipient } from "../datamap/index.js";

@ObjectType("AccountingEntry", {
  description: "That one recipient got certain data of the user, once or several times.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class AccountingEntry {
  @Field(() => Recipient, { description: "Who got the data, by name, as the newest data map knows them." })
  readonly recipient!: Recipient;

  @Field(() => [DataCategory], { description: "Which data." })
  readonly categories!: readonly DataCategory[];

  @Field(() => ProcessingPurpose, { description: "Why." })
  readonly purpose!: ProcessingPurpose;

  @Field(() => LegalGround, { description: "On what ground." })
  readonly legalGround!: LegalGround;

  @Field(() => CountryCode, { description: "Where the data went." })
  readonly destination!: string;

  @Field(() => DateTime, { description: "When it happened, or happened first." })
  readonly firstAt!: Date;

  @Field(() => DateTime, { description: "When it happened, or happened last." })
  readonly lastAt!: Date;

  @Field(() => Int, { description: "How many disclosures the entry stands for." })
  readonly count!: number;
}

@ObjectType("Accounting", {
  description:
    "To whom one user's data went: the answer to GDPR Article 15(1)(c), which names the actual recipients (CJEU C-154/21). Receipts, failed transfers, disclosures that were voided or restated since, and those that an authority asked not to be told of yet (45 CFR 164.528(a)(2)) are left out.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class Accounting {
  @Field(() => [AccountingEntry], {
    description:
      "The latest first. At most 10,000: ask for a shorter period or the form GROUPED beyond that.",
  })
  readonly entries!: readonly AccountingEntry[];
}
