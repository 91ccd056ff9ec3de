import { leafKind } from "../ledger/index.js";

export const AUTHORITY_REQUEST_LEAF = leafKind("authority_request", {
  id: "uuid",
  recipient: "text",
  document_date: "day",
  received_at: "moment",
  recorded_at: "moment",
  recorded_by: "text",
  free_text_commitments: "json",
});

export const AUTHORITY_REVIEW_LEAF = leafKind("authority_review", {
  id: "uuid",
  authority_request: "uuid",
  number: "number",
  lawful: "boolean",
  recorded_at: "moment",
  recorded_by: "text",
  free_text_commitments: "json",
});

export const ACCOUNTING_SUSPENSION_LEAF = leafKind("accounting_suspension", {
  id: "uuid",
  authority_request: "uuid",
  form: "text",
  received_at: "moment",
  until_day: "day",
  recorded_at: "moment",
  recorded_by: "text",
  free_text_commitments: "json",
});
