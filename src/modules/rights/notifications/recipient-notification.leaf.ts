import { leafKind } from "../../ledger/index.js";

export const RECIPIENT_NOTIFICATION_LEAF = leafKind(
  "recipient_notification",
  {
    id: "uuid",
    request_id: "uuid",
    kind: "text",
    recipient: "text",
    channel: "text",
    categories: "keys",
    decided_at: "moment",
    opened_at: "moment",
    due_on: "day",
    missing_year: "number",
  },
  { key: ["id", "request_id"] },
);

export const RECIPIENT_NOTIFICATION_REPORT_LEAF = leafKind(
  "recipient_notification_report",
  {
    id: "uuid",
    request_id: "uuid",
    notification_id: "uuid",
    number: "number",
    status: "text",
    channel: "text",
    reported_at: "moment",
    reported_by: "text",
    free_text_commitments: "json",
  },
  { key: ["request_id", "notification_id", "number"] },
);
