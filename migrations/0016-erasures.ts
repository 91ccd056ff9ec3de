import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Erasures of persons. The row of `subject` that ties a pseudonym to a number goes; a tombstone stays, by which a reference that comes
 * up again is known to have been erased. It holds neither the number nor anything that leads to it: its key is one of its own, and it
 * names the day alone, because the moment would be that of the fact about the number.
 */
export class Erasures1763800000016 extends ForwardOnlyMigration {
  readonly name = "Erasures1763800000016";
  protected readonly statements = [
    `ALTER TABLE subject_fact
       DROP CONSTRAINT subject_fact_restriction,
       ADD CONSTRAINT subject_fact_restriction
         CHECK (restriction IN ('REFUSAL','BLOCK','NO_COMMUNICATION','LEGAL_HOLD')),
       DROP CONSTRAINT subject_fact_kind,
       ADD CONSTRAINT subject_fact_kind CHECK (
         CASE kind
           WHEN 'CONSENT' THEN num_nulls(legal_ground, policy_version, moment) = 0
           WHEN 'WITHDRAWAL' THEN num_nulls(legal_ground, moment) = 0
           WHEN 'AGREEMENT_END' THEN ended_on IS NOT NULL
           WHEN 'RESTRICTION' THEN num_nulls(restriction, categories, purposes, moment) = 0
           WHEN 'LIFTING' THEN num_nulls(lifts, moment) = 0
           WHEN 'ERASURE' THEN moment IS NOT NULL
           WHEN 'RESTORATION' THEN moment IS NOT NULL
           ELSE false
         END)`,
    // Its id is random: one made of the time would be as good as the moment.
    `CREATE TABLE erased_subject (
       tombstone bytea NOT NULL CONSTRAINT erased_subject_tombstone_length CHECK (length(tombstone) = 16),
       id uuid NOT NULL DEFAULT gen_random_uuid(),
       erased_on date NOT NULL,
       restored_at timestamptz(3),
       CONSTRAINT erased_subject_pk PRIMARY KEY (tombstone, id)
     )`,
    // What was under way while a person was erased is looked through afterwards; until then this is all that knows of the number.
    `CREATE TABLE erasure_pending (
       subject_number bigint CONSTRAINT erasure_pending_pk PRIMARY KEY,
       sealed bytea NOT NULL,
       horizon bigint
     )`,
    `CREATE TABLE erasure_outcome (
       request_id uuid NOT NULL,
       category text NOT NULL CONSTRAINT erasure_outcome_category REFERENCES data_category (key),
       fate text NOT NULL CONSTRAINT erasure_outcome_fate CHECK (fate IN ('DESTROYED','KEPT')),
       kept_until date,
       revision integer NOT NULL,
       rules text[] NOT NULL,
       CONSTRAINT erasure_outcome_pk PRIMARY KEY (request_id, category)
     )`,
    BLIND_AGREEMENTS,
    FIX_SEARCH_PATH,
  ];
}

/**
 * Puts other digests in the place of those that name the agreements of an erased user, equal ones for equal ones, so that nobody who
 * knows an agreement's reference finds whose it was. An agreement that facts about others hang on as well stays. Answers how many
 * facts it touched; none for a user who is not erased.
 */
const BLIND_AGREEMENTS = `
CREATE FUNCTION blind_agreements(erased bigint) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  own_segment integer := erased / 4096;
  own_slot smallint := erased % 4096;
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  touched integer;
BEGIN
  IF NOT EXISTS (SELECT FROM subject_fact_member m JOIN subject_fact f ON f.id = m.fact_id
                  WHERE m.segment = own_segment AND m.slot = own_slot AND f.kind = 'ERASURE') THEN
    RETURN 0;
  END IF;
  UPDATE subject_fact AS own
     SET agreement = substring(sha256(salt || own.agreement) FOR length(own.agreement))
   WHERE own.id = ANY (ARRAY(SELECT m.fact_id FROM subject_fact_member m
                              WHERE m.segment = own_segment AND m.slot = own_slot))
     AND own.subject_count = 1 AND own.agreement IS NOT NULL
     AND NOT EXISTS (SELECT FROM subject_fact_member m JOIN subject_fact shared ON shared.id = m.fact_id
                      WHERE m.segment = own_segment AND m.slot IN (own_slot, -1)
                        AND shared.subject_count > 1 AND shared.agreement = own.agreement);
  GET DIAGNOSTICS touched = ROW_COUNT;
  RETURN touched;
END $$`;

/** A function that runs as its owner must not find its tables by the caller's search path. */
const FIX_SEARCH_PATH = `
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION blind_agreements(bigint) SET search_path = %I, pg_temp', current_schema());
END $$`;
