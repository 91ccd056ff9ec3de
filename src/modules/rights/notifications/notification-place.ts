import { sql, type Sql } from "../../../platform/db/sql.js";
import type { NotificationRow } from "./notification-row.js";

/** Where everything of one notification lies: first its request, by which the tables are spread. */
export type Place = Pick<NotificationRow, "id" | "requestId">;

/** A place as one text, for loaders. */
export function placeKey({ requestId, id }: Place): string {
  return `${requestId} ${id}`;
}

/** The places, as a condition on the columns `request_id` and `notification_id`. */
export function isAnyOf(placeKeys: readonly string[]): Sql {
  const requestIds = placeKeys.map((key) => key.slice(0, 36));
  const ids = placeKeys.map((key) => key.slice(37));
  return sql`(request_id, notification_id) IN (SELECT * FROM unnest(${requestIds}::uuid[], ${ids}::uuid[]))`;
}
