import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../../access/index.js";
import { DataCategory, RetentionRule, viewOf, viewsOf, type DataMapService } from "../../datamap/index.js";
import { RightsRequest } from "../requests/rights-request.type.js";
import { CategoryErasure } from "./erasure-outcome.type.js";
import type { ErasureLoaders } from "./erasure.loaders.js";

/** What an erasure adds to the request that asked for it. */
@Resolver(() => RightsRequest)
export class RightsRequestErasureResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly loaders: ErasureLoaders,
  ) {}

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => [CategoryErasure], {
    nullable: true,
    description:
      "What became of the user's data, element by element; null unless the user was erased by this request.",
  })
  async erasureOutcome(
    @Root() { id }: RightsRequest,
    @Ctx() ctx: RequestContext,
  ): Promise<CategoryErasure[] | null> {
    const outcomes = await ctx.loaders.load(this.loaders.outcomesOf, id);
    if (!outcomes) return null;
    const map = await this.dataMap.revision(outcomes[0]!.revision);
    return outcomes.map(({ category, fate, keptUntil, rules }) => ({
      category: viewOf(DataCategory, map, category),
      fate,
      keptUntil,
      rules: viewsOf(RetentionRule, map, rules),
    }));
  }
}
