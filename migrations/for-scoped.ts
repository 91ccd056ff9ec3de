import type { Grant } from "../src/platform/db/grant-list.js";

const ADDS = "SELECT, INSERT";

/**
 * What the scoped role may do: what requests of bound keys ask for, and nothing else. Row-level security shows it of these tables the rows of
 * its recipients and purposes alone, where they have such.
 */
export const GRANTED_TO_SCOPED: Readonly<Record<string, string>> = {
  // Their disclosures, with what is decided and counted about them. Why it is forbidden they are told at once, of whom never.
  disclosure: ADDS,
  amendment: ADDS,
  superseded: ADDS,
  judgement: ADDS,
  judgement_superseded: ADDS,
  finding: ADDS,
  finding_member: "INSERT",
  disclosure_authorization: ADDS,
  disclosure_fingerprint: ADDS,
  free_text: ADDS,
  coverage: ADDS,
  rollup_pending: ADDS,
  rollup_progress: "SELECT",
  disclosure_rollup: "SELECT",
  disclosure_combination: "SELECT",

  // Demands, which they register, and whether each was found lawful since.
  authority_request: ADDS,
  authority_review: "SELECT",

  // Users whom they name: a number for each, and what was recorded that decides what may go to anybody. That an erased user came up again
  // is such a fact.
  subject: ADDS,
  subject_number_block: "SELECT, UPDATE (next)",
  sealed_reference: "SELECT (subject_number), INSERT",
  erased_subject: "SELECT",
  subject_fact: ADDS,
  subject_fact_member: ADDS,
  subject_list: ADDS,
  subject_list_segment: ADDS,
  secret_rotation: "SELECT (generation, wrapping_at, settled_at)",

  // What they are told of users' requests, and report; the last report ends the request. Whom they were told of is a look-up, and its
  // leaf is made of the row.
  recipient_notification: "SELECT",
  recipient_notification_standing: "SELECT, UPDATE (status)",
  recipient_notification_secret: "SELECT",
  recipient_notification_report: ADDS,
  rights_request: "SELECT",
  rights_request_standing: "SELECT, UPDATE (status)",
  rights_request_step: ADDS,
  subject_look_up: ADDS,

  // The data map, read as a whole where a newer revision is there; what kind a recipient is, by which they have their own counted; and by
  // what name somebody recorded.
  data_map_head: "SELECT",
  data_map_revision: "SELECT",
  recipient: "SELECT (key, kind)",
  api_key: "SELECT (id, name)",
  person_identity: "SELECT (id, name)",

  // A leaf for each fact, and receipts.
  ledger_log: "SELECT",
  ledger_pending: "INSERT",
  ledger_leaf: "SELECT",
  ledger_tile: "SELECT",
  ledger_checkpoint: "SELECT",

  "make_coverage_partitions(timestamptz, timestamptz)": "EXECUTE",
};

/** Marks what the scoped role may do. */
export function forScoped(grant: Grant): Grant {
  if (grant.kind === "function")
    return grant.function in GRANTED_TO_SCOPED ? { ...grant, scoped: "EXECUTE" } : grant;
  const scoped = GRANTED_TO_SCOPED[grant.table];
  return scoped === undefined ? grant : { ...grant, scoped };
}
