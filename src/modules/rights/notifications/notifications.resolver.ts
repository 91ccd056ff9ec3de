import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { UUID } from "../../../platform/graphql/scalars.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import { RightsRequest } from "../requests/rights-request.type.js";
import type { MissingNotifications } from "./missing-notifications.service.js";
import { OpenMissingNotificationsPayload, ReportNotificationPayload } from "./notification-payload.type.js";
import { mayHandle } from "./notification-scope.js";
import {
  OpenMissingNotificationsInput,
  RecipientNotificationFilter,
  ReportNotificationInput,
} from "./notifications.input.js";
import type { NotificationLoaders } from "./notifications.loaders.js";
import type { NotificationsService } from "./notifications.service.js";
import {
  RecipientNotification,
  RecipientNotificationConnection,
  RecipientNotificationReport,
} from "./recipient-notification.type.js";
import type { ReportNotification } from "./report-notification.service.js";

@Resolver()
export class NotificationsResolver {
  constructor(
    private readonly reading: NotificationsService,
    private readonly reporting: ReportNotification,
    private readonly missing: MissingNotifications,
    private readonly loaders: NotificationLoaders,
  ) {}

  @RequirePermission("READ_RIGHTS_REQUESTS", "REPORT_NOTIFICATIONS")
  @Query(() => RecipientNotification, {
    nullable: true,
    description:
      "A notification by its id; null where there is none. Partner code finds those of the recipients for whom its key acts.",
  })
  async recipientNotification(
    @Arg("id", () => UUID, { description: "The notification's UUID." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<RecipientNotification | null> {
    const row = await ctx.loaders.load(this.loaders.notificationById, id);
    return row && mayHandle(ctx.caller as Caller, row) ? new RecipientNotification(row) : null;
  }

  @RequirePermission("READ_RIGHTS_REQUESTS", "REPORT_NOTIFICATIONS")
  @Query(() => RecipientNotificationConnection, {
    description:
      "Notifications, newest first, page by page. Partner code reads those of the recipients for whom its key acts.",
  })
  async recipientNotifications(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => RecipientNotificationFilter, {
      nullable: true,
      description: "Which ones; all where left out.",
    })
    filter: RecipientNotificationFilter | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Connection<RecipientNotification>> {
    const page = await this.reading.list(filter ?? {}, ctx.caller as Caller, readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new RecipientNotification(node) }));
    return new RecipientNotificationConnection({ ...page, edges });
  }

  @RequirePermission("REPORT_NOTIFICATIONS")
  @Mutation(() => ReportNotificationPayload, {
    description:
      "Records what became of the telling of a recipient. ACKNOWLEDGED and IMPOSSIBLE close the notification, and destroy what says whom it is about. The same report again answers what it recorded.",
  })
  async reportNotification(
    @Arg("input", () => ReportNotificationInput, { description: "The report." })
    input: ReportNotificationInput,
    @Ctx() ctx: RequestContext,
  ): Promise<ReportNotificationPayload> {
    const { row, report, created } = await this.reporting.report(input, ctx.caller as Caller);
    return {
      notification: new RecipientNotification(row),
      report: new RecipientNotificationReport(report),
      created,
    };
  }

  @Costs({ own: 1_000 })
  @RequirePermission("HANDLE_RIGHTS_REQUESTS")
  @Mutation(() => OpenMissingNotificationsPayload, {
    description:
      "Opens notifications for those who had received the data by the decision, as the register knows by now, and were not known then: see `RightsRequest.recipientsNotYetTold`.",
  })
  async openMissingNotifications(
    @Arg("input", () => OpenMissingNotificationsInput, { description: "The request, and its user." })
    input: OpenMissingNotificationsInput,
  ): Promise<OpenMissingNotificationsPayload> {
    const { request, opened } = await this.missing.open(input);
    return { request: new RightsRequest(request), opened };
  }
}
