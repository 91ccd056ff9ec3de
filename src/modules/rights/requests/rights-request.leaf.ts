import { leafKind } from "../../ledger/index.js";

export const RIGHTS_REQUEST_LEAF = leafKind("rights_request", {
  id: "uuid",
  kind: "text",
  received_at: "moment",
  recorded_at: "moment",
  recorded_by: "text",
  revision: "number",
  channel: "text",
  form: "text",
  in_due_form: "boolean",
  form_problems: "keys",
  categories: "keys",
  purposes: "keys",
  legal_ground: "text",
  free_text_commitments: "json",
});

export const RIGHTS_REQUEST_STEP_LEAF = leafKind(
  "rights_request_step",
  {
    request_id: "uuid",
    number: "number",
    id: "uuid",
    step: "text",
    detail: "json",
    recorded_at: "moment",
    recorded_by: "text",
    free_text_commitments: "json",
  },
  { key: ["request_id", "number"] },
);
