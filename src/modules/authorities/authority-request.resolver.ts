import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { Clock } from "../../platform/clock.js";
import type { RequestContext } from "../../platform/graphql/context.js";
import { CalendarDate } from "../../platform/graphql/scalars.js";
import { RequirePermission, type ApiKeysService } from "../access/index.js";
import { Recipient, viewOf, type CalendarDay, type DataMapService } from "../datamap/index.js";
import type { AuthoritiesLoaders } from "./authorities.loaders.js";
import { AccountingSuspension, AuthorityRequest, AuthorityReview } from "./authority-request.type.js";

/** What an authority request refers to, and what was added to it since. */
@Resolver(() => AuthorityRequest)
export class AuthorityRequestResolver {
  constructor(
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly keys: ApiKeysService,
    private readonly loaders: AuthoritiesLoaders,
  ) {}

  @FieldResolver(() => Recipient, {
    description: "Who demanded the data, as the newest data map knows them.",
  })
  recipient(@Root() { row }: AuthorityRequest): Recipient {
    return viewOf(Recipient, this.dataMap.current(), row.recipient);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The number that stands on the document; null where it was erased.",
  })
  documentNumber(@Root() { id }: AuthorityRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "documentNumber", ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "On what law, order or decision the demand rests; null where it was erased.",
  })
  instrument(@Root() { id }: AuthorityRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "instrument", ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Who signed it for the authority; null where that was not said, or was erased.",
  })
  official(@Root() { id }: AuthorityRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "official", ctx);
  }

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: AuthorityRequest, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that recorded it." })
  recordedByKey(@Root() { row }: AuthorityRequest): string {
    return row.recordedBy;
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => [AuthorityReview], {
    description: "What was found of it: the latest first, which is the one that holds.",
  })
  async reviews(@Root() { id }: AuthorityRequest, @Ctx() ctx: RequestContext): Promise<AuthorityReview[]> {
    const rows = await ctx.loaders.load(this.loaders.reviewsOf, id);
    return (rows ?? []).map((row) => new AuthorityReview(row));
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => [AccountingSuspension], {
    description:
      "For how long users' accountings leave out what was disclosed because of it: the one that ends last first.",
  })
  async suspensions(
    @Root() { id }: AuthorityRequest,
    @Ctx() ctx: RequestContext,
  ): Promise<AccountingSuspension[]> {
    const rows = await ctx.loaders.load(this.loaders.suspensionsOf, id);
    return (rows ?? []).map((row) => new AccountingSuspension(row));
  }

  @RequirePermission("READ_DISCLOSURES")
  @FieldResolver(() => CalendarDate, {
    nullable: true,
    description:
      "The last day on which users' accountings leave out what was disclosed because of it; null where they leave out nothing today.",
  })
  async accountingSuspendedUntil(
    @Root() { id }: AuthorityRequest,
    @Ctx() ctx: RequestContext,
  ): Promise<CalendarDay | null> {
    const [last] = (await ctx.loaders.load(this.loaders.suspensionsOf, id)) ?? [];
    return last && last.until >= this.dataMap.current().calendarDay(this.clock.now()) ? last.until : null;
  }

  async #freeText(id: string, field: string, ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.[field] ?? null;
  }
}

@Resolver(() => AuthorityReview)
export class AuthorityReviewResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly loaders: AuthoritiesLoaders,
  ) {}

  @FieldResolver(() => String, { nullable: true, description: "Why; null where the text was erased." })
  async reasons(@Root() { id }: AuthorityReview, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.reasons ?? null;
  }

  @FieldResolver(() => String, { description: "The name of the API key that reviewed it." })
  async reviewedBy(@Root() { row }: AuthorityReview, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that reviewed it." })
  reviewedByKey(@Root() { row }: AuthorityReview): string {
    return row.recordedBy;
  }
}

@Resolver(() => AccountingSuspension)
export class AccountingSuspensionResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly loaders: AuthoritiesLoaders,
  ) {}

  @FieldResolver(() => String, {
    nullable: true,
    description: "Who asked for it for the authority; null where that was not said, or was erased.",
  })
  async official(@Root() { id }: AccountingSuspension, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.official ?? null;
  }

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: AccountingSuspension, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that recorded it." })
  recordedByKey(@Root() { row }: AccountingSuspension): string {
    return row.recordedBy;
  }
}
