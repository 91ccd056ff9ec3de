import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Judgements of disclosures and their findings. All of them are facts: a later judgement stands beside the one it supersedes.
 *
 * A disclosure without a judgement was judged when it was recorded, and nothing was found. The disclosure's own id is part of
 * every key but that of the members, so that what is asked together lies together; what a finding repeats of its disclosure has
 * its foreign keys there.
 */
export class Judgements1763800000013 extends ForwardOnlyMigration {
  readonly name = "Judgements1763800000013";
  protected readonly statements = [
    `CREATE TABLE judgement (
       disclosure_id uuid NOT NULL,
       id uuid NOT NULL,
       judged_at timestamptz(3) NOT NULL DEFAULT now(),
       revision integer NOT NULL,
       cause text NOT NULL CONSTRAINT judgement_cause CHECK (cause IN ('RECORDED','FACT','REVIEW')),
       cause_id uuid,
       CONSTRAINT judgement_pk PRIMARY KEY (disclosure_id, id)
     )`,
    // One row at most for each judgement: of two that would take its place at once, one waits and then learns of the other.
    `CREATE TABLE judgement_superseded (
       disclosure_id uuid NOT NULL,
       judgement_id uuid NOT NULL,
       cause text NOT NULL CONSTRAINT judgement_superseded_cause CHECK (cause IN ('REJUDGED','AMENDED')),
       superseded_by uuid NOT NULL,
       CONSTRAINT judgement_superseded_pk PRIMARY KEY (disclosure_id, judgement_id)
     )`,
    // Led by its own id, which grows with time: a list of findings is in its order, newest first.
    `CREATE TABLE finding (
       id uuid NOT NULL,
       disclosure_id uuid NOT NULL,
       judgement_id uuid NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       occurred_at timestamptz(3) NOT NULL,
       recipient text NOT NULL,
       purpose text NOT NULL,
       code text NOT NULL,
       kind text NOT NULL CONSTRAINT finding_kind CHECK (kind IN ('BREACH','GAP')),
       subject_count integer NOT NULL CONSTRAINT finding_subject_count CHECK (subject_count > 0),
       concerns_all boolean NOT NULL,
       detail jsonb NOT NULL,
       CONSTRAINT finding_pk PRIMARY KEY (id, disclosure_id)
     )`,
    `CREATE INDEX finding_by_disclosure ON finding (disclosure_id)`,
    `CREATE INDEX finding_by_code ON finding (code, id)`,
    `CREATE INDEX finding_by_recipient ON finding (recipient, id)`,
    `CREATE INDEX finding_by_occurred ON finding (occurred_at)`,
    // As in coverage: one user a row, or all of a segment packed (slot -1). Only for findings that do not concern all users.
    `CREATE TABLE finding_member (
       segment integer NOT NULL,
       slot smallint NOT NULL,
       finding_id uuid NOT NULL,
       offsets smallint[],
       bitmap bit(4096),
       CONSTRAINT finding_member_pk PRIMARY KEY (segment, slot, finding_id),
       CONSTRAINT finding_member_form CHECK (CASE WHEN slot = -1 THEN num_nonnulls(offsets, bitmap) = 1
                                                  ELSE slot >= 0 AND num_nonnulls(offsets, bitmap) = 0 END)
     )`,
    `CREATE INDEX finding_member_by_finding ON finding_member (finding_id)`,
    `CREATE TABLE finding_acknowledgement (
       finding_id uuid NOT NULL,
       disclosure_id uuid NOT NULL,
       acknowledged_at timestamptz(3) NOT NULL DEFAULT now(),
       acknowledged_by text NOT NULL,
       free_text_commitments jsonb NOT NULL,
       CONSTRAINT finding_acknowledgement_pk PRIMARY KEY (finding_id, disclosure_id)
     )`,
  ];
}
