import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { DataCategory, Recipient, viewOf, viewsOf, type DataMapSnapshot } from "../datamap/index.js";
import type { BreachAssessment, BreachImpactService } from "./breach-impact.service.js";
import { BreachFilter, CreateBreachSetInput } from "./breach.input.js";
import { BreachImpact, CreateBreachSetPayload } from "./breach.type.js";
import type { SmallCells } from "../subjects/index.js";
import { shownOf } from "./core/shown-totals.js";
import type { BreachTotal } from "./core/breach-totals.js";

@Resolver()
export class BreachResolver {
  constructor(
    private readonly service: BreachImpactService,
    private readonly smallCells: SmallCells,
  ) {}

  @Costs({ own: 5_000, takesLong: true })
  @RequirePermission("READ_STATISTICS")
  @Query(() => BreachImpact, {
    description:
      "Whom a breach concerns: how many users, which data, at which recipients, and who may have got the data from them. Exact; seconds for a hundred million users of large disclosures, minutes for as many of small ones.",
  })
  async breachImpact(
    @Arg("filter", () => BreachFilter, { description: "What is known of the breach." }) filter: BreachFilter,
    @Ctx() ctx: RequestContext,
  ): Promise<BreachImpact> {
    const below = this.smallCells.boundFor(ctx);
    return impactOf(await this.service.assess(filter), below);
  }

  @Costs({ own: 5_000 })
  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @Mutation(() => CreateBreachSetPayload, {
    description:
      "Keeps the users whom a breach concerns for a day, for them to be told: by the platform's own references, or exported by handle.",
  })
  async createBreachSet(
    @Arg("input", () => CreateBreachSetInput, { description: "Whose set to make." })
    { filter }: CreateBreachSetInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CreateBreachSetPayload> {
    return { set: await this.service.keepUsers(filter, ctx.caller as Caller) };
  }
}

function impactOf(assessment: BreachAssessment, below: number | null): BreachImpact {
  const { question, totals, onward, notice, ...moments } = assessment;
  const { map, suppliers } = question;
  const shown = shownOf(totals, below);
  return {
    ...moments,
    ...(shown.isTotalHidden && { firstAt: null, lastAt: null }),
    revision: map.revision,
    ...figuresOf(totals.all, shown.isTotalHidden),
    subjectDisclosures: shown.isTotalHidden ? null : totals.all.subjectDisclosures,
    perRecipient: shown.recipients.map(({ key, total, isHidden }) => ({
      recipient: viewOf(Recipient, map, key),
      ...figuresOf(total, isHidden),
    })),
    perCategory: shown.categories.map(({ key, total, isHidden }) => ({
      category: viewOf(DataCategory, map, key),
      ...figuresOf(total, isHidden),
    })),
    onwardRecipients: onward.map(({ recipient, passedOnBy }) => ({
      recipient: viewOf(Recipient, map, recipient),
      passedOnBy: recipientsOf(map, passedOnBy),
    })),
    receivedThrough: recipientsOf(map, suppliers),
    noticeDueAt: notice.dueAt,
    noticeProblem: notice.problem,
  };
}

const figuresOf = ({ users, disclosures }: BreachTotal, suppressed: boolean) => ({
  distinctUsers: suppressed ? null : users.size,
  disclosures: suppressed ? null : disclosures,
  suppressed,
});

const recipientsOf = (map: DataMapSnapshot, keys: readonly string[]) => viewsOf(Recipient, map, [...keys]);
