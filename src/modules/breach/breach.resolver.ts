import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { DataCategory, Recipient, viewOf, viewsOf, type DataMapSnapshot } from "../datamap/index.js";
import type { BreachAssessment, BreachImpactService } from "./breach-impact.service.js";
import { BreachFilter, CreateBreachSetInput } from "./breach.input.js";
import { BreachImpact, CreateBreachSetPayload } from "./breach.type.js";
import type { BreachTotal } from "./core/breach-totals.js";

@Resolver()
export class BreachResolver {
  constructor(private readonly service: BreachImpactService) {}

  @Costs({ own: 5_000, takesLong: true })
  @RequirePermission("READ_DISCLOSURES")
  @Query(() => BreachImpact, {
    description:
      "Whom a breach concerns: how many users, which data, at which recipients, and who may have got the data from them. Exact; seconds for a hundred million users of large disclosures, minutes for as many of small ones.",
  })
  async breachImpact(
    @Arg("filter", () => BreachFilter, { description: "What is known of the breach." }) filter: BreachFilter,
  ): Promise<BreachImpact> {
    return impactOf(await this.service.assess(filter));
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

function impactOf({ question, totals, onward, notice, ...moments }: BreachAssessment): BreachImpact {
  const { map, suppliers } = question;
  return {
    ...moments,
    revision: map.revision,
    ...figuresOf(totals.all),
    subjectDisclosures: totals.all.subjectDisclosures,
    perRecipient: [...totals.byRecipient].map(([key, total]) => ({
      recipient: viewOf(Recipient, map, key),
      ...figuresOf(total),
    })),
    perCategory: [...totals.byCategory].map(([key, total]) => ({
      category: viewOf(DataCategory, map, key),
      ...figuresOf(total),
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

const figuresOf = ({ users, disclosures }: BreachTotal) => ({ distinctUsers: users.size, disclosures });

const recipientsOf = (map: DataMapSnapshot, keys: readonly string[]) => viewsOf(Recipient, map, [...keys]);
