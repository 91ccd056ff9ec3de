import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Counts of disclosures by day, kept up to date in the background, so that statistics need not read the disclosures.
 *
 * What was recorded and is not counted yet stands in `rollup_pending`, or has an id above `counted_up_to`. The latter is how
 * disclosures from before this migration enter: none is counted at first, and the background counts them in short steps.
 */
export class DisclosureRollup1763800000008 extends ForwardOnlyMigration {
  readonly name = "DisclosureRollup1763800000008";
  protected readonly statements = [
    `CREATE TABLE rollup_pending (
       disclosure_id uuid NOT NULL,
       kind text NOT NULL CONSTRAINT rollup_pending_kind CHECK (kind IN ('RECORDED','SUPERSEDED')),
       CONSTRAINT rollup_pending_pk PRIMARY KEY (disclosure_id, kind)
     )`,
    // The id is a digest of the rest: a set of categories may be too long for an index, and no sequence is needed.
    `CREATE TABLE disclosure_combination (
       id uuid CONSTRAINT disclosure_combination_pk PRIMARY KEY,
       direction text NOT NULL,
       recipient text NOT NULL,
       purpose text NOT NULL,
       legal_ground text NOT NULL,
       categories text[] NOT NULL,
       counterparty_country text NOT NULL,
       cross_border boolean NOT NULL
     )`,
    `CREATE TABLE disclosure_rollup (
       day date NOT NULL,
       combination uuid NOT NULL,
       disclosures bigint NOT NULL,
       subject_disclosures bigint NOT NULL,
       superseded_disclosures bigint NOT NULL,
       superseded_subject_disclosures bigint NOT NULL,
       CONSTRAINT disclosure_rollup_pk PRIMARY KEY (day, combination)
     )`,
    // Days depend on the time zone, which the data map may change; until the first count there is none.
    `CREATE TABLE rollup_progress (
       only_row boolean CONSTRAINT rollup_progress_pk PRIMARY KEY CONSTRAINT rollup_progress_one_row CHECK (only_row),
       time_zone text,
       counted_up_to uuid NOT NULL
     )`,
    `INSERT INTO rollup_progress (only_row, counted_up_to) VALUES (true, '00000000-0000-0000-0000-000000000000')`,
  ];
}
