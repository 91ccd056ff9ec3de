import { leafKind } from "../ledger/index.js";

export const AMENDMENT_LEAF = leafKind("amendment", {
  id: "uuid",
  amends: "uuid",
  kind: "text",
  recorded_at: "moment",
  recorded_by: "text",
  free_text_commitments: "json",
});

export const SUPERSEDED_LEAF = leafKind(
  "superseded",
  { disclosure_id: "uuid", amendment_id: "uuid" },
  { key: ["disclosure_id"] },
);
