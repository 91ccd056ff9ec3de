import { Field, ObjectType } from "type-graphql";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { RecipientKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewOf, viewsOf } from "./catalogue-entry.type.js";
import { DataCategory } from "./data-category.type.js";
import { LegalGround } from "./legal-ground.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient } from "./recipient.type.js";
import { Safeguard } from "./safeguard.type.js";
import { RecipientKindEnum } from "./sharing-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description:
    "Which categories may go to which recipient, or kind of recipients, for which purpose, on which ground.",
  implements: CATALOGUE_ENTRY,
})
export class SharingRule extends CatalogueEntry<"sharingRules"> {
  static readonly list = "sharingRules";

  @Field(() => Recipient, {
    nullable: true,
    description: "The recipient the rule is for; null where it is for a kind.",
  })
  get recipient(): Recipient | null {
    return this.entry.recipient === undefined ? null : viewOf(Recipient, this.snapshot, this.entry.recipient);
  }

  @Field(() => RecipientKindEnum, {
    nullable: true,
    description: "The kind of recipients the rule is for; null where it is for one recipient.",
  })
  get recipientKind(): RecipientKind | undefined {
    return this.entry.recipientKind;
  }

  @Field(() => ProcessingPurpose, { description: "For what the data may be passed on." })
  get purpose(): ProcessingPurpose {
    return viewOf(ProcessingPurpose, this.snapshot, this.entry.purpose);
  }

  @Field(() => LegalGround, { description: "What makes passing them on lawful." })
  get legalGround(): LegalGround {
    return viewOf(LegalGround, this.snapshot, this.entry.legalGround);
  }

  @Field(() => [DataCategory], {
    description: "The categories that may go there; a category stands for what lies under it too.",
  })
  get categories(): DataCategory[] {
    return viewsOf(DataCategory, this.snapshot, this.entry.categories);
  }

  @Field(() => Safeguard, {
    nullable: true,
    description:
      "What protects the data where they cross a border; null where nothing does, or none is crossed.",
  })
  get safeguard(): Safeguard | null {
    return this.entry.safeguard === undefined ? null : viewOf(Safeguard, this.snapshot, this.entry.safeguard);
  }

  @Field(() => Boolean, {
    description: "Whether an agreement with the recipient must be in force on the day.",
  })
  get agreementRequired(): boolean {
    return this.entry.agreementRequired;
  }

  @Field(() => Boolean, { description: "Whether a lawful demand of an authority or court must exist." })
  get authorityRequestRequired(): boolean {
    return this.entry.authorityRequestRequired;
  }

  @Field(() => Boolean, {
    description:
      "Whether these recipients may get nothing but what such rules list, so that anything more breaks a rule.",
  })
  get exclusive(): boolean {
    return this.entry.exclusive;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day on which it applies; null: since ever.",
  })
  get validFrom(): string | undefined {
    return this.entry.validFrom;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "Last day on which it applies; null: open-ended.",
  })
  get validTo(): string | undefined {
    return this.entry.validTo;
  }

  @Field(() => String, {
    nullable: true,
    description: "How the source was read where its words allow more than one reading.",
  })
  get interpretation(): string | undefined {
    return this.entry.interpretation;
  }
}
