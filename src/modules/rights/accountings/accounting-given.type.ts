import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import {
  AccountingFormEnum,
  AccountingRecipientsEnum,
  type AccountingForm,
  type AccountingRecipients,
} from "../../disclosures/index.js";
import type { AccountingGivenRow } from "./accounting-given-row.js";

@ObjectType("AccountingGiven", {
  description:
    "That a user was given an accounting: when, by whom, for which period, and exactly what. To whom is not told here: DataSubject.accountingsGiven lists a user's.",
})
@RequirePermission("GIVE_ACCOUNTINGS", "READ_RIGHTS_REQUESTS")
export class AccountingGiven {
  @Field(() => ID, { description: "The accounting's UUID, which whoever gave it may have chosen." })
  readonly id: string;

  @Field(() => DateTime, { description: "When it was given." })
  readonly givenAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "It tells what occurred at this moment or later; null: everything on record.",
  })
  readonly from: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "It tells what occurred before this moment; null: everything until it was given.",
  })
  readonly to: Date | null;

  @Field(() => AccountingFormEnum, { description: "How detailed its entries are." })
  readonly form: AccountingForm;

  @Field(() => AccountingRecipientsEnum, {
    description: "Whether it tells recipients by name or by kind only.",
  })
  readonly recipientsAs: AccountingRecipients;

  @Field(() => DateTime, {
    description: "It is complete for what occurred at this moment or later, as it said.",
  })
  readonly completeSince: Date;

  @Field(() => Int, { description: "How many entries it has." })
  readonly entryCount: number;

  @Field(() => Int, { description: "The revision of the data map by whose words it was told." })
  readonly revision: number;

  /** What the fields of `accounting-given.resolver.ts` start from. */
  readonly row: AccountingGivenRow;

  constructor(row: AccountingGivenRow) {
    this.id = row.id;
    this.givenAt = row.givenAt;
    this.from = row.from;
    this.to = row.to;
    this.form = row.form;
    this.recipientsAs = row.recipientsAs;
    this.completeSince = row.completeSince;
    this.entryCount = row.entryCount;
    this.revision = row.revision;
    this.row = row;
  }
}

export const AccountingGivenConnection = connectionOf(AccountingGiven, "AccountingGivenConnection", {
  entries: "accountings",
  description: "Accountings that were given to a user, the newest first.",
  access: RequirePermission("GIVE_ACCOUNTINGS", "READ_RIGHTS_REQUESTS"),
});

@ObjectType("GiveAccountingPayload", { description: "The accounting as it was given." })
@RequirePermission("GIVE_ACCOUNTINGS")
export class GiveAccountingPayload {
  @Field(() => AccountingGiven, { description: "What was given." })
  readonly accountingGiven!: AccountingGiven;

  @Field(() => Boolean, {
    description: "False where the same accounting had been given before under this id: a retry.",
  })
  readonly created!: boolean;
}
