import { leafKind } from "../../ledger/index.js";

export const ACCOUNTING_GIVEN_LEAF = leafKind("accounting_given", {
  id: "uuid",
  given_at: "moment",
  given_by: "text",
  request_id: "uuid",
  period_from: "moment",
  period_to: "moment",
  form: "text",
  recipients_as: "text",
  revision: "number",
  complete_since: "moment",
  entry_count: "number",
  free_text_commitments: "json",
});
