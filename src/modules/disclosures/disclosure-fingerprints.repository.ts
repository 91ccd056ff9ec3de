import type { EntityManager } from "typeorm";
import { run, runPrepared, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { eraOf } from "../../platform/secrets/secret-era.js";
import { StoredForm } from "../../platform/secrets/stored-form.js";
import { wrappedColumns } from "../../platform/secrets/wrapped-columns.repository.js";
import { USER_SET_FORM } from "../subjects/index.js";
import type { Fingerprint } from "./core/fingerprint.js";

const CONTENT_FORM = new StoredForm("stored-disclosure-content/v1");
const EXTERNAL_REFERENCE_FORM = new StoredForm("stored-external-reference/v1");

/** What of this module depends on the secret. */
export const FINGERPRINTS_UNDER_SECRET = wrappedColumns(
  "disclosure_fingerprint",
  { disclosure_id: "uuid" },
  { subjects: USER_SET_FORM, content: CONTENT_FORM, external_reference: EXTERNAL_REFERENCE_FORM },
);

/** That the fingerprint `f` is of another disclosure than `own`, and one that stands. */
const STANDS_BESIDE = sql`f.disclosure_id <> own.disclosure_id
               AND NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = f.disclosure_id)`;

/** @param generation that which `generationToWrite` answered */
export async function insertFingerprints(
  tx: Tx,
  prints: readonly Fingerprint[],
  generation: number,
): Promise<void> {
  const stored = (form: StoredForm, digest: Buffer | null) => digest && form.bytes(tx, digest, generation);
  await runPrepared(
    tx,
    "insert fingerprints",
    sql`INSERT INTO disclosure_fingerprint (disclosure_id, occurred_at, subjects, subject_list, content, external_reference)
        SELECT disclosure_id, occurred_at, subjects, subject_list, content, external_reference
          FROM unnest(${prints.map((print) => print.disclosureId)}::uuid[],
                      ${prints.map((print) => print.occurredAt)}::timestamptz[],
                      ${prints.map((print) => stored(USER_SET_FORM, print.subjects))}::bytea[],
                      ${prints.map((print) => print.subjectList)}::uuid[],
                      ${prints.map((print) => stored(CONTENT_FORM, print.content))}::bytea[],
                      ${prints.map((print) => stored(EXTERNAL_REFERENCE_FORM, print.externalReference))}::bytea[])
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
  return new Map(rows.map((row) => [row.id, { ...row, digest: USER_SET_FORM.digest(db, row.digest) }]));
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
  return new Map(
    rows.map((row) => [row.id, { ...row, digest: row.digest && USER_SET_FORM.digest(db, row.digest) }]),
  );
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
  const { own, isSameReference, isSameContent } =
    eraOf(db)?.isSettled === false ? await readInBothForms(db, ids) : AS_STORED;
  const rows = await run<{ id: string; others: string[] }>(
    db,
    sql`SELECT own.disclosure_id AS id, array_agg(other.disclosure_id ORDER BY other.disclosure_id) AS others
          FROM ${own} own
         CROSS JOIN LATERAL (
           (SELECT f.disclosure_id FROM disclosure_fingerprint f
             WHERE ${isSameReference} AND ${STANDS_BESIDE}
             LIMIT ${SUSPECTED_DUPLICATES_MAX})
           UNION
           (SELECT f.disclosure_id FROM disclosure_fingerprint f
             WHERE ${isSameContent} AND ${STANDS_BESIDE}
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

/** The fingerprints that others are compared with, and how. */
interface Comparison {
  /** A table expression: `disclosure_id`, `occurred_at`, and what the conditions need. */
  readonly own: Sql;
  readonly isSameReference: Sql;
  readonly isSameContent: Sql;
}

const AS_STORED: Comparison = {
  own: sql`disclosure_fingerprint`,
  isSameReference: sql`f.external_reference = own.external_reference`,
  isSameContent: sql`f.content = own.content`,
};

/** While the secret is being changed, equal digests may stand in two forms. */
async function readInBothForms(db: EntityManager, ids: readonly string[]): Promise<Comparison> {
  const rows = await run<{ id: string; occurredAt: Date; content: Buffer; reference: Buffer | null }>(
    db,
    sql`SELECT disclosure_id AS id, occurred_at AS "occurredAt", content, external_reference AS reference
          FROM disclosure_fingerprint WHERE disclosure_id = ANY (${ids}::uuid[])`,
  );
  const [earlier, later] = eraOf(db)!.generations;
  const inForms = (form: StoredForm, digests: readonly (Buffer | null)[]) =>
    [earlier!, later ?? earlier!].map((generation) =>
      digests.map((each) => each && form.bytes(db, form.digest(db, each), generation)),
    );
  const [content, otherContent] = inForms(
    CONTENT_FORM,
    rows.map((row) => row.content),
  );
  const [reference, otherReference] = inForms(
    EXTERNAL_REFERENCE_FORM,
    rows.map((row) => row.reference),
  );
  return {
    own: sql`(SELECT * FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map((row) => row.occurredAt)}::timestamptz[],
                                   ${content}::bytea[], ${otherContent}::bytea[], ${reference}::bytea[], ${otherReference}::bytea[])
                AS read (disclosure_id, occurred_at, content, other_content, reference, other_reference))`,
    isSameReference: sql`f.external_reference IN (own.reference, own.other_reference)`,
    isSameContent: sql`f.content IN (own.content, own.other_content)`,
  };
}
