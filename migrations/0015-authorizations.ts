import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * What was authorized before it was disclosed. The authorization is a fact; the users whom it permits, and those it leaves out,
 * are lists that expire with it. The registry makes those itself, out of numbers, so that it knows no digest of them.
 */
export class Authorizations1763800000015 extends ForwardOnlyMigration {
  readonly name = "Authorizations1763800000015";
  protected readonly statements = [
    `CREATE TABLE disclosure_authorization (
       id uuid CONSTRAINT disclosure_authorization_pk PRIMARY KEY,
       authorized_at timestamptz(3) NOT NULL,
       authorized_by text NOT NULL,
       expires_at timestamptz(3) NOT NULL,
       direction text NOT NULL CONSTRAINT disclosure_authorization_direction CHECK (direction IN ('OUTBOUND','INBOUND')),
       recipient text NOT NULL CONSTRAINT disclosure_authorization_recipient REFERENCES recipient (key),
       purpose text NOT NULL CONSTRAINT disclosure_authorization_purpose REFERENCES processing_purpose (key),
       legal_ground text NOT NULL CONSTRAINT disclosure_authorization_legal_ground REFERENCES legal_ground (key),
       categories text[] NOT NULL CONSTRAINT disclosure_authorization_categories CHECK (cardinality(categories) > 0),
       agreement text CONSTRAINT disclosure_authorization_agreement REFERENCES agreement (key),
       safeguard text CONSTRAINT disclosure_authorization_safeguard REFERENCES safeguard (key),
       authority_request uuid,
       stated_destination text,
       revision integer NOT NULL CONSTRAINT disclosure_authorization_revision REFERENCES data_map_revision (number),
       permitted_count integer NOT NULL CONSTRAINT disclosure_authorization_permitted_count CHECK (permitted_count > 0),
       excluded_count integer NOT NULL
     )`,
    `ALTER TABLE disclosure ADD COLUMN authorization_id uuid`,
    `ALTER TABLE subject_list ALTER COLUMN digest DROP NOT NULL`,
  ];
}
