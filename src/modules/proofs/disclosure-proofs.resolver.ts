import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission, requirePermission } from "../access/index.js";
import { Disclosure } from "../disclosures/index.js";
import type { LookUps } from "../subjects/index.js";
import type { CoverageProofs } from "./coverage-proofs.service.js";
import type { ProofLoaders } from "./proof.loaders.js";

/** What the ledger adds to a disclosure. */
@Resolver(() => Disclosure)
export class DisclosureProofsResolver {
  constructor(
    private readonly loaders: ProofLoaders,
    private readonly proofs: CoverageProofs,
    private readonly lookUps: LookUps,
  ) {}

  @Costs({ own: 20 })
  @RequirePermission("READ_LEDGER", "RECORD_DISCLOSURES")
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The proof that it is in the ledger as it stands here (C2SP tlog-proof; its `extra` is the leaf): verifiable offline, for ever. Null until it is published, normally within two seconds. A key that only records gets those of what it recorded itself.",
  })
  async receipt(@Root() { row }: Disclosure, @Ctx() ctx: RequestContext): Promise<string | null> {
    const caller = ctx.caller as Caller;
    if (row.recordedBy !== caller.keyId) {
      requirePermission(caller, "READ_LEDGER", "Disclosure.receipt of what another key recorded");
    }
    return (await ctx.loaders.load(this.loaders.leafOfDisclosure, row.id))?.receipt ?? null;
  }

  @Costs({ own: 100 })
  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The proof that it covers a user: the user's number, and those of the up to 4,096 neighbours that share a segment, bound to the receipt. Shows nothing of any other user. Null where it does not cover the user, or until it is published.",
  })
  async coverageProof(
    @Root() { id }: Disclosure,
    @Arg("subject", () => String, { description: "The platform's reference of the user." }) subject: string,
    @Ctx() ctx: RequestContext,
  ): Promise<string | null> {
    requirePermission(ctx.caller, "READ_LEDGER", "Disclosure.coverageProof");
    const leaf = await ctx.loaders.load(this.loaders.leafOfDisclosure, id);
    return this.proofs.prove(id, subject, leaf, this.lookUps.foundBy(ctx, "COVERAGE_PROOF", id));
  }
}
