import { leafKind } from "../../ledger/index.js";

export const ERASURE_OUTCOME_LEAF = leafKind(
  "erasure_outcome",
  {
    request_id: "uuid",
    category: "text",
    fate: "text",
    kept_until: "day",
    revision: "number",
    rules: "keys",
  },
  { key: ["request_id", "category"] },
);
