import { Field, InputType } from "type-graphql";
import { CountryCode, DateTime } from "../../platform/graphql/scalars.js";
import type { BreachFilterValues } from "./breach-filter.js";

@InputType("BreachFilter", {
  description:
    "What is known of a breach: everything given narrows it, and at least one of recipient, country, category and period is given.",
})
export class BreachFilter implements BreachFilterValues {
  @Field(() => String, {
    nullable: true,
    description: "Key of the recipient where it happened: whatever was disclosed to it.",
  })
  recipient?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Also whatever was disclosed to recipients that pass data on to it, directly or by way of others, as the newest data map says (Recipient.passesOnTo). For a sub-processor, to whom nothing is disclosed directly.",
  })
  throughOthers?: boolean | null;

  @Field(() => CountryCode, {
    nullable: true,
    description: "The country where it happened: whatever was disclosed to it.",
  })
  country?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Key of the data category that was exposed: disclosures of it, of any under it, and of any above it, since those do not say which of their parts went out.",
  })
  category?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Disclosures that occurred at this moment or later. What the recipient got before, and may still have held, is then left out.",
  })
  occurredFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Disclosures that occurred before this moment." })
  occurredTo?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the breach was discovered: narrows nothing, and says until when notice is due.",
  })
  discoveredAt?: Date | null;
}

@InputType("CreateBreachSetInput", { description: "Whose set to make." })
export class CreateBreachSetInput {
  @Field(() => BreachFilter, { description: "What is known of the breach." })
  filter!: BreachFilter;
}
