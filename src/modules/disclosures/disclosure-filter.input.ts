import { Field, InputType } from "type-graphql";
import { CountryCode, DateTime, UUID } from "../../platform/graphql/scalars.js";
import { RecipientKindEnum, type RecipientKind } from "../datamap/index.js";
import type { Direction } from "./core/vocabulary.js";
import { DirectionEnum } from "./disclosure-enums.type.js";
import type { DisclosureFilterValues } from "./disclosure-filter.js";

@InputType("DisclosureFilter", {
  description: "Which disclosures a list shows or statistics count: those to which everything given applies.",
})
export class DisclosureFilter implements DisclosureFilterValues {
  @Field(() => DirectionEnum, {
    nullable: true,
    description: "Only what went to recipients, or only receipts.",
  })
  direction?: Direction | null;

  @Field(() => String, { nullable: true, description: "Key of the recipient." })
  recipient?: string | null;

  @Field(() => RecipientKindEnum, {
    nullable: true,
    description: "Kind of the recipient, as the newest data map says.",
  })
  recipientKind?: RecipientKind | null;

  @Field(() => String, { nullable: true, description: "Key of the purpose." })
  purpose?: string | null;

  @Field(() => String, { nullable: true, description: "Key of the legal ground." })
  legalGround?: string | null;

  @Field(() => String, { nullable: true, description: "Key of a data category: it and everything under it." })
  category?: string | null;

  @Field(() => CountryCode, {
    nullable: true,
    description: "The country the data went to or, for a receipt, came from.",
  })
  jurisdiction?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The platform's reference of a user who is covered. Needs the permission LOOK_UP_DATA_SUBJECTS.",
  })
  subject?: string | null;

  @Field(() => UUID, {
    nullable: true,
    description: "The authority request that the disclosures answered.",
  })
  authorityRequest?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Occurred at this moment or later." })
  occurredFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Occurred before this moment." })
  occurredTo?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that crossed a border, or only those that did not.",
  })
  crossBorder?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Only those about which something was found that stands, or only those about which nothing was.",
  })
  withFindings?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Also those that were restated or voided since; left out, they are not shown.",
  })
  includeSuperseded?: boolean | null;
}
