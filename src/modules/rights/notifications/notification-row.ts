import type { FreeTextCommitments } from "../../../platform/erasable-text/free-text.js";
import type { CalendarDay, RightsRequestKind } from "../../datamap/index.js";
import type {
  NotificationChannel,
  NotificationStatus,
  ReportedStatus,
} from "../core/notification-vocabulary.js";

/** That a recipient is to be told, as it is recorded. */
export interface NewNotificationRow {
  readonly id: string;
  readonly requestId: string;
  readonly kind: RightsRequestKind;
  readonly recipient: string;
  /** What of the recipient's data is affected, by key. Sorted. */
  readonly categories: readonly string[];
  readonly decidedAt: Date;
  readonly openedAt: Date;
  /** The last day for telling the recipient; null where there is no deadline, or where the calendar does not tell it. */
  readonly dueOn: CalendarDay | null;
  /** The year that the calendar lacked for it. */
  readonly missingYear: number | null;
  readonly channel: NotificationChannel;
}

export interface NotificationRow extends NewNotificationRow {
  readonly status: NotificationStatus;
}

/** A row of whom a notification is about, encrypted. */
export interface SecretRow {
  readonly requestId: string;
  /** The notification's. */
  readonly id: string;
  readonly sealed: Buffer;
}

/** What somebody reported of a notification. */
export interface ReportRow {
  /** Under which its texts are kept. */
  readonly id: string;
  readonly requestId: string;
  readonly notificationId: string;
  /** From 1, in the order in which they were made. */
  readonly number: number;
  readonly status: ReportedStatus;
  readonly channel: NotificationChannel;
  readonly reportedAt: Date;
  /** The id of the API key that reported it. */
  readonly reportedBy: string;
  readonly freeTextCommitments: FreeTextCommitments | null;
}
