import { leafKind } from "../ledger/index.js";

export const JUDGEMENT_LEAF = leafKind(
  "judgement",
  {
    disclosure_id: "uuid",
    id: "uuid",
    judged_at: "moment",
    revision: "number",
    cause: "text",
    cause_id: "uuid",
  },
  { key: ["disclosure_id", "id"] },
);

export const JUDGEMENT_SUPERSEDED_LEAF = leafKind(
  "judgement_superseded",
  { disclosure_id: "uuid", judgement_id: "uuid", cause: "text", superseded_by: "uuid" },
  { key: ["disclosure_id", "judgement_id"] },
);
