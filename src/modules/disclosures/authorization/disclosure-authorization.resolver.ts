import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import type { ApiKeysService } from "../../access/index.js";
import type { DisclosureLoaders } from "../disclosure.loaders.js";
import { Disclosure } from "../disclosure.type.js";
import { DisclosureAuthorization } from "./disclosure-authorization.type.js";

/** On what authorization a disclosure rests. */
@Resolver(() => Disclosure)
export class AuthorizedDisclosureResolver {
  constructor(private readonly loaders: DisclosureLoaders) {}

  @FieldResolver(() => DisclosureAuthorization, {
    nullable: true,
    description: "The authorization that was given before the transfer; null where none was named.",
  })
  async authorization(
    @Root() { row }: Disclosure,
    @Ctx() ctx: RequestContext,
  ): Promise<DisclosureAuthorization | null> {
    if (row.authorization === null) return null;
    const authorization = await ctx.loaders.load(this.loaders.authorizationById, row.authorization);
    return authorization && new DisclosureAuthorization(authorization);
  }
}

@Resolver(() => DisclosureAuthorization)
export class DisclosureAuthorizationResolver {
  constructor(private readonly keys: ApiKeysService) {}

  @FieldResolver(() => String, { description: "The name of the API key to which it was given." })
  async authorizedBy(@Root() { row }: DisclosureAuthorization, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.authorizedBy)) ?? row.authorizedBy;
  }
}
