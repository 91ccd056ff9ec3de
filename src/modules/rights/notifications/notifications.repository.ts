import type { EntityManager } from "typeorm";
import { countRows, Keyset, momentColumn, type RowPage } from "../../../platform/db/keyset.js";
import { raw, run, sql, type Sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { PageRequest } from "../../../platform/graphql/connection.js";
import { groupBy } from "../../../platform/group-by.js";
import { isUuid } from "../../../platform/ids.js";
import type { CalendarDay } from "../../datamap/index.js";
import { leavesOf } from "../../ledger/index.js";
import type { NotificationStatus } from "../core/notification-vocabulary.js";
import type { Place } from "./notification-place.js";
import type { NewNotificationRow, NotificationRow } from "./notification-row.js";
import { RECIPIENT_NOTIFICATION_LEAF } from "./recipient-notification.leaf.js";

const notificationsWith = (isSame: Sql) => sql`
  recipient_notification n
    JOIN recipient_notification_standing s ON s.request_id = n.request_id AND ${isSame}`;

const NOTIFICATIONS = notificationsWith(sql`s.notification_id = n.id`);

/**
 * The same rows, for the newest few of many. PostgreSQL takes the two columns of the join for independent, expects hardly a row of it, and
 * would read all notifications to the last. Of a range, though its two ends are one, it expects more, and walks from the newest on.
 */
const NOTIFICATIONS_WALKED = notificationsWith(sql`s.notification_id BETWEEN n.id AND n.id`);

const selectFrom = (notifications: Sql) => sql`
  SELECT n.id, n.request_id AS "requestId", n.kind, n.recipient, n.categories, n.decided_at AS "decidedAt",
         n.opened_at AS "openedAt", n.due_on AS "dueOn", n.missing_year AS "missingYear", n.channel, s.status
    FROM ${notifications}`;

const SELECT_NOTIFICATION = selectFrom(NOTIFICATIONS);

const NEWEST_FIRST = new Keyset<NotificationRow>("recipientNotifications", [
  momentColumn("n.opened_at", (row) => row.openedAt),
  { expression: "n.id", type: "uuid", value: (row) => row.id, isValid: isUuid },
]);

/** Records notifications of one request and that they are open. Two statements for any number. */
export async function insertNotifications(tx: Tx, rows: readonly NewNotificationRow[]): Promise<void> {
  await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO recipient_notification (id, request_id, decided_at, opened_at, due_on, missing_year, kind, recipient, channel, categories)
          SELECT id, "requestId", "decidedAt", "openedAt", "dueOn", "missingYear", kind, recipient, channel, categories
            FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
              AS given (id uuid, "requestId" uuid, "decidedAt" timestamptz, "openedAt" timestamptz, "dueOn" date, "missingYear" integer,
                        kind text, recipient text, channel text, categories text[])
          RETURNING *
        )
        ${leavesOf(RECIPIENT_NOTIFICATION_LEAF, raw("inserted"))}`,
  );
  await run(
    tx,
    sql`INSERT INTO recipient_notification_standing (request_id, notification_id, status)
        SELECT request_id, id, 'OPEN'
          FROM unnest(${rows.map((row) => row.requestId)}::uuid[], ${rows.map((row) => row.id)}::uuid[]) AS given (request_id, id)`,
  );
}

export async function findNotifications(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, NotificationRow>> {
  const rows = await run<NotificationRow>(db, sql`${SELECT_NOTIFICATION} WHERE n.id = ANY (${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** By request, in the order of their recipients' keys. */
export async function findNotificationsOf(
  db: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, NotificationRow[]>> {
  const rows = await run<NotificationRow>(
    db,
    sql`${SELECT_NOTIFICATION} WHERE n.request_id = ANY (${requestIds}::uuid[]) ORDER BY n.recipient`,
  );
  return groupBy(rows, (row) => row.requestId);
}

/** Where the notifications of a request stand, which nobody else changes until the transaction ends. */
export async function lockStandings(tx: Tx, requestId: string): Promise<Map<string, NotificationStatus>> {
  const rows = await run<{ id: string; status: NotificationStatus }>(
    tx,
    sql`SELECT notification_id AS id, status FROM recipient_notification_standing
         WHERE request_id = ${requestId} ORDER BY notification_id FOR UPDATE`,
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

export async function setNotificationStatus(
  tx: Tx,
  { requestId, id }: Place,
  status: NotificationStatus,
): Promise<void> {
  await run(
    tx,
    sql`UPDATE recipient_notification_standing SET status = ${status}
         WHERE request_id = ${requestId} AND notification_id = ${id}`,
  );
}

/** What a list is narrowed to. */
export interface NotificationConditions {
  /** Of these recipients only; any where left out. */
  readonly recipients?: readonly string[];
  readonly status?: NotificationStatus;
  readonly requestId?: string;
  /** Open and to be told before this day, or not. */
  readonly overdueOn?: { readonly day: CalendarDay; readonly isOverdue: boolean; readonly dated: Dated };
}

/** Last days that the calendar did not tell when the notification was opened, and tells now. */
export type Dated = readonly { readonly id: string; readonly dueOn: CalendarDay }[];

export function listNotifications(
  db: EntityManager,
  conditions: NotificationConditions,
  request: PageRequest,
): Promise<RowPage<NotificationRow>> {
  // What is open of everybody's is found by the index of that: it is little, and may be old.
  const isWalked = conditions.recipients !== undefined || isOfAnyStanding(conditions);
  const select = isWalked ? selectFrom(NOTIFICATIONS_WALKED) : SELECT_NOTIFICATION;
  return NEWEST_FIRST.page(db, select, clausesOf(conditions), request);
}

export function countNotifications(db: EntityManager, conditions: NotificationConditions): Promise<number> {
  const tables = isOfAnyStanding(conditions) ? sql`recipient_notification n` : NOTIFICATIONS;
  return countRows(db, tables, clausesOf(conditions));
}

function isOfAnyStanding({ status, overdueOn }: NotificationConditions): boolean {
  return status === undefined && overdueOn === undefined;
}

/** Open ones whose last day the calendar did not tell. */
export function findUndatedNotifications(db: EntityManager): Promise<NotificationRow[]> {
  return run<NotificationRow>(
    db,
    sql`${SELECT_NOTIFICATION} WHERE s.status = 'OPEN' AND n.missing_year IS NOT NULL`,
  );
}

function clausesOf({ recipients, status, requestId, overdueOn }: NotificationConditions): Sql[] {
  return [
    ...(recipients === undefined ? [] : [recipientIs(recipients)]),
    ...(status === undefined ? [] : [sql`s.status = ${status}`]),
    ...(requestId === undefined ? [] : [sql`n.request_id = ${requestId}`]),
    ...(overdueOn === undefined ? [] : [overdueIs(overdueOn)]),
  ];
}

/** One recipient is compared for equality, because only then is the index by recipient in page order. */
function recipientIs(recipients: readonly string[]): Sql {
  return recipients.length === 1
    ? sql`n.recipient = ${recipients[0]}`
    : sql`n.recipient = ANY (${recipients}::text[])`;
}

function overdueIs({ day, isOverdue, dated }: NonNullable<NotificationConditions["overdueOn"]>): Sql {
  const late = dated.filter(({ dueOn }) => dueOn < day).map(({ id }) => id);
  const isOver = sql`s.status = 'OPEN' AND (coalesce(n.due_on < ${day}, false) OR n.id = ANY (${late}::uuid[]))`;
  // Not compared with a parameter, because the index of open ones would then not be seen to do.
  return isOverdue ? sql`(${isOver})` : sql`NOT (${isOver})`;
}

/** Who is told by each notification of these requests, by the notification's id. */
export async function findRecipients(
  db: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await run<{ id: string; recipient: string }>(
    db,
    sql`SELECT id, recipient FROM recipient_notification WHERE request_id = ANY (${requestIds}::uuid[])`,
  );
  return new Map(rows.map(({ id, recipient }) => [id, recipient]));
}
