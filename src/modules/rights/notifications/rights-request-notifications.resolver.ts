import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../../access/index.js";
import { Recipient, viewsOf, type DataMapService } from "../../datamap/index.js";
import { RightsRequest } from "../requests/rights-request.type.js";
import type { MissingNotifications } from "./missing-notifications.service.js";
import type { NotificationLoaders } from "./notifications.loaders.js";
import { RecipientNotification } from "./recipient-notification.type.js";

/** What notifications add to a rights request. */
@Resolver(() => RightsRequest)
export class RightsRequestNotificationsResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly missing: MissingNotifications,
    private readonly loaders: NotificationLoaders,
  ) {}

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => [RecipientNotification], {
    description:
      "Who is to be told of the decision, and how far that has come: one notification for each recipient who actually received the data, in the order of their keys.",
  })
  async notifications(
    @Root() { id }: RightsRequest,
    @Ctx() ctx: RequestContext,
  ): Promise<RecipientNotification[]> {
    const rows = await ctx.loaders.load(this.loaders.notificationsOf, id);
    return (rows ?? []).map((row) => new RecipientNotification(row));
  }

  @RequirePermission("READ_RIGHTS_REQUESTS")
  @FieldResolver(() => [Recipient], {
    description:
      "Recipients who had received the data by the decision, as the register knows by now, and have no notification: a disclosure was restated, or recorded late. `openMissingNotifications` sees to them. None once the user is erased.",
  })
  async recipientsNotYetTold(@Root() { row }: RightsRequest): Promise<Recipient[]> {
    return viewsOf(Recipient, this.dataMap.current(), await this.missing.recipientsOf(row));
  }
}
