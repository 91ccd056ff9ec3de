import { leafKind } from "../ledger/index.js";

/** The digest stands in clear, so that whoever has the published text can see that it is the one. */
export const POLICY_TEXT_LEAF = leafKind(
  "policy_text",
  {
    number: "number",
    language: "text",
    revision: "number",
    published_at: "moment",
    published_by: "text",
    sha256: "text",
    text: "committed text",
  },
  { key: ["number", "language"] },
);
