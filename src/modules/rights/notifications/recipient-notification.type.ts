import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import { RightsRequestKindEnum, type RightsRequestKind } from "../../datamap/index.js";
import type {
  NotificationChannel,
  NotificationStatus,
  ReportedStatus,
} from "../core/notification-vocabulary.js";
import {
  NotificationChannelEnum,
  NotificationStatusEnum,
  ReportedStatusEnum,
} from "./notification-enums.type.js";
import type { NotificationRow, ReportRow } from "./notification-row.js";

@ObjectType("RecipientNotification", {
  description:
    "That a recipient who holds data of a user is to be told what was decided about them (GDPR, Article 19), and how far that has come.",
})
@RequirePermission("READ_RIGHTS_REQUESTS", "REPORT_NOTIFICATIONS")
export class RecipientNotification {
  @Field(() => ID, { description: "The notification's UUID." })
  readonly id: string;

  @Field(() => RightsRequestKindEnum, {
    description:
      "What the user had asked for, and was granted: what the recipient has to do with its data follows from it.",
  })
  readonly requestKind: RightsRequestKind;

  @Field(() => NotificationStatusEnum, { description: "How far it has come." })
  readonly status: NotificationStatus;

  @Field(() => NotificationChannelEnum, {
    description:
      "The way that was open when the notification was: the API where a key acted for the recipient, else e-mail where the data map has an address.",
  })
  readonly channel: NotificationChannel;

  @Field(() => DateTime, { description: "When it was decided what the recipient is to be told." })
  readonly decidedAt: Date;

  @Field(() => DateTime, { description: "When the notification was opened." })
  readonly openedAt: Date;

  /** What the fields of `recipient-notification.resolver.ts` start from. */
  readonly row: NotificationRow;

  constructor(row: NotificationRow) {
    this.id = row.id;
    this.requestKind = row.kind;
    this.status = row.status;
    this.channel = row.channel;
    this.decidedAt = row.decidedAt;
    this.openedAt = row.openedAt;
    this.row = row;
  }
}

export const RecipientNotificationConnection = connectionOf(
  RecipientNotification,
  "RecipientNotificationConnection",
  {
    entries: "notifications",
    description: "Notifications of recipients, newest opened first.",
    access: RequirePermission("READ_RIGHTS_REQUESTS", "REPORT_NOTIFICATIONS"),
  },
);

@ObjectType("RecipientNotificationReport", {
  description: "What somebody reported of a notification. It never changes.",
})
@RequirePermission("READ_RIGHTS_REQUESTS", "REPORT_NOTIFICATIONS")
export class RecipientNotificationReport {
  @Field(() => Int, { description: "Its place among the notification's reports: 1 for the first." })
  readonly number: number;

  @Field(() => ReportedStatusEnum, { description: "What was reported." })
  readonly status: ReportedStatus;

  @Field(() => NotificationChannelEnum, { description: "The way in which the recipient was told." })
  readonly channel: NotificationChannel;

  @Field(() => DateTime, { description: "When it was reported." })
  readonly reportedAt: Date;

  readonly row: ReportRow;

  constructor(row: ReportRow) {
    this.number = row.number;
    this.status = row.status;
    this.channel = row.channel;
    this.reportedAt = row.reportedAt;
    this.row = row;
  }
}
