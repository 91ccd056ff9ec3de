import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * What is true of users, in acts: a consent, its withdrawal, the end of an agreement, a restriction, its lifting. One act is one row
 * of `subject_fact`, and whom it is about, one user or a million, is a packed set as in `coverage`.
 */
export class SubjectFacts1763800000011 extends ForwardOnlyMigration {
  readonly name = "SubjectFacts1763800000011";
  protected readonly statements = [
    // Columns of fixed width first: it saves the room that would be left between them.
    `CREATE TABLE subject_fact (
       id uuid CONSTRAINT subject_fact_pk PRIMARY KEY,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       moment timestamptz(3),
       ended_on date,
       policy_version integer CONSTRAINT subject_fact_policy_version REFERENCES policy_version (number),
       subject_count integer NOT NULL CONSTRAINT subject_fact_subject_count CHECK (subject_count > 0),
       lifts uuid,
       subject_list uuid,
       kind text NOT NULL,
       recorded_by text NOT NULL,
       legal_ground text CONSTRAINT subject_fact_legal_ground REFERENCES legal_ground (key),
       agreement bytea,
       restriction text CONSTRAINT subject_fact_restriction CHECK (restriction IN ('REFUSAL','BLOCK','NO_COMMUNICATION')),
       categories text[],
       purposes text[],
       free_text_commitments jsonb,
       CONSTRAINT subject_fact_kind CHECK (
         CASE kind
           WHEN 'CONSENT' THEN num_nulls(legal_ground, policy_version, moment) = 0
           WHEN 'WITHDRAWAL' THEN num_nulls(legal_ground, moment) = 0
           WHEN 'AGREEMENT_END' THEN ended_on IS NOT NULL
           WHEN 'RESTRICTION' THEN num_nulls(restriction, categories, purposes, moment) = 0
           WHEN 'LIFTING' THEN num_nulls(lifts, moment) = 0
           ELSE false
         END)
     )`,
    `CREATE TABLE subject_fact_member (
       segment integer NOT NULL,
       slot smallint NOT NULL,
       fact_id uuid NOT NULL,
       offsets smallint[],
       bitmap bit(4096),
       CONSTRAINT subject_fact_member_pk PRIMARY KEY (segment, slot, fact_id),
       CONSTRAINT subject_fact_member_form CHECK (CASE WHEN slot = -1 THEN num_nonnulls(offsets, bitmap) = 1
                                                       ELSE slot BETWEEN 0 AND 4095 AND num_nonnulls(offsets, bitmap) = 0 END)
     )`,
    `CREATE INDEX subject_fact_member_by_fact ON subject_fact_member (fact_id)`,
  ];
}
