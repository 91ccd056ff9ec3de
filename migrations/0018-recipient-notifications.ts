import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * What recipients are to be told of users' data, and what was reported of it. The notification and its reports are facts and name no
 * user; whom it is about stands sealed in a row of its own, which goes as soon as the notification is closed.
 *
 * All tables are spread by the request, so that what is settled together lies together.
 */
export class RecipientNotifications1763800000018 extends ForwardOnlyMigration {
  readonly name = "RecipientNotifications1763800000018";
  protected readonly statements = [
    // It stands with the key, so that a new secret changes nothing of it.
    `ALTER TABLE api_key
       ADD COLUMN recipients text[] NOT NULL DEFAULT '{}'
       CONSTRAINT api_key_recipients CHECK (cardinality(recipients) = 0 OR role = 'INTEGRATION')`,
    // due_on is missing where no rule names a period, or where the calendar lacks the year that missing_year names.
    `CREATE TABLE recipient_notification (
       id uuid NOT NULL,
       request_id uuid NOT NULL,
       decided_at timestamptz(3) NOT NULL,
       opened_at timestamptz(3) NOT NULL,
       due_on date,
       missing_year integer,
       kind text NOT NULL,
       recipient text NOT NULL CONSTRAINT recipient_notification_recipient REFERENCES recipient (key),
       channel text NOT NULL CONSTRAINT recipient_notification_channel CHECK (channel IN ('API','EMAIL','POST')),
       categories text[] NOT NULL CONSTRAINT recipient_notification_categories CHECK (cardinality(categories) > 0),
       CONSTRAINT recipient_notification_pk PRIMARY KEY (id, request_id),
       CONSTRAINT recipient_notification_due CHECK (num_nonnulls(due_on, missing_year) <= 1)
     )`,
    `CREATE UNIQUE INDEX recipient_notification_by_request ON recipient_notification (request_id, recipient)`,
    `CREATE INDEX recipient_notification_by_opened ON recipient_notification (opened_at, id)`,
    `CREATE INDEX recipient_notification_by_recipient ON recipient_notification (recipient, opened_at, id)`,
    `CREATE TABLE recipient_notification_standing (
       request_id uuid NOT NULL,
       notification_id uuid NOT NULL,
       status text NOT NULL CONSTRAINT recipient_notification_standing_status
         CHECK (status IN ('OPEN','SENT','ACKNOWLEDGED','IMPOSSIBLE')),
       CONSTRAINT recipient_notification_standing_pk PRIMARY KEY (request_id, notification_id)
     )`,
    `CREATE INDEX recipient_notification_standing_open ON recipient_notification_standing (request_id, notification_id)
       WHERE status = 'OPEN'`,
    // Each status is reported once at most: that of a closed notification is the last.
    `CREATE TABLE recipient_notification_report (
       id uuid NOT NULL,
       request_id uuid NOT NULL,
       notification_id uuid NOT NULL,
       number integer NOT NULL CONSTRAINT recipient_notification_report_number CHECK (number >= 1),
       status text NOT NULL CONSTRAINT recipient_notification_report_status
         CHECK (status IN ('SENT','ACKNOWLEDGED','IMPOSSIBLE')),
       channel text NOT NULL CONSTRAINT recipient_notification_report_channel CHECK (channel IN ('API','EMAIL','POST')),
       reported_at timestamptz(3) NOT NULL,
       reported_by text NOT NULL,
       free_text_commitments jsonb,
       CONSTRAINT recipient_notification_report_pk PRIMARY KEY (request_id, notification_id, number)
     )`,
    `CREATE TABLE recipient_notification_secret (
       request_id uuid NOT NULL,
       notification_id uuid NOT NULL,
       sealed bytea NOT NULL,
       CONSTRAINT recipient_notification_secret_pk PRIMARY KEY (request_id, notification_id)
     )`,
  ];
}
