/** The closed vocabularies of notifications. What each value means stands in `notifications/notification-enums.type.ts`. */

export const NOTIFICATION_STATUSES = ["OPEN", "SENT", "ACKNOWLEDGED", "IMPOSSIBLE"] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** What can be reported of a notification. */
export const REPORTED_STATUSES = ["SENT", "ACKNOWLEDGED", "IMPOSSIBLE"] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

export const NOTIFICATION_CHANNELS = ["API", "EMAIL", "POST"] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];
