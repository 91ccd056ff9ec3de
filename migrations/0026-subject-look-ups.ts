import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** That somebody looked a user up, and how: who, when, and under which number the user was known. */
export class SubjectLookUps1763800000026 extends ForwardOnlyMigration {
  readonly name = "SubjectLookUps1763800000026";
  protected readonly statements = [
    `CREATE TABLE subject_look_up (
       id uuid CONSTRAINT subject_look_up_pk PRIMARY KEY,
       recorded_at timestamptz(3) NOT NULL,
       recorded_by text NOT NULL,
       kind text NOT NULL CONSTRAINT subject_look_up_kind CHECK (kind IN (
         'REFERENCE', 'FILTER', 'RIGHTS_REQUEST', 'ACCOUNTING', 'COVERAGE_PROOF', 'EVALUATION', 'LIST_MATCH', 'BREACH_EXPORT', 'REVEAL')),
       subject_number bigint,
       about uuid,
       free_text_commitments jsonb
     )`,
    // Who looked a user up, the latest first.
    `CREATE INDEX subject_look_up_subject ON subject_look_up (subject_number, id) WHERE subject_number IS NOT NULL`,
    // What one key looked up.
    `CREATE INDEX subject_look_up_recorded_by ON subject_look_up (recorded_by, id)`,
  ];
}
