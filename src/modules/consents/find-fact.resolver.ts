import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.js";
import { UUID } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import type { SubjectFactKind } from "./core/subject-fact.js";
import type { SubjectFactRow } from "./subject-fact-row.js";
import type { SubjectFactsLoaders } from "./subject-facts.loaders.js";
import {
  Consent,
  ConsentWithdrawal,
  RestrictionLifting,
  SubjectFactView,
  UseRestriction,
  UserAgreementEnd,
  UserErasure,
  UserRestoration,
} from "./subject-facts.type.js";

const VIEWS: Readonly<Record<SubjectFactKind, new (row: SubjectFactRow) => SubjectFactView>> = {
  CONSENT: Consent,
  WITHDRAWAL: ConsentWithdrawal,
  AGREEMENT_END: UserAgreementEnd,
  RESTRICTION: UseRestriction,
  LIFTING: RestrictionLifting,
  ERASURE: UserErasure,
  RESTORATION: UserRestoration,
};

/** Shows the fact that a finding or a judgement names as its cause. */
@Resolver()
export class FindFactResolver {
  constructor(private readonly loaders: SubjectFactsLoaders) {}

  @RequirePermission("READ_DISCLOSURES")
  @Query(() => SubjectFactView, {
    nullable: true,
    description:
      "A fact about users by its id, such as the one that a finding (FindingDetail.fact) or a judgement (Judgement.causeId) rests on; null where there is none. Whom it is about it does not say.",
  })
  async subjectFact(
    @Arg("id", () => UUID, { description: "The fact's UUID." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<SubjectFactView | null> {
    const row = await ctx.loaders.load(this.loaders.factById, id.toLowerCase());
    return row && new VIEWS[row.kind](row);
  }
}
