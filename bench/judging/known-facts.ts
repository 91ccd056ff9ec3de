import type pg from "pg";

/** A user in so many is restricted. */
export const RESTRICTED_EVERY = 100;

/**
 * Puts on record, behind the registry's back, that all users of a list consented at once, and that one in a hundred of them then
 * refused the use of the categories that are disclosed, each by an act of their own.
 */
export async function storeFacts(pool: pg.Pool, list: string): Promise<void> {
  await pool.query(
    `WITH consent AS (
       INSERT INTO subject_fact (id, recorded_by, kind, subject_count, legal_ground, policy_version, moment)
       SELECT gen_random_uuid(), 'bench', 'CONSENT', subject_count, 'consent', 1, now() - interval '30 days'
         FROM subject_list WHERE id = $1
       RETURNING id
     )
     INSERT INTO subject_fact_member (segment, slot, fact_id, offsets, bitmap)
     SELECT segment, -1, consent.id, offsets, bitmap FROM subject_list_segment CROSS JOIN consent WHERE list_id = $1`,
    [list],
  );
  await pool.query(
    `WITH refusing AS MATERIALIZED (
       SELECT gen_random_uuid() AS id, number FROM subject WHERE number % $1 = 0
     ), refusal AS (
       INSERT INTO subject_fact (id, recorded_by, kind, subject_count, restriction, categories, purposes, moment)
       SELECT id, 'bench', 'RESTRICTION', 1, 'REFUSAL', '{identification}', '{}', now() - interval '10 days' FROM refusing
     )
     INSERT INTO subject_fact_member (segment, slot, fact_id)
     SELECT number / 4096, number % 4096, id FROM refusing`,
    [RESTRICTED_EVERY],
  );
  await pool.query("ANALYZE subject_fact, subject_fact_member");
}
