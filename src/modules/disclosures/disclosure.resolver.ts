import { Args, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { CountryCode } from "../../platform/graphql/scalars.js";
import { RequirePermission, type ApiKeysService } from "../access/index.js";
import {
  Agreement,
  DataCategory,
  findPolicyVersion,
  LegalGround,
  PolicyVersion,
  ProcessingPurpose,
  Recipient,
  Safeguard,
  type DataMapService,
} from "../datamap/index.js";
import { SubjectHandleConnection, type SubjectHandle, type SubjectHandles } from "../subjects/index.js";
import { entryAsPinned } from "./pinned-entry.js";
import type { DisclosureLoaders } from "./disclosure.loaders.js";
import { Amendment, Disclosure } from "./disclosure.type.js";

/** What a disclosure refers to. Entries of the data map are shown as the revision in force at the time had them. */
@Resolver(() => Disclosure)
export class DisclosureResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly keys: ApiKeysService,
    private readonly loaders: DisclosureLoaders,
    private readonly handles: SubjectHandles,
  ) {}

  @FieldResolver(() => Recipient, {
    description: "Who received the data; for a receipt, the partner they came from.",
  })
  recipient(@Root() { row }: Disclosure): Promise<Recipient> {
    return entryAsPinned(Recipient, this.dataMap, row.revision, row.recipient);
  }

  @FieldResolver(() => ProcessingPurpose, { description: "Why the data were handed over." })
  purpose(@Root() { row }: Disclosure): Promise<ProcessingPurpose> {
    return entryAsPinned(ProcessingPurpose, this.dataMap, row.revision, row.purpose);
  }

  @FieldResolver(() => LegalGround, { description: "What made it lawful, as the recorder stated it." })
  legalGround(@Root() { row }: Disclosure): Promise<LegalGround> {
    return entryAsPinned(LegalGround, this.dataMap, row.revision, row.legalGround);
  }

  @FieldResolver(() => [DataCategory], {
    description: "Which data were handed over. A category stands for everything under it.",
  })
  categories(@Root() { row }: Disclosure): Promise<DataCategory[]> {
    return Promise.all(
      row.categories.map((key) => entryAsPinned(DataCategory, this.dataMap, row.revision, key)),
    );
  }

  @FieldResolver(() => Agreement, {
    nullable: true,
    description: "The agreement under which the data were handed over; null where none was named.",
  })
  async agreement(@Root() { row }: Disclosure): Promise<Agreement | null> {
    return row.agreement === null
      ? null
      : entryAsPinned(Agreement, this.dataMap, row.revision, row.agreement);
  }

  @FieldResolver(() => Safeguard, {
    nullable: true,
    description: "The safeguard that protected a transfer across a border; null where none was named.",
  })
  async safeguard(@Root() { row }: Disclosure): Promise<Safeguard | null> {
    return row.safeguard === null
      ? null
      : entryAsPinned(Safeguard, this.dataMap, row.revision, row.safeguard);
  }

  @FieldResolver(() => PolicyVersion, {
    nullable: true,
    description: "The published policy in force when the transfer happened; null before the first one known.",
  })
  async policyVersion(@Root() { row }: Disclosure): Promise<PolicyVersion | null> {
    if (row.policyVersion === null) return null;
    return findPolicyVersion(await this.dataMap.revision(row.revision), row.policyVersion);
  }

  @FieldResolver(() => CountryCode, {
    description: "The country where the data arrived; for a receipt, the controller's own.",
  })
  async destination(@Root() { row }: Disclosure): Promise<string> {
    if (row.direction === "OUTBOUND") return row.counterpartyCountry;
    return (await this.dataMap.revision(row.revision)).controller.country;
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => SubjectHandleConnection, { description: "The users covered, by opaque handle." })
  subjects(
    @Root() { id, subjectCount }: Disclosure,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<SubjectHandle>> {
    return this.handles.page(id, this.loaders.subjects, readPageArgs(args), ctx, () => subjectCount);
  }

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: Disclosure, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that recorded it." })
  recordedByKey(@Root() { row }: Disclosure): string {
    return row.recordedBy;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Which system or office initiated the transfer.",
  })
  source(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "source", ctx);
  }

  @FieldResolver(() => String, { nullable: true, description: "What else a reader should know." })
  note(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "note", ctx);
  }

  @FieldResolver(() => String, { nullable: true, description: "The recorder's own number of this transfer." })
  externalReference(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "externalReference", ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The recipient's own number of this transfer.",
  })
  partnerReference(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "partnerReference", ctx);
  }

  @RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES")
  @FieldResolver(() => Disclosure, {
    nullable: true,
    description: "The disclosure that this one restates; null where it is the first of its chain.",
  })
  async amends(@Root() { row }: Disclosure, @Ctx() ctx: RequestContext): Promise<Disclosure | null> {
    return row.amends === null ? null : this.#disclosure(row.amends, ctx);
  }

  @RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES")
  @FieldResolver(() => Amendment, {
    nullable: true,
    description: "What restated or voided this disclosure; null while it stands.",
  })
  async amendedBy(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<Amendment | null> {
    const row = await ctx.loaders.load(this.loaders.amendmentOf, id);
    return row && new Amendment(row);
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => [Disclosure], {
    description:
      "Standing disclosures that may record the same transfer: with the same external reference, or with the same content and users within a minute. At most 20 are shown.",
  })
  async duplicatesSuspected(@Root() { id }: Disclosure, @Ctx() ctx: RequestContext): Promise<Disclosure[]> {
    const ids = (await ctx.loaders.load(this.loaders.suspectedDuplicates, id)) ?? [];
    const found = await Promise.all(ids.map((each) => this.#disclosure(each, ctx)));
    return found.filter((each) => each !== null);
  }

  async #disclosure(id: string, ctx: RequestContext): Promise<Disclosure | null> {
    const row = await ctx.loaders.load(this.loaders.disclosureById, id);
    return row && new Disclosure(row);
  }

  async #freeText(id: string, field: string, ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.[field] ?? null;
  }
}

@Resolver(() => Amendment)
export class AmendmentResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly loaders: DisclosureLoaders,
  ) {}

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why the record was corrected; null where the text was erased.",
  })
  async reason(@Root() { id }: Amendment, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.reason ?? null;
  }

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: Amendment, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @RequirePermission("READ_DISCLOSURES", "READ_OWN_DISCLOSURES")
  @FieldResolver(() => Disclosure, {
    nullable: true,
    description: "The disclosure that took the place; null where it was voided.",
  })
  async restated(@Root() { row }: Amendment, @Ctx() ctx: RequestContext): Promise<Disclosure | null> {
    // The id of a voiding amendment is free for a disclosure that has nothing to do with it.
    if (row.kind === "VOIDED") return null;
    const restated = await ctx.loaders.load(this.loaders.disclosureById, row.id);
    return restated && new Disclosure(restated);
  }
}
