import { vocabulary } from "../../../platform/graphql/vocabulary.js";
import {
  NOTIFICATION_CHANNELS,
  NOTIFICATION_STATUSES,
  REPORTED_STATUSES,
} from "../core/notification-vocabulary.js";

const REPORTED = {
  SENT: "The recipient was told; it has not confirmed it. The notification stays open for what follows.",
  ACKNOWLEDGED: "The recipient confirmed that it was told. That closes the notification.",
  IMPOSSIBLE:
    "The recipient cannot be told, or only by a disproportionate effort (GDPR, Article 19). That closes the notification.",
} as const;

export const NotificationStatusEnum = vocabulary(
  NOTIFICATION_STATUSES,
  "RecipientNotificationStatus",
  "How far the telling of a recipient has come.",
  { OPEN: "Nothing was reported yet: the recipient is still to be told.", ...REPORTED },
);

export const ReportedStatusEnum = vocabulary(
  REPORTED_STATUSES,
  "ReportedNotificationStatus",
  "What can be reported of the telling of a recipient.",
  REPORTED,
);

export const NotificationChannelEnum = vocabulary(
  NOTIFICATION_CHANNELS,
  "NotificationChannel",
  "The way in which a recipient is told.",
  {
    API: "The recipient's own code reads it from the registry.",
    EMAIL: "By e-mail, to an address that the data map names.",
    POST: "By letter, or by whatever other way leads to the recipient.",
  },
);
