import { leafKind } from "../../ledger/index.js";

export const DISCLOSURE_AUTHORIZATION_LEAF = leafKind("disclosure_authorization", {
  id: "uuid",
  authorized_at: "moment",
  authorized_by: "text",
  expires_at: "moment",
  direction: "text",
  recipient: "text",
  purpose: "text",
  legal_ground: "text",
  categories: "keys",
  agreement: "text",
  safeguard: "text",
  authority_request: "uuid",
  stated_destination: "text",
  revision: "number",
  permitted_count: "number",
  excluded_count: "number",
});
