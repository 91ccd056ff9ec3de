import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.js";
import type { ApiKeysService } from "../access/index.js";
import {
  DataCategory,
  findPolicyVersion,
  LegalGround,
  PolicyVersion,
  ProcessingPurpose,
  viewOf,
  viewsOf,
  type DataMapService,
} from "../datamap/index.js";
import type { FactText } from "./core/read-fact.js";
import type { SubjectFactsLoaders } from "./subject-facts.loaders.js";
import {
  Consent,
  ConsentWithdrawal,
  RestrictionLifting,
  SubjectFactView,
  UseRestriction,
  UserAgreementEnd,
  UserRestoration,
} from "./subject-facts.type.js";

const EVIDENCE =
  "Where the proof is kept, or in what words it was said; null where nothing was said, or it was erased.";
const REASON = "Why; null where nothing was said, or it was erased.";

/** What all facts about users have in common. */
@Resolver(() => SubjectFactView)
export class SubjectFactResolver {
  constructor(private readonly keys: ApiKeysService) {}

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: SubjectFactView, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }
}

@Resolver(() => Consent)
export class ConsentResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly loaders: SubjectFactsLoaders,
  ) {}

  @FieldResolver(() => LegalGround, { description: "The ground that was consented to." })
  legalGround(@Root() { content }: Consent): LegalGround {
    return viewOf(LegalGround, this.dataMap.current(), content.legalGround);
  }

  @FieldResolver(() => PolicyVersion, { description: "The published policy that was accepted." })
  policyVersion(@Root() { content }: Consent): PolicyVersion {
    return findPolicyVersion(this.dataMap.current(), content.policyVersion)!;
  }

  @FieldResolver(() => String, { nullable: true, description: EVIDENCE })
  evidence(@Root() { id }: Consent, @Ctx() ctx: RequestContext): Promise<string | null> {
    return textOf(this.loaders, ctx, id, "consentEvidence");
  }
}

@Resolver(() => ConsentWithdrawal)
export class ConsentWithdrawalResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly loaders: SubjectFactsLoaders,
  ) {}

  @FieldResolver(() => LegalGround, { description: "The ground that is no longer consented to." })
  legalGround(@Root() { content }: ConsentWithdrawal): LegalGround {
    return viewOf(LegalGround, this.dataMap.current(), content.legalGround);
  }

  @FieldResolver(() => String, { nullable: true, description: EVIDENCE })
  evidence(@Root() { id }: ConsentWithdrawal, @Ctx() ctx: RequestContext): Promise<string | null> {
    return textOf(this.loaders, ctx, id, "consentEvidence");
  }
}

@Resolver(() => UserAgreementEnd)
export class UserAgreementEndResolver {
  constructor(private readonly loaders: SubjectFactsLoaders) {}

  @FieldResolver(() => String, { nullable: true, description: EVIDENCE })
  evidence(@Root() { id }: UserAgreementEnd, @Ctx() ctx: RequestContext): Promise<string | null> {
    return textOf(this.loaders, ctx, id, "consentEvidence");
  }
}

@Resolver(() => UseRestriction)
export class UseRestrictionResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly loaders: SubjectFactsLoaders,
  ) {}

  @FieldResolver(() => [DataCategory], {
    description: "The data concerned, each with all under it; all data where empty.",
  })
  categories(@Root() { content }: UseRestriction): DataCategory[] {
    return viewsOf(DataCategory, this.dataMap.current(), content.categories);
  }

  @FieldResolver(() => [ProcessingPurpose], {
    description: "The purposes concerned; every purpose where empty.",
  })
  purposes(@Root() { content }: UseRestriction): ProcessingPurpose[] {
    return viewsOf(ProcessingPurpose, this.dataMap.current(), content.purposes);
  }

  @FieldResolver(() => String, { nullable: true, description: REASON })
  reason(@Root() { id }: UseRestriction, @Ctx() ctx: RequestContext): Promise<string | null> {
    return textOf(this.loaders, ctx, id, "restrictionReason");
  }
}

@Resolver(() => RestrictionLifting)
export class RestrictionLiftingResolver {
  constructor(private readonly loaders: SubjectFactsLoaders) {}

  @FieldResolver(() => String, { nullable: true, description: REASON })
  reason(@Root() { id }: RestrictionLifting, @Ctx() ctx: RequestContext): Promise<string | null> {
    return textOf(this.loaders, ctx, id, "restrictionReason");
  }
}

@Resolver(() => UserRestoration)
export class UserRestorationResolver {
  constructor(private readonly loaders: SubjectFactsLoaders) {}

  @FieldResolver(() => String, { nullable: true, description: EVIDENCE })
  evidence(@Root() { id }: UserRestoration, @Ctx() ctx: RequestContext): Promise<string | null> {
    return textOf(this.loaders, ctx, id, "consentEvidence");
  }
}

async function textOf(
  loaders: SubjectFactsLoaders,
  ctx: RequestContext,
  factId: string,
  name: FactText,
): Promise<string | null> {
  return (await ctx.loaders.load(loaders.textsByFact, factId))?.[name] ?? null;
}
