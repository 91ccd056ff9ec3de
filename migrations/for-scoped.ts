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
  authority_review: "SELECT (id, authority_request, number, lawful)",

  // Users whom they name: a number for each, and what was recorded that decides what may go to anybody. That an erased user came up again
  // is such a fact.
  subject: ADDS,
  subject_number_block: "SELECT, UPDATE (next)",
  sealed_reference: "SELECT (subject_number), INSERT",
  erased_subject: "SELECT (tombstone, erased_on, restored_at)",
  subject_fact: ADDS,
  subject_fact_member: ADDS,
  subject_list: ADDS,
  subject_list_segment: ADDS,
  secret_rotation: "SELECT (generation, wrapping_at, settled_at)",

  // What they are told of users' requests, and report. The last report ends the request, of which nothing else is read; that they were
  // told of a user is a look-up.
  recipient_notification: "SELECT",
  recipient_notification_standing: "SELECT, UPDATE (status)",
  recipient_notification_secret: "SELECT",
  recipient_notification_report: ADDS,
  rights_request: "SELECT (id, kind)",
  rights_request_standing: "SELECT (request_id, status), UPDATE (status)",
  rights_request_step: "SELECT (request_id, number), INSERT",
  subject_look_up: "INSERT",

  // Which revision of the data map is the newest, and what kind a recipient is, by which they have their own counted.
  data_map_head: "SELECT",
  recipient: "SELECT (key, kind)",

  // A leaf for each fact, and receipts.
  ledger_log: "SELECT (is_on, salt)",
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
