import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.js";
import { CalendarDate } from "../../platform/graphql/scalars.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import type { SmallCells } from "../subjects/index.js";
import type { PolicyDriftService } from "./policy-drift.service.js";
import { PolicyDrift } from "./policy-drift.type.js";

@Resolver()
export class PolicyDriftResolver {
  constructor(
    private readonly comparing: PolicyDriftService,
    private readonly smallCells: SmallCells,
  ) {}

  @Costs({ own: 2_000 })
  @RequirePermission("READ_STATISTICS")
  @Query(() => PolicyDrift, {
    description:
      "What the registry knows, declared or observed, of which a published policy version does not speak: what the next version should say, or what should stop. Counts disclosures that stand, receipts apart, also those recorded a moment ago.",
  })
  async policyDrift(
    @Arg("version", () => Int, {
      nullable: true,
      description: "Number of the policy version; the one in force today where left out.",
    })
    version: number | null | undefined,
    @Arg("from", () => CalendarDate, {
      nullable: true,
      description:
        "First day whose disclosures are looked at, in the controller's time zone. Where `from` and `to` are both left out, the days on which the version applies; for one that does not apply yet, those of the one before it.",
    })
    from: string | null | undefined,
    @Arg("to", () => CalendarDate, {
      nullable: true,
      description: "Last day, itself included; today where left out or later than today.",
    })
    to: string | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<PolicyDrift> {
    const hidesCounts = this.smallCells.boundFor(ctx) !== null;
    const compared = await this.comparing.compare(version ?? null, from ?? null, to ?? null);
    return new PolicyDrift(compared, hidesCounts);
  }
}
