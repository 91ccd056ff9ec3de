import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** A projection table: what foreign keys and joins need of one kind of entry. `columns` come after the key and the name. */
function projection(table: string, columns: readonly string[] = [], key = "key"): string {
  return `CREATE TABLE ${table} (
    ${[
      `${key} text CONSTRAINT ${table}_pk PRIMARY KEY`,
      `name text NOT NULL`,
      ...columns,
      `first_revision integer NOT NULL CONSTRAINT ${table}_first_revision REFERENCES data_map_revision (number)`,
      `retired_on date`,
    ].join(",\n    ")}
  )`;
}

const KIND = "kind text NOT NULL";

/** The data map: its revisions, the newest one's number, and a projection of it for each kind of entry. */
export class DataMap1763800000001 extends ForwardOnlyMigration {
  readonly name = "DataMap1763800000001";
  protected readonly statements = [
    // A revision is a fact. The first applies from the beginning of time, so it alone has no effective_from.
    `CREATE TABLE data_map_revision (
       number integer CONSTRAINT data_map_revision_pk PRIMARY KEY
         CONSTRAINT data_map_revision_number_positive CHECK (number >= 1),
       document jsonb NOT NULL,
       source_text text NOT NULL,
       effective_from timestamptz(3),
       message text NOT NULL,
       applied_by text NOT NULL,
       applied_at timestamptz(3) NOT NULL,
       CONSTRAINT data_map_revision_first_without_start CHECK ((number = 1) = (effective_from IS NULL))
     )`,
    `CREATE TABLE data_map_head (
       only_row boolean CONSTRAINT data_map_head_pk PRIMARY KEY CONSTRAINT data_map_head_one_row CHECK (only_row),
       revision integer NOT NULL CONSTRAINT data_map_head_revision REFERENCES data_map_revision (number)
     )`,
    projection("subject_kind"),
    projection("collection_channel", [KIND]),
    projection("data_category"),
    projection("processing_purpose"),
    projection("legal_ground", [KIND]),
    projection("jurisdiction", [], "code"),
    projection("safeguard", [KIND]),
    projection("security_measure", [KIND]),
    projection("service_type"),
    projection("recipient", [
      KIND,
      "jurisdiction text NOT NULL CONSTRAINT recipient_jurisdiction REFERENCES jurisdiction (code)",
    ]),
    `CREATE INDEX recipient_by_jurisdiction ON recipient (jurisdiction)`,
    projection("agreement", [
      "recipient text NOT NULL CONSTRAINT agreement_recipient REFERENCES recipient (key)",
    ]),
    projection("sharing_rule"),
    projection("data_store", [
      "country text NOT NULL CONSTRAINT data_store_country REFERENCES jurisdiction (code)",
    ]),
    projection("retention_rule"),
    projection("processing_activity"),
    projection("impediment"),
    projection("rights_rule", ["request_kind text NOT NULL"]),
    projection("intake_rule"),
    `CREATE TABLE policy_version (
       number integer CONSTRAINT policy_version_pk PRIMARY KEY,
       name text NOT NULL,
       effective_from date NOT NULL,
       first_revision integer NOT NULL CONSTRAINT policy_version_first_revision REFERENCES data_map_revision (number)
     )`,
  ];
}
