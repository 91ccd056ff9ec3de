import { leafKind } from "../ledger/index.js";

export const FINDING_LEAF = leafKind(
  "finding",
  {
    id: "uuid",
    disclosure_id: "uuid",
    judgement_id: "uuid",
    recorded_at: "moment",
    occurred_at: "moment",
    recipient: "text",
    purpose: "text",
    code: "text",
    kind: "text",
    subject_count: "number",
    concerns_all: "boolean",
    detail: "json",
  },
  {
    key: ["id", "disclosure_id"],
    users: { table: "finding_member", owner: "finding_id", names: "id" },
  },
);

export const FINDING_ACKNOWLEDGEMENT_LEAF = leafKind(
  "finding_acknowledgement",
  {
    finding_id: "uuid",
    disclosure_id: "uuid",
    acknowledged_at: "moment",
    acknowledged_by: "text",
    free_text_commitments: "json",
  },
  { key: ["finding_id", "disclosure_id"] },
);
