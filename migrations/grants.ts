import type { Grant, TableGrant } from "../src/platform/db/grants.js";
import { forReader } from "./for-reader.js";

/** What happened: nobody changes it. */
function fact(table: string): TableGrant {
  return { table, kind: "fact", privileges: "SELECT, INSERT" };
}

/** What mirrors one kind of the data map's entries: a new revision may rename or retire one, or change the other columns named. */
function mirror(table: string, ...others: readonly string[]): TableGrant {
  return {
    table,
    kind: "catalogue",
    privileges: `SELECT, INSERT, UPDATE (${["name", "retired_on", ...others].join(", ")})`,
  };
}

/** A table of the ledger, which the API's role may only read unless `privileges` says more. */
function ledger(table: string, sequencer: string, privileges = "SELECT"): TableGrant {
  return { table, kind: "ledger", privileges, sequencer };
}

/** What the API's role may do, table by table, and with the ledger's the sequencer's role, which may do nothing else. A table that is not here stops the migration; a function that is not here is not its to call. */
const served: readonly Grant[] = [
  fact("data_map_revision"),
  { table: "data_map_head", kind: "catalogue", privileges: "SELECT, INSERT, UPDATE (revision)" },
  mirror("subject_kind"),
  mirror("collection_channel", "kind"),
  mirror("data_category"),
  mirror("processing_purpose"),
  mirror("legal_ground", "kind"),
  mirror("jurisdiction"),
  mirror("safeguard", "kind"),
  mirror("security_measure", "kind"),
  mirror("service_type"),
  mirror("recipient", "kind", "jurisdiction"),
  mirror("agreement", "recipient"),
  mirror("sharing_rule"),
  mirror("data_store", "country"),
  mirror("retention_rule"),
  mirror("processing_activity"),
  mirror("impediment"),
  mirror("rights_rule", "request_kind"),
  mirror("intake_rule"),
  { table: "policy_version", kind: "catalogue", privileges: "SELECT, INSERT, UPDATE (name, effective_from)" },
  fact("api_key"),
  fact("api_key_secret"),
  fact("api_key_revocation"),
  fact("person_identity"),
  fact("secret_fingerprint"),
  {
    table: "api_key_use",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (last_used_at)",
    why: "it says when a key was last used, and the next use is later",
  },
  {
    table: "secret_rotation",
    kind: "mutable",
    privileges:
      "SELECT, INSERT, UPDATE (earlier, wrapping_at, settled_at, reached_table, reached_key, wrapped_rows)",
    why: "it says how far the rows have come to another secret",
  },
  {
    table: "subject",
    kind: "mutable",
    privileges: "SELECT, INSERT, DELETE",
    why: "deleting a row erases a person",
  },
  {
    table: "subject_number_block",
    kind: "mutable",
    privileges: "SELECT, UPDATE (next)",
    why: "each process takes its blocks of numbers from here",
  },
  {
    table: "sealed_reference",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (sealed), DELETE",
    why: "erased with its person, and sealed anew under another secret",
  },
  fact("subject_look_up"),
  {
    table: "erased_subject",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (restored_at), DELETE",
    why: "a user who was erased may restore the account, and a tombstone is put in anew under another secret",
  },
  {
    table: "erasure_pending",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (sealed, horizon), DELETE",
    why: "a row goes as soon as what was under way during the erasure has been looked through",
  },
  fact("erasure_outcome"),
  {
    table: "subject_list",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (digest), DELETE",
    why: "a list expires, and its digest goes when one of its users is erased",
  },
  {
    table: "subject_list_segment",
    kind: "mutable",
    privileges: "SELECT, INSERT, DELETE",
    why: "it goes with its list",
  },
  fact("coverage"),
  { table: "coverage_detached", kind: "catalogue", privileges: "SELECT" },
  fact("subject_fact"),
  fact("subject_fact_member"),
  fact("authority_request"),
  fact("authority_review"),
  fact("accounting_suspension"),
  fact("disclosure"),
  fact("amendment"),
  fact("superseded"),
  fact("judgement"),
  fact("judgement_superseded"),
  fact("finding"),
  fact("finding_member"),
  fact("finding_acknowledgement"),
  fact("disclosure_authorization"),
  fact("policy_text"),
  fact("rights_request"),
  fact("rights_request_step"),
  {
    table: "rights_request_standing",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (status, due_on, awaits_calendar)",
    why: "it follows from a request's steps, and from the years that the calendar has",
  },
  {
    table: "rights_request_person",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (pseudonym, sealed), DELETE",
    why: "a decided request needs the reference no more, an erased person has no requests, and both are wrapped anew under another secret",
  },
  fact("destruction"),
  fact("destruction_member"),
  {
    table: "judgement_pending",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (horizon, reached), DELETE",
    why: "a row goes as soon as all that its fact touches has been judged again",
  },
  {
    table: "free_text",
    kind: "mutable",
    privileges: "SELECT, INSERT, DELETE",
    why: "people may have written of people",
  },
  {
    table: "disclosure_fingerprint",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (subjects, content, external_reference), DELETE",
    why: "it depends on who was covered, so it goes when one of them is erased, and it is wrapped anew under another secret",
  },
  {
    table: "rollup_pending",
    kind: "mutable",
    privileges: "SELECT, INSERT, DELETE",
    why: "a row goes as soon as the roll-up has counted it",
  },
  { table: "disclosure_combination", kind: "catalogue", privileges: "SELECT, INSERT" },
  {
    table: "disclosure_rollup",
    kind: "mutable",
    privileges:
      "SELECT, INSERT, UPDATE (disclosures, subject_disclosures, superseded_disclosures, superseded_subject_disclosures), DELETE",
    why: "it is computed from facts, and computed anew when the controller's time zone changes",
  },
  {
    table: "rollup_progress",
    kind: "mutable",
    privileges: "SELECT, UPDATE (time_zone, counted_up_to)",
    why: "it says how far the roll-up has counted",
  },
  fact("accounting_given"),
  {
    table: "accounting_given_person",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (pseudonym), DELETE",
    why: "an erased person was given nothing that could be named, and a pseudonym is wrapped anew under another secret",
  },
  fact("recipient_notification"),
  {
    table: "recipient_notification_standing",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (status)",
    why: "it says how far a notification has come",
  },
  fact("recipient_notification_report"),
  {
    table: "recipient_notification_secret",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (sealed), DELETE",
    why: "whom a notification is about goes as soon as it is closed, and is sealed anew under another secret",
  },
  ledger("ledger_log", "SELECT, UPDATE (origin, is_on, verifier_key, halted)"),
  ledger("ledger_pending", "SELECT, DELETE", "SELECT, INSERT"),
  ledger("ledger_leaf", "SELECT, INSERT"),
  ledger("ledger_tile", "SELECT, INSERT, UPDATE (hashes)"),
  ledger("ledger_head", "SELECT, UPDATE (size)"),
  ledger("ledger_checkpoint", "SELECT, INSERT, UPDATE (note)"),
  ledger("ledger_backfill", "SELECT, INSERT, DELETE", "SELECT, INSERT, UPDATE, DELETE"),
  {
    function: "make_coverage_partitions(timestamptz, timestamptz)",
    kind: "function",
    why: "each month of coverage needs its partition before its first row",
  },
  {
    function: "compact_coverage_partition(timestamptz)",
    kind: "function",
    why: "the rows of a closed month are put in order once; none is added, changed or removed",
  },
  {
    function: "blind_agreements(bigint)",
    kind: "function",
    why: "the agreements of an erased user are not to be recognised; nothing else of a fact changes, and nobody else's facts",
  },
];

/** The same, with what the reader's role may read. */
export const grants: readonly Grant[] = served.map(forReader);
