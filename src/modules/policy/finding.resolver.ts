import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { RequirePermission, type ApiKeysService } from "../access/index.js";
import { SubjectHandleConnection, type SubjectHandle, type SubjectHandles } from "../subjects/index.js";
import { Finding, FindingAcknowledgement } from "./finding.type.js";
import { Judgement } from "./judgement.type.js";
import type { PolicyLoaders } from "./policy.loaders.js";

/** What a finding shows beyond its row. */
@Resolver(() => Finding)
export class FindingResolver {
  constructor(
    private readonly loaders: PolicyLoaders,
    private readonly handles: SubjectHandles,
  ) {}

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => SubjectHandleConnection, { description: "The users it concerns, by opaque handle." })
  subjects(
    @Root() { row }: Finding,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<SubjectHandle>> {
    const [id, slices] = row.concernsAll
      ? [row.disclosureId, this.loaders.covered]
      : [row.id, this.loaders.members];
    return this.handles.page(id, slices, readPageArgs(args), ctx, () => row.subjectCount);
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => FindingAcknowledgement, {
    nullable: true,
    description: "That somebody took notice of it; null while nobody has.",
  })
  async acknowledgement(
    @Root() { id }: Finding,
    @Ctx() ctx: RequestContext,
  ): Promise<FindingAcknowledgement | null> {
    const row = await ctx.loaders.load(this.loaders.acknowledgementOf, id);
    return row && new FindingAcknowledgement(row);
  }
}

@Resolver(() => FindingAcknowledgement)
export class FindingAcknowledgementResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly loaders: PolicyLoaders,
  ) {}

  @FieldResolver(() => String, { description: "The name of the API key with which it was acknowledged." })
  async acknowledgedBy(@Root() { row }: FindingAcknowledgement, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.acknowledgedBy)) ?? row.acknowledgedBy;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What was made of it; null where the text was erased.",
  })
  async note(@Root() { row }: FindingAcknowledgement, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, row.findingId))?.note ?? null;
  }
}

@Resolver(() => Judgement)
export class JudgementResolver {
  constructor(private readonly loaders: PolicyLoaders) {}

  @FieldResolver(() => [Finding], {
    description: "What it found, in the order of FindingCode. Empty: that nothing is found any more.",
  })
  async findings(@Root() { row }: Judgement, @Ctx() ctx: RequestContext): Promise<Finding[]> {
    const findings = (await ctx.loaders.load(this.loaders.findingsEver, row.disclosureId)) ?? [];
    return findings.filter(({ judgementId }) => judgementId === row.id).map((each) => new Finding(each));
  }
}
