import type { RequestContext } from "../../../platform/graphql/context.js";
import type { RightsRequestLoaders } from "./rights-request.loaders.js";
import { RightsRequest } from "./rights-request.type.js";

/** One rights request by its UUID, in any case of letters; null where there is none. */
export async function findRightsRequestNode(
  loaders: RightsRequestLoaders,
  id: string,
  ctx: RequestContext,
): Promise<RightsRequest | null> {
  const row = await ctx.loaders.load(loaders.requestById, id.toLowerCase());
  return row && new RightsRequest(row);
}
