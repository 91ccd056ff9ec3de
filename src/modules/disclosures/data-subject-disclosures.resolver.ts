import { Arg, Args, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import { RequirePermission } from "../access/index.js";
import { DataSubject } from "../subjects/index.js";
import type { DisclosureOrder } from "./core/vocabulary.js";
import { DisclosureOrderEnum } from "./disclosure-enums.type.js";
import { disclosurePage } from "./disclosure-page.js";
import { DisclosureConnection, type Disclosure } from "./disclosure.type.js";
import type { DisclosuresService } from "./disclosures.service.js";

/** What disclosures add to a user. */
@Resolver(() => DataSubject)
export class DataSubjectDisclosuresResolver {
  constructor(private readonly service: DisclosuresService) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => DisclosureConnection, {
    description: "The disclosures that cover this user, newest recorded first unless asked otherwise.",
  })
  async disclosures(
    @Root() subject: DataSubject,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("orderBy", () => DisclosureOrderEnum, {
      defaultValue: "RECORDED_AT",
      description: "The order of the list.",
    })
    orderBy: DisclosureOrder,
    @Arg("includeSuperseded", () => Boolean, {
      defaultValue: false,
      description: "Also those that were restated or voided since.",
    })
    includeSuperseded: boolean,
  ): Promise<Connection<Disclosure>> {
    return disclosurePage(
      await this.service.listOf(subject.number, orderBy, includeSuperseded, readPageArgs(args)),
    );
  }
}
