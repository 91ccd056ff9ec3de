import type { RecipientEntry } from "../../datamap/index.js";
import type { NotificationChannel, NotificationStatus, ReportedStatus } from "./notification-vocabulary.js";

/** The course of a notification: which report may follow which status. Pure. */
const MAY_FOLLOW: Readonly<Record<NotificationStatus, readonly ReportedStatus[]>> = {
  OPEN: ["SENT", "ACKNOWLEDGED", "IMPOSSIBLE"],
  SENT: ["ACKNOWLEDGED", "IMPOSSIBLE"],
  ACKNOWLEDGED: [],
  IMPOSSIBLE: [],
};

/** Whether nothing is to be reported of it any more. */
export function isClosed(status: NotificationStatus): boolean {
  return MAY_FOLLOW[status].length === 0;
}

/** Why a report cannot follow, with the remedy; null where it can. */
export function problemOfReport(status: NotificationStatus, reported: ReportedStatus): string | null {
  if (MAY_FOLLOW[status].includes(reported)) return null;
  if (isClosed(status)) {
    return `status: This notification is closed as ${status}, which stands; its reports say by whom and when.`;
  }
  return "status: This notification was reported as sent already; report ACKNOWLEDGED or IMPOSSIBLE once that is known.";
}

/** The way to tell a recipient: its own code, where a key acts for it, else what the data map knows of it. */
export function channelFor(recipient: RecipientEntry, hasKey: boolean): NotificationChannel {
  if (hasKey) return "API";
  return recipient.contacts.some(({ email }) => email !== undefined) ? "EMAIL" : "POST";
}
