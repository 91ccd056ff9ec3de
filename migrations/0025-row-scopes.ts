import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Keys bound to purposes, too, and row-level security under what they may see: whoever works under a role whose name ends in `_scoped`
 * finds only rows of the recipients and purposes that its transaction names, and none where it names none.
 *
 * Each policy names its condition once, for everybody: other roles pass by their name. `applyGrants` adds one that lets the roles that
 * serve pass unseen, so that nothing is asked of theirs. Tables that are written by COPY (coverage, finding_member,
 * subject_list_segment) cannot have any; they hold numbers of users and ids alone.
 */
const ANYBODY_ELSE = "right(current_user, 7) <> '_scoped'";

/** Whether a column's key is among those of a setting, of which none is shown where there is no such setting. */
function isAmong(column: string, setting: string): string {
  return `${column} = ANY (string_to_array(current_setting('registry.${setting}', true), ','))`;
}

/** The same, where `*` stands for all. */
function isWithin(column: string, setting: string): string {
  return `(current_setting('registry.${setting}', true) = '*' OR ${isAmong(column, setting)})`;
}

const BY_RECIPIENT_AND_PURPOSE = `${isWithin("recipient", "recipients")} AND ${isWithin("purpose", "purposes")}`;

/** Of rows that belong to a row of another table: the policy of that one decides. */
function belongsTo(table: string, condition: string): string {
  return `EXISTS (SELECT FROM ${table} WHERE ${condition})`;
}

const belongsToDisclosure = (table: string, column = "disclosure_id") =>
  belongsTo("disclosure", `disclosure.id = ${table}.${column}`);

const NOTIFICATION = (table: string) =>
  belongsTo(
    "recipient_notification n",
    `n.request_id = ${table}.request_id AND n.id = ${table}.notification_id`,
  );

/** Which rows of each table are within a scope. */
const WITHIN: Readonly<Record<string, string>> = {
  disclosure: BY_RECIPIENT_AND_PURPOSE,
  disclosure_combination: BY_RECIPIENT_AND_PURPOSE,
  disclosure_authorization: BY_RECIPIENT_AND_PURPOSE,
  finding: BY_RECIPIENT_AND_PURPOSE,
  authority_request: isWithin("recipient", "recipients"),
  // Of all recipients only for those who are bound to none: whom a notification is about is nobody's business but its recipient's.
  recipient_notification: isAmong("recipient", "recipients"),
  recipient_notification_report: NOTIFICATION("recipient_notification_report"),
  recipient_notification_secret: NOTIFICATION("recipient_notification_secret"),
  disclosure_rollup: belongsTo("disclosure_combination c", "c.id = disclosure_rollup.combination"),
  amendment: belongsToDisclosure("amendment", "amends"),
  superseded: belongsToDisclosure("superseded"),
  disclosure_fingerprint: belongsToDisclosure("disclosure_fingerprint"),
  judgement: belongsToDisclosure("judgement"),
  judgement_superseded: belongsToDisclosure("judgement_superseded"),
  finding_acknowledgement: belongsToDisclosure("finding_acknowledgement"),
  authority_review: belongsTo("authority_request r", "r.id = authority_review.authority_request"),
  accounting_suspension: belongsTo("authority_request r", "r.id = accounting_suspension.authority_request"),
  free_text: [
    belongsToDisclosure("free_text", "fact_id"),
    belongsTo("amendment", "amendment.id = free_text.fact_id"),
    belongsTo("authority_request", "authority_request.id = free_text.fact_id"),
    belongsTo("recipient_notification_report", "recipient_notification_report.id = free_text.fact_id"),
  ].join(" OR "),
};

/** What is added by the statement that adds its disclosure, which it cannot see yet: anybody may add, and sees what is within. */
const ADDED_AT_ONCE: Readonly<Record<string, string>> = {
  rollup_pending: belongsToDisclosure("rollup_pending"),
  ledger_pending: belongsToDisclosure("ledger_pending", "event"),
  ledger_leaf: belongsToDisclosure("ledger_leaf", "event"),
};

export class RowScopes1763800000025 extends ForwardOnlyMigration {
  readonly name = "RowScopes1763800000025";
  protected readonly statements = [
    `ALTER TABLE api_key
       DROP CONSTRAINT api_key_recipients,
       ADD CONSTRAINT api_key_recipients CHECK (cardinality(recipients) = 0 OR role IN ('INTEGRATION','REPORTER')),
       ADD COLUMN purposes text[]
         CONSTRAINT api_key_purposes CHECK (purposes IS NULL OR cardinality(purposes) > 0 AND role IN ('INTEGRATION','REPORTER'))`,
    ...Object.entries(WITHIN).flatMap(([table, condition]) => secured(table, condition)),
    ...Object.entries(ADDED_AT_ONCE).flatMap(([table, condition]) =>
      secured(table, condition, " WITH CHECK (true)"),
    ),
    `CREATE INDEX recipient_notification_report_by_id ON recipient_notification_report (id)`,
  ];
}

function secured(table: string, condition: string, check = ""): string[] {
  return [
    `CREATE POLICY row_scope ON ${table} USING (${ANYBODY_ELSE} OR ${condition})${check}`,
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ];
}
