import type { EntityManager } from "typeorm";
import { run, runPrepared, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { Fingerprint } from "./core/fingerprint.js";

/** That the fingerprint `f` is of another disclosure than `own`, and one that stands. */
const STANDS_BESIDE = sql`f.disclosure_id <> own.disclosure_id
               AND NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = f.disclosure_id)`;

export async function insertFingerprints(tx: Tx, prints: readonly Fingerprint[]): Promise<void> {
  await runPrepared(
    tx,
    "insert fingerprints",
    sql`INSERT INTO disclosure_fingerprint (disclosure_id, occurred_at, subjects, subject_list, content, external_reference)
        SELECT disclosure_id, occurred_at, subjects, subject_list, content, external_reference
          FROM unnest(${prints.map((print) => print.disclosureId)}::uuid[],
                      ${prints.map((print) => print.occurredAt)}::timestamptz[],
                      ${prints.map((print) => print.subjects)}::bytea[],
                      ${prints.map((print) => print.subjectList)}::uuid[],
                      ${prints.map((print) => print.content)}::bytea[],
                      ${prints.map((print) => print.externalReference)}::bytea[])
            AS given (disclosure_id, occurred_at, subjects, subject_list, content, external_reference)`,
  );
}

/** The users of a recorded disclosure, as a retry's are compared with them. */
export interface RecordedUsers {
  readonly digest: Buffer;
  /** The list that named them, if one did. */
  readonly subjectList: string | null;
}

/** The users of each disclosure, where what tells of them has not been erased. */
export async function findRecordedUsers(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, RecordedUsers>> {
  const rows = await run<RecordedUsers & { id: string }>(
    db,
    sql`SELECT disclosure_id AS id, subjects AS digest, subject_list AS "subjectList"
          FROM disclosure_fingerprint WHERE disclosure_id = ANY (${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of recorded disclosures how many users they cover, and what tells of those; `digest` is null where it was erased. */
export async function findListedUsers(
  db: EntityManager,
  ids: readonly string[],
): Promise<
  Map<
    string,
    { readonly subjectCount: number; readonly digest: Buffer | null; readonly subjectList: string | null }
  >
> {
  const rows = await run<{
    id: string;
    subjectCount: number;
    digest: Buffer | null;
    subjectList: string | null;
  }>(
    db,
    sql`SELECT id, subject_count AS "subjectCount", subjects AS digest, subject_list AS "subjectList"
          FROM disclosure LEFT JOIN disclosure_fingerprint ON disclosure_id = id
         WHERE id = ANY (${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A caller that gives every transfer the same reference must not make one disclosure resemble a million. */
export const SUSPECTED_DUPLICATES_MAX = 20;

/**
 * For each disclosure the ids of standing ones that may record the same transfer again: with the same external reference, or the
 * same content and users within a minute; at most `SUSPECTED_DUPLICATES_MAX`. One statement for any number of disclosures.
 *
 * What was superseded is left out on both sides: a restated disclosure always resembles the one it restates.
 */
export async function findSuspectedDuplicates(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await run<{ id: string; others: string[] }>(
    db,
    sql`SELECT own.disclosure_id AS id, array_agg(other.disclosure_id ORDER BY other.disclosure_id) AS others
          FROM disclosure_fingerprint own
         CROSS JOIN LATERAL (
           (SELECT f.disclosure_id FROM disclosure_fingerprint f
             WHERE f.external_reference = own.external_reference AND ${STANDS_BESIDE}
             LIMIT ${SUSPECTED_DUPLICATES_MAX})
           UNION
           (SELECT f.disclosure_id FROM disclosure_fingerprint f
             WHERE f.content = own.content AND ${STANDS_BESIDE}
               AND f.occurred_at BETWEEN own.occurred_at - interval '1 minute' AND own.occurred_at + interval '1 minute'
             LIMIT ${SUSPECTED_DUPLICATES_MAX})
           LIMIT ${SUSPECTED_DUPLICATES_MAX}
         ) AS other
         WHERE own.disclosure_id = ANY (${ids}::uuid[])
           AND NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = own.disclosure_id)
         GROUP BY own.disclosure_id`,
  );
  return new Map(rows.map((row) => [row.id, row.others]));
}
