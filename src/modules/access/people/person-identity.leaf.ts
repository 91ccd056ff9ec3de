import { leafKind } from "../../ledger/index.js";

export const PERSON_IDENTITY_LEAF = leafKind("person_identity", {
  id: "text",
  digest: "committed bytes",
  name: "committed text",
  recorded_at: "moment",
});
