import { Ctx, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import { invariant } from "../../platform/errors.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { RequirePermission, type ApiKeysService } from "../access/index.js";
import { PolicyVersion } from "../datamap/index.js";
import { PolicyText } from "./policy-text.type.js";
import { PublishedPolicyLoaders } from "./published-policy.loaders.js";

/** What was published of a policy version. */
@Resolver(() => PolicyVersion)
export class PolicyVersionResolver {
  constructor(private readonly loaders: PublishedPolicyLoaders) {}

  @RequirePermission("READ_DATA_MAP")
  @FieldResolver(() => [PolicyText], {
    description:
      "Its published texts, one for each language; none where only the data map names the version.",
  })
  async texts(@Root() { number }: PolicyVersion, @Ctx() ctx: RequestContext): Promise<PolicyText[]> {
    const rows = (await ctx.loaders.load(this.loaders.textsOf, number)) ?? [];
    return rows.map((row) => new PolicyText(row));
  }

  @RequirePermission("READ_DATA_MAP")
  @FieldResolver(() => Int, {
    description:
      "Number of the data map's revision that it describes: the one named when it was published; while no text of it is, the first revision that names it.",
  })
  async describesRevision(
    @Root() { number, snapshot }: PolicyVersion,
    @Ctx() ctx: RequestContext,
  ): Promise<number> {
    // Only a dry run shows a version that no revision names yet.
    return (await ctx.loaders.load(this.loaders.describedRevision, number)) ?? snapshot.revision;
  }
}

@Resolver(() => PolicyText)
export class PolicyTextResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly loaders: PublishedPolicyLoaders,
  ) {}

  @FieldResolver(() => String, { description: "The text, byte for byte." })
  async text(@Root() { row }: PolicyText, @Ctx() ctx: RequestContext): Promise<string> {
    const text = await ctx.loaders.load(this.loaders.words, PublishedPolicyLoaders.nameOf(row));
    invariant(text !== null, "a published text is missing");
    return text;
  }

  @FieldResolver(() => String, { description: "The name of the API key that published it." })
  async publishedBy(@Root() { row }: PolicyText, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.publishedBy)) ?? row.publishedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that published it." })
  publishedByKey(@Root() { row }: PolicyText): string {
    return row.publishedBy;
  }
}
