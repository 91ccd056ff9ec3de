import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.js";
import { AuthorityRequest, findAuthorityRequestNode, type AuthoritiesLoaders } from "../authorities/index.js";
import { Disclosure } from "./disclosure.type.js";

/** The demand behind a disclosure. */
@Resolver(() => Disclosure)
export class DisclosureDemandResolver {
  constructor(private readonly authorities: AuthoritiesLoaders) {}

  @FieldResolver(() => AuthorityRequest, {
    nullable: true,
    description: "The demand of an authority that the transfer answered; null where none was named.",
  })
  async authorityRequest(
    @Root() { row }: Disclosure,
    @Ctx() ctx: RequestContext,
  ): Promise<AuthorityRequest | null> {
    if (row.authorityRequest === null) return null;
    return findAuthorityRequestNode(this.authorities, row.authorityRequest, ctx);
  }
}
