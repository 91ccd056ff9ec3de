import { ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "A kind of service that service providers render.", implements: CATALOGUE_ENTRY })
export class ServiceType extends CatalogueEntry<"serviceTypes"> {
  static readonly list = "serviceTypes";
}
