import type { Grant, TableGrant } from "../src/platform/db/grant-list.js";
import { forReader } from "./for-reader.js";
import { forScoped } from "./for-scoped.js";

/** What happened: nobody changes it. */
function fact(table: string): TableGrant {
  return { table, kind: "fact", privileges: "SELECT, INSERT" };
}

/** What a person is known or found by, or what people wrote: the API's role cannot change it, the eraser's can. */
function person(
  table: string,
  privileges: "SELECT" | "SELECT, INSERT",
  eraser: string,
  why: string,
): TableGrant {
  return { table, kind: "person", privileges, eraser, why };
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

/** What the API's role may do, table by table, with the ledger's the sequencer's role, which may do nothing else, and with what holds persons the eraser's. A table that is not here stops the migration; a function that is not here is not its to call. */
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
  fact("sign_in_end"),
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
  person(
    "subject",
    "SELECT, INSERT",
    "SELECT, INSERT, DELETE",
    "deleting a row erases a person, and a pseudonym is put in anew under another secret",
  ),
  {
    table: "subject_number_block",
    kind: "mutable",
    privileges: "SELECT, UPDATE (next)",
    why: "each process takes its blocks of numbers from here",
  },
  person(
    "sealed_reference",
    "SELECT, INSERT",
    "SELECT, UPDATE (sealed), DELETE",
    "erased with its person, and sealed anew under another secret",
  ),
  fact("subject_look_up"),
  person(
    "erased_subject",
    "SELECT",
    "SELECT, INSERT, UPDATE (restored_at), DELETE",
    "a user who was erased may restore the account, and a tombstone is put in anew under another secret",
  ),
  person(
    "erasure_pending",
    "SELECT",
    "SELECT, INSERT, UPDATE (sealed, horizon), DELETE",
    "a row goes as soon as what was under way during the erasure has been looked through",
  ),
  fact("erasure_outcome"),
  person(
    "subject_list",
    "SELECT, INSERT",
    "SELECT, UPDATE (digest), DELETE",
    "a list expires, and its digest goes when one of its users is erased",
  ),
  person("subject_list_segment", "SELECT, INSERT", "SELECT, DELETE", "it goes with its list"),
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
  person(
    "rights_request_person",
    "SELECT, INSERT",
    "SELECT, UPDATE (pseudonym, sealed), DELETE",
    "a decided request needs the reference no more, an erased person has no requests, and both are wrapped anew under another secret",
  ),
  fact("destruction"),
  fact("destruction_member"),
  {
    table: "judgement_pending",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (horizon, reached), DELETE",
    why: "a row goes as soon as all that its fact touches has been judged again",
  },
  person("free_text", "SELECT, INSERT", "SELECT, DELETE", "people may have written of people"),
  person(
    "disclosure_fingerprint",
    "SELECT, INSERT",
    "SELECT, UPDATE (subjects, content, external_reference), DELETE",
    "it depends on who was covered, so it goes when one of them is erased, and it is wrapped anew under another secret",
  ),
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
  person(
    "accounting_given_person",
    "SELECT, INSERT",
    "SELECT, UPDATE (pseudonym), DELETE",
    "an erased person was given nothing that could be named, and a pseudonym is wrapped anew under another secret",
  ),
  fact("recipient_notification"),
  {
    table: "recipient_notification_standing",
    kind: "mutable",
    privileges: "SELECT, INSERT, UPDATE (status)",
    why: "it says how far a notification has come",
  },
  fact("recipient_notification_report"),
  person(
    "recipient_notification_secret",
    "SELECT, INSERT",
    "SELECT, UPDATE (sealed), DELETE",
    "whom a notification is about goes as soon as it is closed, and is sealed anew under another secret",
  ),
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
    calledBy: "api",
    why: "each month of coverage needs its partition before its first row",
  },
  {
    function: "compact_coverage_partition(timestamptz)",
    kind: "function",
    calledBy: "api",
    why: "the rows of a closed month are put in order once; none is added, changed or removed",
  },
  {
    function: "blind_agreements(bigint)",
    kind: "function",
    calledBy: "eraser",
    why: "the agreements of an erased user are not to be recognised; nothing else of a fact changes, and nobody else's facts",
  },
];

/** The same, with what the reader's role may read and what requests of bound keys may do. */
export const grants: readonly Grant[] = served.map(forReader).map(forScoped);
