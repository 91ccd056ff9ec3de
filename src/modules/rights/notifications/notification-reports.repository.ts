import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { groupBy } from "../../../platform/group-by.js";
import { leavesOf } from "../../ledger/index.js";
import { isAnyOf, placeKey } from "./notification-place.js";
import type { ReportRow } from "./notification-row.js";
import { RECIPIENT_NOTIFICATION_REPORT_LEAF } from "./recipient-notification.leaf.js";

export async function insertReport(tx: Tx, row: ReportRow): Promise<void> {
  const commitments = row.freeTextCommitments && JSON.stringify(row.freeTextCommitments);
  await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO recipient_notification_report
            (id, request_id, notification_id, number, status, channel, reported_at, reported_by, free_text_commitments)
          VALUES (${row.id}, ${row.requestId}, ${row.notificationId}, ${row.number}, ${row.status}, ${row.channel},
                  ${row.reportedAt}, ${row.reportedBy}, ${commitments}::jsonb)
          RETURNING *
        )
        ${leavesOf(RECIPIENT_NOTIFICATION_REPORT_LEAF, raw("inserted"))}`,
  );
}

/** By place, in the order in which they were made. */
export async function findReportsOf(
  db: EntityManager,
  placeKeys: readonly string[],
): Promise<Map<string, ReportRow[]>> {
  const rows = await run<ReportRow>(
    db,
    sql`SELECT id, request_id AS "requestId", notification_id AS "notificationId", number, status, channel,
               reported_at AS "reportedAt", reported_by AS "reportedBy", free_text_commitments AS "freeTextCommitments"
          FROM recipient_notification_report
         WHERE ${isAnyOf(placeKeys)}
         ORDER BY notification_id, number`,
  );
  return groupBy(rows, ({ requestId, notificationId: id }) => placeKey({ requestId, id }));
}
