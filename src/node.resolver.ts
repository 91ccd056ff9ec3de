import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { requirePermission } from "./modules/access/index.js";
import { findAuthorityRequestNode, type AuthoritiesLoaders } from "./modules/authorities/index.js";
import { findCatalogueNode, type DataMapService } from "./modules/datamap/index.js";
import { findDisclosureNode, type DisclosureLoaders } from "./modules/disclosures/index.js";
import { findRightsRequestNode, type RightsRequestLoaders } from "./modules/rights/index.js";
import type { RequestContext } from "./platform/graphql/context.js";
import { AllowAnyCaller } from "./platform/graphql/permission-extension.js";
import { Node } from "./platform/graphql/node.type.js";
import { isUuid } from "./platform/ids.js";

/** Relay's `node`. It stands above all modules because it finds what any of them keeps. */
@Resolver()
export class NodeResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly loaders: DisclosureLoaders,
    private readonly authorities: AuthoritiesLoaders,
    private readonly rights: RightsRequestLoaders,
  ) {}

  @AllowAnyCaller()
  @Query(() => Node, {
    nullable: true,
    description:
      "Anything by its `id`: an entry of the newest data map (`Recipient:example_bank`) or a recorded fact, which is a disclosure, an authority request or, for those who may read them, a rights request (a UUID); null where there is none.",
  })
  async node(
    @Arg("id", () => ID, { description: "The `id` that an earlier answer gave." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Node | null> {
    if (isUuid(id)) {
      const permissions = ["READ_DISCLOSURES", "READ_OWN_DISCLOSURES"] as const;
      requirePermission(ctx.caller, permissions, "Query.node for a recorded fact");
      const disclosure = await findDisclosureNode(this.loaders, id, ctx);
      if (disclosure || !ctx.caller?.permissions.has("READ_DISCLOSURES")) return disclosure;
      return (
        (await findAuthorityRequestNode(this.authorities, id, ctx)) ??
        (ctx.caller?.permissions.has("READ_RIGHTS_REQUESTS")
          ? findRightsRequestNode(this.rights, id, ctx)
          : null)
      );
    }
    // Bound keys read names through the facts that they may see, and for them nothing else is there.
    if (!ctx.caller?.permissions.has("READ_DATA_MAP")) return null;
    return findCatalogueNode(this.dataMap.current(), id);
  }
}
