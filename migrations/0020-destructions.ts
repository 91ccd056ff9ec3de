import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * That data of a category were destroyed, and of whom: one user or a million, packed as in `coverage`. The users of one who was erased
 * since stay in it as numbers that lead to nobody.
 */
export class Destructions1763800000020 extends ForwardOnlyMigration {
  readonly name = "Destructions1763800000020";
  protected readonly statements = [
    `CREATE TABLE destruction (
       id uuid CONSTRAINT destruction_pk PRIMARY KEY,
       recorded_at timestamptz(3) NOT NULL,
       as_of date NOT NULL,
       subject_list uuid,
       subject_count integer NOT NULL CONSTRAINT destruction_subject_count CHECK (subject_count > 0),
       not_due_count integer NOT NULL CONSTRAINT destruction_not_due_count CHECK (not_due_count BETWEEN 0 AND subject_count),
       held_count integer NOT NULL CONSTRAINT destruction_held_count CHECK (held_count >= 0),
       revision integer NOT NULL CONSTRAINT destruction_revision REFERENCES data_map_revision (number),
       recorded_by text NOT NULL,
       retention_rule text NOT NULL CONSTRAINT destruction_retention_rule REFERENCES retention_rule (key),
       category text NOT NULL CONSTRAINT destruction_category REFERENCES data_category (key),
       method text NOT NULL CONSTRAINT destruction_method CHECK (
         method IN ('DELETION','OVERWRITING','CRYPTOGRAPHIC_ERASURE','PHYSICAL_DESTRUCTION','ANONYMISATION')),
       data_store text CONSTRAINT destruction_data_store REFERENCES data_store (key),
       kept_for_other_purposes text[] NOT NULL,
       free_text_commitments jsonb NOT NULL
     )`,
    `CREATE TABLE destruction_member (
       segment integer NOT NULL,
       slot smallint NOT NULL,
       destruction_id uuid NOT NULL,
       offsets smallint[],
       bitmap bit(4096),
       CONSTRAINT destruction_member_pk PRIMARY KEY (segment, slot, destruction_id),
       CONSTRAINT destruction_member_form CHECK (CASE WHEN slot = -1 THEN num_nonnulls(offsets, bitmap) = 1
                                                      ELSE slot BETWEEN 0 AND 4095 AND num_nonnulls(offsets, bitmap) = 0 END)
     )`,
    `CREATE INDEX destruction_member_by_destruction ON destruction_member (destruction_id)`,
  ];
}
