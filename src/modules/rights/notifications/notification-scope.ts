import { AppError } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import type { NotificationRow } from "./notification-row.js";

/** Whose notifications a caller sees: those of all recipients (null), or of those alone for whom its key acts. */
export function scopeOf(caller: Caller): ReadonlySet<string> | null {
  return caller.permissions.has("READ_RIGHTS_REQUESTS") ? null : caller.recipients;
}

export function mayHandle(caller: Caller, { recipient }: Pick<NotificationRow, "recipient">): boolean {
  return scopeOf(caller)?.has(recipient) ?? true;
}

/** Also for others' notifications, so that nobody learns of them. */
export function noSuchNotification(field: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `${field}: There is no notification with this id for you; recipientNotifications lists those there are.`,
    [field],
  );
}
