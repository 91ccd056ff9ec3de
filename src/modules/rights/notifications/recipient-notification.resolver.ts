import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission, type ApiKeysService } from "../../access/index.js";
import {
  DataCategory,
  Recipient,
  viewOf,
  viewsOf,
  type DataMapService,
  type Deadline,
} from "../../datamap/index.js";
import { problemOfDeadline } from "../core/deadlines.js";
import type { RightsRequestLoaders } from "../requests/rights-request.loaders.js";
import { RightsRequest } from "../requests/rights-request.type.js";
import type { NotificationDeadlines } from "./notification-deadlines.service.js";
import { placeKey } from "./notification-place.js";
import type { NotificationRow } from "./notification-row.js";
import type { NotificationSecrets, Secret } from "./notification-secrets.service.js";
import type { NotificationLoaders } from "./notifications.loaders.js";
import { RecipientNotification, RecipientNotificationReport } from "./recipient-notification.type.js";

/** What a notification refers to, and what only its recipient may read. */
@Resolver(() => RecipientNotification)
export class RecipientNotificationResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly deadlines: NotificationDeadlines,
    private readonly secrets: NotificationSecrets,
    private readonly loaders: NotificationLoaders,
    private readonly requests: RightsRequestLoaders,
  ) {}

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => RightsRequest, { description: "The request from which it follows." })
  async request(
    @Root() { row }: RecipientNotification,
    @Ctx() ctx: RequestContext,
  ): Promise<RightsRequest | null> {
    const request = await ctx.loaders.load(this.requests.requestById, row.requestId);
    return request && new RightsRequest(request);
  }

  @FieldResolver(() => Recipient, {
    description: "Who is to be told, as the newest data map knows them: by which contacts, at which address.",
  })
  recipient(@Root() { row }: RecipientNotification): Recipient {
    return viewOf(Recipient, this.dataMap.current(), row.recipient);
  }

  @FieldResolver(() => [DataCategory], {
    description: "Which of the user's data that the recipient received are concerned.",
  })
  categories(@Root() { row }: RecipientNotification): DataCategory[] {
    return viewsOf(DataCategory, this.dataMap.current(), row.categories);
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      "By when the recipient is to be told: the end of the last day that the rights rule leaves after the decision. Null where it names no period, or where `deadlineProblem` says why it cannot be told.",
  })
  async dueAt(@Root() { row }: RecipientNotification, @Ctx() ctx: RequestContext): Promise<Date | null> {
    const deadline = await this.#deadlineOf(row, ctx);
    return deadline && "lastDay" in deadline ? this.dataMap.current().endOf(deadline.lastDay) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why the deadline cannot be told, and what to do about it; null where it can.",
  })
  async deadlineProblem(
    @Root() { row }: RecipientNotification,
    @Ctx() ctx: RequestContext,
  ): Promise<string | null> {
    return problemOfDeadline(await this.#deadlineOf(row, ctx));
  }

  @FieldResolver(() => Boolean, {
    description: "Whether the recipient should have been told by now, and nothing was reported.",
  })
  async overdue(@Root() { row }: RecipientNotification, @Ctx() ctx: RequestContext): Promise<boolean> {
    return this.deadlines.isOverdue(row, await this.#deadlineOf(row, ctx));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The platform's reference of the user. Only a key that acts for the recipient reads it, and only until the notification is closed; null otherwise.",
  })
  async subjectReference(
    @Root() { row }: RecipientNotification,
    @Ctx() ctx: RequestContext,
  ): Promise<string | null> {
    return (await this.#secretOf(row, ctx))?.subject ?? null;
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description:
      "The recipient's own names of the user, where disclosures of that user alone told them. Read as `subjectReference` is.",
  })
  async partnerReferences(
    @Root() { row }: RecipientNotification,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly string[] | null> {
    return (await this.#secretOf(row, ctx))?.partnerReferences ?? null;
  }

  @FieldResolver(() => [RecipientNotificationReport], {
    description: "What was reported, in the order in which it was.",
  })
  async reports(
    @Root() { row }: RecipientNotification,
    @Ctx() ctx: RequestContext,
  ): Promise<RecipientNotificationReport[]> {
    const rows = await ctx.loaders.load(this.loaders.reportsOf, placeKey(row));
    return (rows ?? []).map((report) => new RecipientNotificationReport(report));
  }

  #deadlineOf(row: NotificationRow, ctx: RequestContext): Promise<Deadline | null> {
    return this.deadlines.of(row, () => ctx.loaders.load(this.requests.requestById, row.requestId));
  }

  async #secretOf(row: NotificationRow, ctx: RequestContext): Promise<Secret | null> {
    if (!(ctx.caller as Caller).recipients.has(row.recipient)) return null;
    const sealed = await ctx.loaders.load(this.loaders.secretOf, placeKey(row));
    return sealed && this.secrets.unseal(row, sealed);
  }
}

@Resolver(() => RecipientNotificationReport)
export class RecipientNotificationReportResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly loaders: NotificationLoaders,
  ) {}

  @FieldResolver(() => String, {
    nullable: true,
    description: "By what it can be shown; null where nothing was said, or it was erased.",
  })
  evidence(@Root() { row }: RecipientNotificationReport, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#text(row.id, "evidence", ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why the recipient could not be told; null where it could, or where the text was erased.",
  })
  reason(@Root() { row }: RecipientNotificationReport, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#text(row.id, "reason", ctx);
  }

  @FieldResolver(() => String, { description: "The name of the API key that reported it." })
  async reportedBy(
    @Root() { row }: RecipientNotificationReport,
    @Ctx() ctx: RequestContext,
  ): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.reportedBy)) ?? row.reportedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that reported it." })
  reportedByKey(@Root() { row }: RecipientNotificationReport): string {
    return row.reportedBy;
  }

  async #text(id: string, field: string, ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.[field] ?? null;
  }
}
