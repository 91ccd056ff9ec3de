import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "Why personal data are processed.", implements: CATALOGUE_ENTRY })
export class ProcessingPurpose extends CatalogueEntry<"purposes"> {
  static readonly list = "purposes";

  @Field(() => Boolean, {
    description:
      "Whether it means writing to, calling or messaging the user, which is forbidden once the account is deleted.",
  })
  get communicatesWithUser(): boolean {
    return this.entry.communicatesWithUser;
  }
}
