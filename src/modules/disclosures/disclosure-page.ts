import type { Connection, ConnectionPage } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import type { DisclosureLoaders } from "./disclosure.loaders.js";
import type { DisclosureRow } from "./disclosure-row.js";
import { Disclosure, DisclosureConnection } from "./disclosure.type.js";

/** Disclosures as GraphQL shows them. */

/** A page of rows as a connection. */
export function disclosurePage(page: ConnectionPage<DisclosureRow>): Connection<Disclosure> {
  const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new Disclosure(node) }));
  return new DisclosureConnection({ ...page, edges });
}

/** One disclosure by its UUID, in any case of letters; null where there is none. */
export async function findDisclosureNode(
  loaders: DisclosureLoaders,
  id: string,
  ctx: RequestContext,
): Promise<Disclosure | null> {
  const row = await ctx.loaders.load(loaders.disclosureById, id.toLowerCase());
  return row && new Disclosure(row);
}
