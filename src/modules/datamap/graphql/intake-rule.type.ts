import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { IntakeForm, IntakeOutcome, RightsRequestKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewsOf } from "./catalogue-entry.type.js";
import { Channel } from "./channel.type.js";
import { Contact } from "./contact.type.js";
import { IntakeFormEnum, IntakeOutcomeEnum, RightsRequestKindEnum } from "./rights-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description:
    "How requests of users must be sent in order to be considered. What comes otherwise is kept all the same.",
  implements: CATALOGUE_ENTRY,
})
export class IntakeRule extends CatalogueEntry<"intakeRules"> {
  static readonly list = "intakeRules";

  @Field(() => [RightsRequestKindEnum], { description: "The kinds of request the rule is for." })
  get requestKinds(): readonly RightsRequestKind[] {
    return this.entry.requestKinds;
  }

  @Field(() => Contact, { description: "Where such requests are to be sent." })
  get address(): Contact {
    return this.entry.address;
  }

  @Field(() => String, {
    nullable: true,
    description: "The subject line that the request must have; null where any or none will do.",
  })
  get subjectLine(): string | undefined {
    return this.entry.subjectLine;
  }

  @Field(() => IntakeFormEnum, { description: "The form that the request must have." })
  get form(): IntakeForm {
    return this.entry.form;
  }

  @Field(() => [String], { description: "What else is asked of the request." })
  get formalities(): readonly string[] {
    return this.entry.formalities;
  }

  @Field(() => IntakeOutcomeEnum, { description: "What becomes of a request that does not follow the rule." })
  get ifNotInDueForm(): IntakeOutcome {
    return this.entry.ifNotInDueForm;
  }

  @Field(() => [Channel], { description: "The channels through which such requests need not be answered." })
  get notThroughChannels(): Channel[] {
    return viewsOf(Channel, this.snapshot, this.entry.notThroughChannels);
  }
}
