import { leafKind } from "../ledger/index.js";

export const API_KEY_LEAF = leafKind("api_key", {
  id: "text",
  name: "committed text",
  role: "text",
  recipients: "keys",
  created_at: "moment",
  created_by: "text",
  expires_at: "moment",
  allowed_addresses: "committed json",
  purposes: "keys",
  trusted_documents: "committed json",
});

export const API_KEY_SECRET_LEAF = leafKind(
  "api_key_secret",
  {
    api_key_id: "text",
    number: "number",
    secret_hash: "committed bytes",
    created_at: "moment",
    created_by: "text",
    earlier_end_at: "moment",
  },
  { key: ["api_key_id", "number"] },
);

export const API_KEY_REVOCATION_LEAF = leafKind(
  "api_key_revocation",
  { api_key_id: "text", revoked_at: "moment", revoked_by: "text" },
  { key: ["api_key_id"] },
);
