import { leafKind } from "../ledger/index.js";

export const SUBJECT_FACT_LEAF = leafKind(
  "subject_fact",
  {
    id: "uuid",
    kind: "text",
    recorded_at: "moment",
    recorded_by: "text",
    moment: "moment",
    ended_on: "day",
    legal_ground: "text",
    policy_version: "number",
    restriction: "text",
    categories: "keys",
    purposes: "keys",
    lifts: "uuid",
    agreement: "erasable bytes",
    subject_count: "number",
    subject_list: "uuid",
    free_text_commitments: "json",
  },
  {
    users: { table: "subject_fact_member", owner: "fact_id", names: "id" },
    // As blind_agreements has it: of facts about one user alone, whom an erasure names.
    erasedWhere: `r.subject_count = 1 AND EXISTS (
      SELECT FROM subject_fact_member AS own
        JOIN subject_fact_member AS other USING (segment, slot)
        JOIN subject_fact AS erasure ON erasure.id = other.fact_id AND erasure.kind = 'ERASURE'
       WHERE own.fact_id = r.id AND own.slot >= 0)`,
  },
);
