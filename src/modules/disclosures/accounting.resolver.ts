import { FieldResolver, Resolver } from "type-graphql";
import { DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import { Accounting } from "./accounting.type.js";
import type { DisclosuresService } from "./disclosures.service.js";

@Resolver(() => Accounting)
export class AccountingResolver {
  constructor(private readonly service: DisclosuresService) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      "The accounting is complete for what occurred at this moment or later: who was covered before was partly taken out of the registry. Null where nothing was taken out, so that it is complete.",
  })
  completeSince(): Promise<Date | null> {
    return this.service.completeSince();
  }
}
