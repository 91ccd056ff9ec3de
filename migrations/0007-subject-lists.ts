import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Uploaded lists of users, packed by segment as coverage is. They expire, so neither table is a fact.
 *
 * The number stands in the pseudonym's index too: a list of a million users is looked up there alone. Rows of `subject` never
 * change, so a vacuum has only to mark new pages as visible to all, and does so early for the look-ups' sake.
 */
export class SubjectLists1763800000007 extends ForwardOnlyMigration {
  readonly name = "SubjectLists1763800000007";
  protected readonly statements = [
    `ALTER TABLE subject DROP CONSTRAINT subject_pk`,
    `ALTER TABLE subject ADD CONSTRAINT subject_pk PRIMARY KEY (pseudonym) INCLUDE (number)`,
    `ALTER TABLE subject SET (autovacuum_vacuum_insert_scale_factor = 0.02)`,
    `CREATE TABLE subject_list (
       id uuid CONSTRAINT subject_list_pk PRIMARY KEY,
       created_at timestamptz(3) NOT NULL,
       created_by text NOT NULL,
       subject_count integer NOT NULL CONSTRAINT subject_list_subject_count CHECK (subject_count > 0),
       digest bytea NOT NULL,
       expires_at timestamptz(3) NOT NULL
     )`,
    `CREATE INDEX subject_list_by_expiry ON subject_list (expires_at)`,
    `CREATE TABLE subject_list_segment (
       list_id uuid NOT NULL,
       segment integer NOT NULL,
       offsets smallint[],
       bitmap bit(4096),
       CONSTRAINT subject_list_segment_pk PRIMARY KEY (list_id, segment),
       CONSTRAINT subject_list_segment_form CHECK (num_nonnulls(offsets, bitmap) = 1)
     )`,
  ];
}
