import { leafKind } from "../ledger/index.js";

export const SECRET_FINGERPRINT_LEAF = leafKind(
  "secret_fingerprint",
  { purpose: "text", fingerprint: "committed bytes" },
  { key: ["purpose"] },
);
