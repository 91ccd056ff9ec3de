import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { SecurityMeasureKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";
import { SecurityMeasureKindEnum } from "./processing-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "Something done to keep data safe.", implements: CATALOGUE_ENTRY })
export class SecurityMeasure extends CatalogueEntry<"securityMeasures"> {
  static readonly list = "securityMeasures";

  @Field(() => SecurityMeasureKindEnum, {
    description: "Whether it is technical, organisational or legal.",
  })
  get kind(): SecurityMeasureKind {
    return this.entry.kind;
  }
}
