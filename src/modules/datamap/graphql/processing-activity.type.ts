import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { DataSourceKind, RecipientKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewsOf } from "./catalogue-entry.type.js";
import { Channel } from "./channel.type.js";
import { DataCategory } from "./data-category.type.js";
import { DataStore } from "./data-store.type.js";
import { LegalGround } from "./legal-ground.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient } from "./recipient.type.js";
import { RetentionRule } from "./retention-rule.type.js";
import { SecurityMeasure } from "./security-measure.type.js";
import { RecipientKindEnum } from "./sharing-enums.type.js";
import { SubjectKind } from "./subject-kind.type.js";
import { DataSourceKindEnum } from "./vocabulary-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description:
    "A row of the record of processing activities (GDPR, article 30): what is done with which data, and why.",
  implements: CATALOGUE_ENTRY,
})
export class ProcessingActivity extends CatalogueEntry<"activities"> {
  static readonly list = "activities";

  @Field(() => [ProcessingPurpose], { description: "Why the data are processed." })
  get purposes(): ProcessingPurpose[] {
    return viewsOf(ProcessingPurpose, this.snapshot, this.entry.purposes);
  }

  @Field(() => [LegalGround], { description: "What makes the processing lawful." })
  get legalGrounds(): LegalGround[] {
    return viewsOf(LegalGround, this.snapshot, this.entry.legalGrounds);
  }

  @Field(() => [DataCategory], {
    description: "The data processed; a category stands for what lies under it too.",
  })
  get categories(): DataCategory[] {
    return viewsOf(DataCategory, this.snapshot, this.entry.categories);
  }

  @Field(() => [SubjectKind], { description: "The kinds of users whose data are processed." })
  get subjectKinds(): SubjectKind[] {
    return viewsOf(SubjectKind, this.snapshot, this.entry.subjectKinds);
  }

  @Field(() => [DataSourceKindEnum], { description: "Where the data come from." })
  get sources(): readonly DataSourceKind[] {
    return this.entry.sources;
  }

  @Field(() => [Channel], { description: "By which channels the data are received or sent." })
  get channels(): Channel[] {
    return viewsOf(Channel, this.snapshot, this.entry.channels);
  }

  @Field(() => [Recipient], { description: "The recipients, by name, to whom the data go." })
  get recipients(): Recipient[] {
    return viewsOf(Recipient, this.snapshot, this.entry.recipients);
  }

  @Field(() => [RecipientKindEnum], { description: "The kinds of recipients to whom the data go." })
  get recipientKinds(): readonly RecipientKind[] {
    return this.entry.recipientKinds;
  }

  @Field(() => [RetentionRule], { description: "How long the data are kept." })
  get retentionRules(): RetentionRule[] {
    return viewsOf(RetentionRule, this.snapshot, this.entry.retentionRules);
  }

  @Field(() => [SecurityMeasure], { description: "What is done to keep the data safe." })
  get securityMeasures(): SecurityMeasure[] {
    return viewsOf(SecurityMeasure, this.snapshot, this.entry.securityMeasures);
  }

  @Field(() => [DataStore], { description: "Where the data are kept." })
  get dataStores(): DataStore[] {
    return viewsOf(DataStore, this.snapshot, this.entry.dataStores);
  }
}
