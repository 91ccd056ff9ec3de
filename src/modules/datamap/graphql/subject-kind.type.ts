import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { AccountStatus, ActingFor } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";
import { AccountStatusEnum, ActingForEnum } from "./vocabulary-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A kind of users whose data are processed.", implements: CATALOGUE_ENTRY })
export class SubjectKind extends CatalogueEntry<"subjectKinds"> {
  static readonly list = "subjectKinds";

  @Field(() => AccountStatusEnum, {
    nullable: true,
    description: "How the platform knows these users, where that makes the kind.",
  })
  get account(): AccountStatus | undefined {
    return this.entry.account;
  }

  @Field(() => ActingForEnum, {
    nullable: true,
    description: "For whom these users act, where that makes the kind.",
  })
  get actingFor(): ActingFor | undefined {
    return this.entry.actingFor;
  }
}
