import { Arg, Args, Ctx, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { UUID } from "../../platform/graphql/scalars.js";
import { requirePermission, RequirePermission } from "../access/index.js";
import type { LookUps } from "../subjects/index.js";
import type { DisclosureOrder } from "./core/vocabulary.js";
import { DisclosureOrderEnum } from "./disclosure-enums.type.js";
import { DisclosureFilter } from "./disclosure-filter.input.js";
import type { DisclosureLoaders } from "./disclosure.loaders.js";
import { Disclosure, DisclosureConnection } from "./disclosure.type.js";
import { disclosurePage, findDisclosureNode } from "./disclosure-page.js";
import type { DisclosuresService } from "./disclosures.service.js";

@Resolver()
export class DisclosuresResolver {
  constructor(
    private readonly service: DisclosuresService,
    private readonly loaders: DisclosureLoaders,
    private readonly lookUps: LookUps,
  ) {}

  @RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES")
  @Query(() => Disclosure, {
    nullable: true,
    description:
      "A disclosure by its id; null where there is none. Also shows one that was restated or voided since.",
  })
  disclosure(
    @Arg("id", () => UUID, { description: "The disclosure's UUID." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Disclosure | null> {
    return findDisclosureNode(this.loaders, id, ctx);
  }

  @RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES")
  @Query(() => DisclosureConnection, {
    description: "Disclosures, newest recorded first unless asked otherwise, page by page.",
  })
  async disclosures(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => DisclosureFilter, {
      nullable: true,
      description: "Which ones; all that stand where left out.",
    })
    filter: DisclosureFilter | null,
    @Arg("orderBy", () => DisclosureOrderEnum, {
      defaultValue: "RECORDED_AT",
      description: "The order of the list.",
    })
    orderBy: DisclosureOrder,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<Disclosure>> {
    if (filter?.subject != null)
      requirePermission(ctx.caller, "LOOK_UP_DATA_SUBJECTS", "the filter `subject`");
    if (filter?.withFindings != null)
      requirePermission(ctx.caller, "READ_DISCLOSURES", "the filter `withFindings`");
    const found = this.lookUps.foundBy(ctx, "FILTER");
    return disclosurePage(await this.service.list(filter ?? {}, orderBy, readPageArgs(args), found));
  }
}
