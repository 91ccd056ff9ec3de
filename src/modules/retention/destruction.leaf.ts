import { leafKind } from "../ledger/index.js";

export const DESTRUCTION_LEAF = leafKind(
  "destruction",
  {
    id: "uuid",
    retention_rule: "text",
    category: "text",
    method: "text",
    data_store: "text",
    as_of: "day",
    recorded_at: "moment",
    recorded_by: "text",
    revision: "number",
    kept_for_other_purposes: "keys",
    subject_count: "number",
    not_due_count: "number",
    held_count: "number",
    subject_list: "uuid",
    free_text_commitments: "json",
  },
  { users: { table: "destruction_member", owner: "destruction_id", names: "id" } },
);
