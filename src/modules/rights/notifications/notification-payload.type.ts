import { Field, Int, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { RightsRequest } from "../requests/rights-request.type.js";
import { RecipientNotification, RecipientNotificationReport } from "./recipient-notification.type.js";

@ObjectType("ReportNotificationPayload", { description: "The report as it is recorded." })
@RequirePermission("REPORT_NOTIFICATIONS")
export class ReportNotificationPayload {
  @Field(() => RecipientNotification, { description: "The notification as it stands now." })
  readonly notification!: RecipientNotification;

  @Field(() => RecipientNotificationReport, { description: "The report itself." })
  readonly report!: RecipientNotificationReport;

  @Field(() => Boolean, { description: "False where the same had been reported before: a retry." })
  readonly created!: boolean;
}

@ObjectType("OpenMissingNotificationsPayload", { description: "What was found to be missing." })
@RequirePermission("HANDLE_RIGHTS_REQUESTS")
export class OpenMissingNotificationsPayload {
  @Field(() => RightsRequest, { description: "The request." })
  readonly request!: RightsRequest;

  @Field(() => Int, { description: "How many notifications were opened." })
  readonly opened!: number;
}
