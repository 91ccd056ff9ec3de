import type { RequestContext } from "../../platform/graphql/context.js";
import type { AuthoritiesLoaders } from "./authorities.loaders.js";
import { AuthorityRequest } from "./authority-request.type.js";

/** One authority request by its UUID, in any case of letters; null where there is none. */
export async function findAuthorityRequestNode(
  loaders: AuthoritiesLoaders,
  id: string,
  ctx: RequestContext,
): Promise<AuthorityRequest | null> {
  const row = await ctx.loaders.load(loaders.requestById, id.toLowerCase());
  return row && new AuthorityRequest(row);
}
