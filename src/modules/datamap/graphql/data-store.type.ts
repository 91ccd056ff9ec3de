import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewOf, viewsOf } from "./catalogue-entry.type.js";
import { DataCategory } from "./data-category.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { Recipient } from "./recipient.type.js";
import { SecurityMeasure } from "./security-measure.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A database or archive in which data are kept.", implements: CATALOGUE_ENTRY })
export class DataStore extends CatalogueEntry<"dataStores"> {
  static readonly list = "dataStores";

  @Field(() => Jurisdiction, { description: "The country where the data lie." })
  get jurisdiction(): Jurisdiction {
    return viewOf(Jurisdiction, this.snapshot, this.entry.country);
  }

  @Field(() => Recipient, {
    nullable: true,
    description: "The recipient that runs it for the controller; null where the controller runs it itself.",
  })
  get operatedBy(): Recipient | null {
    return this.entry.operatedBy === undefined
      ? null
      : viewOf(Recipient, this.snapshot, this.entry.operatedBy);
  }

  @Field(() => [DataStore], {
    description: "The stores with which it is combined into one pool; none where it stands alone.",
  })
  get combinedWith(): DataStore[] {
    return viewsOf(DataStore, this.snapshot, this.entry.combinedWith);
  }

  @Field(() => [DataCategory], {
    description: "What is kept in it; a category stands for what lies under it too.",
  })
  get categories(): DataCategory[] {
    return viewsOf(DataCategory, this.snapshot, this.entry.categories);
  }

  @Field(() => [SecurityMeasure], { description: "What is done to keep it safe." })
  get securityMeasures(): SecurityMeasure[] {
    return viewsOf(SecurityMeasure, this.snapshot, this.entry.securityMeasures);
  }
}
