import { Field, InputType } from "type-graphql";
import { DateTime, UUID } from "../../../platform/graphql/scalars.js";
import {
  AccountingFormEnum,
  AccountingRecipientsEnum,
  type AccountingForm,
  type AccountingRecipients,
} from "../../disclosures/index.js";

@InputType("GiveAccountingInput", { description: "An accounting to be given to a user." })
export class GiveAccountingInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      "A UUIDv7 of your own, made once: sent again with the same content it answers what was given then, for ever.",
  })
  id?: string | null;

  @Field(() => String, {
    description:
      "The platform's reference of the user. Of one whom the registry has never seen the accounting says that nothing is on record.",
  })
  subject!: string;

  @Field(() => UUID, {
    nullable: true,
    description:
      "The rights request that it answers: one of this user of the kind ACCESS, decided and not answered yet. It is done with this.",
  })
  request?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Only what occurred at this moment or later; everything on record where left out.",
  })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Only what occurred before this moment." })
  to?: Date | null;

  @Field(() => AccountingFormEnum, { defaultValue: "GROUPED", description: "How detailed the entries are." })
  form!: AccountingForm;

  @Field(() => AccountingRecipientsEnum, {
    defaultValue: "NAMED",
    description: "Whether recipients are told by name or by kind only, which needs a reason.",
  })
  recipientsAs!: AccountingRecipients;

  @Field(() => String, {
    nullable: true,
    description: "Why recipients are told by kind only, in at most 2,000 characters; with CATEGORIES only.",
  })
  reason?: string | null;
}
