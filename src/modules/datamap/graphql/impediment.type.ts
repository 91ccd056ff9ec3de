import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A circumstance in which a right may not be used.", implements: CATALOGUE_ENTRY })
export class Impediment extends CatalogueEntry<"impediments"> {
  static readonly list = "impediments";

  @Field(() => String, { nullable: true, description: "The law or clause it comes from." })
  get legalSource(): string | undefined {
    return this.entry.legalSource;
  }
}
