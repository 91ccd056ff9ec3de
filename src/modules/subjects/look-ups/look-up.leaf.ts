import { leafKind } from "../../ledger/index.js";

/** Names nobody: who was looked up stands in it as a commitment only. */
export const SUBJECT_LOOK_UP_LEAF = leafKind("subject_look_up", {
  id: "uuid",
  recorded_at: "moment",
  recorded_by: "text",
  kind: "text",
  subject_number: "committed number",
  about: "uuid",
  free_text_commitments: "json",
});
