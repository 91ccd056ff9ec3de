import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { invariant } from "../../platform/errors.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { RequirePermission, requirePermission } from "../access/index.js";
import type { DataMapService } from "../datamap/index.js";
import { explain, Finding, Judgement, type PolicyLoaders } from "../policy/index.js";
import { transferOf } from "./core/transfer-of.js";
import type { DisclosureLoaders } from "./disclosure.loaders.js";
import type { DisclosureRow } from "./disclosure-row.js";
import { Disclosure } from "./disclosure.type.js";

/** What judgements add to a disclosure. */
@Resolver(() => Disclosure)
export class DisclosureFindingsResolver {
  constructor(private readonly loaders: PolicyLoaders) {}

  @FieldResolver(() => [Finding], {
    description:
      "What was found about it and stands, in the order of FindingCode. Empty: as far as the registry can tell it was in order, or it was amended. A key that is bound gets those of what it recorded itself.",
  })
  async findings(@Root() { id, row }: Disclosure, @Ctx() ctx: RequestContext): Promise<Finding[]> {
    if (ctx.caller?.scope && row.recordedBy !== ctx.caller.keyId) {
      requirePermission(ctx.caller, "READ_DISCLOSURES", "Disclosure.findings of what another key recorded");
    }
    const rows = (await ctx.loaders.load(this.loaders.standingFindings, id)) ?? [];
    return rows.map((row) => new Finding(row));
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => [Judgement], {
    description:
      "How the findings came about, the latest judgement first. Every disclosure is judged as it is recorded; where nothing is found then, no judgement is kept.",
  })
  async judgements(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<Judgement[]> {
    const rows = (await ctx.loaders.load(this.loaders.judgements, id)) ?? [];
    return rows.map((row) => new Judgement(row));
  }
}

/** What disclosures add to a finding. */
@Resolver(() => Finding)
export class FindingDisclosureResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly loaders: DisclosureLoaders,
  ) {}

  @FieldResolver(() => String, {
    description:
      "One sentence that says what was found, by which rule, fact, clause or agreement, and what would make it right.",
  })
  async message(@Root() { row }: Finding, @Ctx() ctx: RequestContext): Promise<string> {
    const disclosure = await this.#disclosureOf(row.disclosureId, ctx);
    return explain(row, transferOf(disclosure, disclosure), await this.dataMap.revision(disclosure.revision));
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => Disclosure, { description: "The disclosure about which it was found." })
  async disclosure(@Root() { row }: Finding, @Ctx() ctx: RequestContext): Promise<Disclosure> {
    return new Disclosure(await this.#disclosureOf(row.disclosureId, ctx));
  }

  async #disclosureOf(id: string, ctx: RequestContext): Promise<DisclosureRow> {
    const row = await ctx.loaders.load(this.loaders.disclosureById, id);
    invariant(row, "a finding's disclosure is missing");
    return row;
  }
}
