import { leafKind } from "../ledger/index.js";

export const DATA_MAP_REVISION_LEAF = leafKind(
  "data_map_revision",
  {
    number: "number",
    effective_from: "moment",
    applied_at: "moment",
    applied_by: "committed text",
    message: "committed text",
    document: "committed json",
    source_text: "committed text",
  },
  { key: ["number"] },
);
