import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Disclosures and their amendments are facts. What may have to be erased (free text, and digests that depend on who was
 * covered) stands in tables of its own; the facts keep salted commitments to it.
 */
export class Disclosures1763800000005 extends ForwardOnlyMigration {
  readonly name = "Disclosures1763800000005";
  protected readonly statements = [
    `CREATE TABLE disclosure (
       id uuid CONSTRAINT disclosure_pk PRIMARY KEY,
       occurred_at timestamptz(3) NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text NOT NULL,
       direction text NOT NULL CONSTRAINT disclosure_direction CHECK (direction IN ('OUTBOUND','INBOUND')),
       nature text NOT NULL CONSTRAINT disclosure_nature CHECK (nature IN ('ROUTINE','ADDITIONAL')),
       recipient text NOT NULL CONSTRAINT disclosure_recipient REFERENCES recipient (key),
       purpose text NOT NULL CONSTRAINT disclosure_purpose REFERENCES processing_purpose (key),
       legal_ground text NOT NULL CONSTRAINT disclosure_legal_ground REFERENCES legal_ground (key),
       categories text[] NOT NULL CONSTRAINT disclosure_categories CHECK (cardinality(categories) > 0),
       agreement text CONSTRAINT disclosure_agreement REFERENCES agreement (key),
       safeguard text CONSTRAINT disclosure_safeguard REFERENCES safeguard (key),
       stated_destination text,
       counterparty_country text NOT NULL,
       cross_border boolean NOT NULL,
       channel text,
       outcome text,
       record_count integer,
       subject_count integer NOT NULL CONSTRAINT disclosure_subject_count CHECK (subject_count > 0),
       revision integer NOT NULL CONSTRAINT disclosure_revision REFERENCES data_map_revision (number),
       policy_version integer CONSTRAINT disclosure_policy_version REFERENCES policy_version (number),
       amends uuid,
       free_text_commitments jsonb
     )`,
    `CREATE INDEX disclosure_by_recorded ON disclosure (recorded_at, id)`,
    `CREATE INDEX disclosure_by_occurred ON disclosure (occurred_at, id)`,
    `CREATE INDEX disclosure_by_recipient ON disclosure (recipient, recorded_at, id)`,
    `CREATE INDEX disclosure_by_purpose ON disclosure (purpose, recorded_at, id)`,
    `CREATE INDEX disclosure_by_category ON disclosure USING gin (categories)`,
    `CREATE INDEX disclosure_across_borders ON disclosure (counterparty_country, recorded_at, id) WHERE cross_border`,
    `CREATE TABLE amendment (
       id uuid CONSTRAINT amendment_pk PRIMARY KEY,
       amends uuid NOT NULL,
       kind text NOT NULL CONSTRAINT amendment_kind CHECK (kind IN ('RESTATED','VOIDED')),
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text NOT NULL,
       free_text_commitments jsonb NOT NULL
     )`,
    // One row at most for each disclosure: what makes chains of amendments linear, under any concurrency.
    `CREATE TABLE superseded (
       disclosure_id uuid CONSTRAINT superseded_pk PRIMARY KEY,
       amendment_id uuid NOT NULL
     )`,
    `CREATE TABLE free_text (
       fact_id uuid NOT NULL,
       field text NOT NULL,
       body text NOT NULL,
       salt bytea NOT NULL,
       CONSTRAINT free_text_pk PRIMARY KEY (fact_id, field)
     )`,
    `CREATE TABLE disclosure_fingerprint (
       disclosure_id uuid CONSTRAINT disclosure_fingerprint_pk PRIMARY KEY,
       occurred_at timestamptz(3) NOT NULL,
       subjects bytea NOT NULL,
       content bytea NOT NULL,
       external_reference bytea
     )`,
    `CREATE INDEX disclosure_fingerprint_by_content ON disclosure_fingerprint (content, occurred_at)`,
    `CREATE INDEX disclosure_fingerprint_by_external_reference ON disclosure_fingerprint (external_reference)
       WHERE external_reference IS NOT NULL`,
  ];
}
