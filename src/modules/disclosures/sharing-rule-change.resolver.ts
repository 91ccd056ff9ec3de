import { Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.js";
import { RequirePermission } from "../access/index.js";
import { SharingRuleChange } from "../datamap/index.js";
import type { DisclosureLoaders } from "./disclosure.loaders.js";

/** What a change of the data map touches of what was recorded. */
@Resolver(() => SharingRuleChange)
export class SharingRuleChangeResolver {
  constructor(private readonly loaders: DisclosureLoaders) {}

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => Int, {
    description:
      "How many recorded disclosures went to the rule's recipients for its purpose on its ground. They stay as they were recorded.",
  })
  async disclosures(
    @Root() { rule }: SharingRuleChange,
    @Ctx() { loaders }: RequestContext,
  ): Promise<number> {
    const uses = await Promise.all(
      rule.recipients.map((recipient) => loaders.load(this.loaders.usesByRecipient, recipient)),
    );
    return uses
      .flatMap((use) => use ?? [])
      .filter(({ purpose, legalGround }) => purpose === rule.purpose && legalGround === rule.legalGround)
      .reduce((sum, { count }) => sum + count, 0);
  }
}
