import { leafKind } from "../../ledger/index.js";

export const SIGN_IN_END_LEAF = leafKind("sign_in_end", {
  id: "uuid",
  person_id: "text",
  ended_at: "moment",
  ended_by: "text",
});
