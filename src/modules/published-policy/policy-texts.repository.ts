import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import type { PolicyTextName, PolicyTextRow } from "./policy-text-row.js";
import { POLICY_TEXT_LEAF } from "./policy-text.leaf.js";

/** The texts of some policy versions, by version and language. */
export function findPolicyTexts(db: EntityManager, numbers: readonly number[]): Promise<PolicyTextRow[]> {
  return run<PolicyTextRow>(
    db,
    sql`SELECT number, language, sha256, revision, published_at AS "publishedAt", published_by AS "publishedBy"
          FROM policy_text WHERE number = ANY (${numbers}::int[])
         ORDER BY number, language COLLATE "C"`,
  );
}

/** The words of some texts. */
export function findWords(
  db: EntityManager,
  names: readonly PolicyTextName[],
): Promise<(PolicyTextName & { readonly text: string })[]> {
  return run(
    db,
    sql`SELECT number, language, text FROM policy_text
          JOIN unnest(${names.map(({ number }) => number)}::int[], ${names.map(({ language }) => language)}::text[])
               AS asked (number, language) USING (number, language)`,
  );
}

/**
 * Which revision of the data map each version describes: the one its publisher named, or, while no text of it is published, the
 * first that names the version. A number that no revision names is left out.
 */
export async function findDescribedRevisions(
  db: EntityManager,
  numbers: readonly number[],
): Promise<Map<number, number>> {
  const rows = await run<{ number: number; revision: number }>(
    db,
    sql`SELECT v.number, coalesce(min(t.revision), v.first_revision) AS revision
          FROM policy_version v LEFT JOIN policy_text t ON t.number = v.number
         WHERE v.number = ANY (${numbers}::int[])
         GROUP BY v.number`,
  );
  return new Map(rows.map(({ number, revision }) => [number, revision]));
}

/** Waits until nobody else publishes a text of the version, and lets nobody else until the transaction ends. */
export async function lockPolicyVersion(tx: Tx, number: number): Promise<void> {
  await run(tx, sql`SELECT FROM policy_version WHERE number = ${number} FOR NO KEY UPDATE`);
}

export async function insertPolicyText(tx: Tx, row: PolicyTextRow, text: string): Promise<void> {
  const { number, language, sha256, revision, publishedAt, publishedBy } = row;
  await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO policy_text (number, language, text, sha256, revision, published_at, published_by)
          VALUES (${number}, ${language}, ${text}, ${sha256}, ${revision}, ${publishedAt}, ${publishedBy})
          RETURNING *
        )
        ${leavesOf(POLICY_TEXT_LEAF, raw("inserted"))}`,
  );
}
