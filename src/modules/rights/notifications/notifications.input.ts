import { Field, InputType } from "type-graphql";
import { UUID } from "../../../platform/graphql/scalars.js";
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

@InputType("ReportNotificationInput", { description: "What became of the telling of a recipient." })
export class ReportNotificationInput {
  @Field(() => UUID, { description: "The notification's UUID." })
  id!: string;

  @Field(() => ReportedStatusEnum, { description: "How far it has come. Each is reported once at most." })
  status!: ReportedStatus;

  @Field(() => NotificationChannelEnum, {
    nullable: true,
    description: "The way in which the recipient was told; the notification's own where left out.",
  })
  channel?: NotificationChannel | null;

  @Field(() => String, {
    nullable: true,
    description:
      "By what it can be shown, such as the number of a message, in at most 2,000 characters; required with SENT. It may contain neither the user's reference nor the recipient's own name of the user.",
  })
  evidence?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why the recipient cannot be told, in at most 2,000 characters; required with IMPOSSIBLE, and given with nothing else. It may not name the user either.",
  })
  reason?: string | null;
}

@InputType("OpenMissingNotificationsInput", {
  description: "A request whose recipients are to be looked for once more.",
})
export class OpenMissingNotificationsInput {
  @Field(() => UUID, { description: "The rights request's UUID." })
  request!: string;

  @Field(() => String, {
    description:
      "The platform's reference of the user whose request it is. The registry does not keep it beyond the decision, and the recipients need it.",
  })
  subject!: string;
}

@InputType("RecipientNotificationFilter", {
  description: "Which notifications a list shows: those to which everything given applies.",
})
export class RecipientNotificationFilter {
  @Field(() => String, { nullable: true, description: "Key of the recipient who is to be told." })
  recipient?: string | null;

  @Field(() => NotificationStatusEnum, { nullable: true, description: "How far they have come." })
  status?: NotificationStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the recipient should have been told by now, and nothing was reported.",
  })
  overdue?: boolean | null;

  @Field(() => UUID, { nullable: true, description: "The rights request from which they follow." })
  request?: string | null;
}
