import { asEraser } from "../../platform/db/eraser.js";
import { run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";

/** The digests by which a retry or a duplicate is found: they depend on who was covered. */
export async function deleteFingerprints(tx: Tx, disclosureIds: readonly string[]): Promise<void> {
  await asEraser(tx, () =>
    run(tx, sql`DELETE FROM disclosure_fingerprint WHERE disclosure_id = ANY (${disclosureIds}::uuid[])`),
  );
}

/** Of disclosures, a query of the ids of those that cover one user. */
export function disclosuresOfOne(ids: readonly string[]): Sql {
  return sql`SELECT id FROM disclosure WHERE id = ANY (${ids}::uuid[]) AND subject_count = 1`;
}

/** Those that cover several. */
export function disclosuresOfMany(ids: readonly string[]): Sql {
  return sql`SELECT id FROM disclosure WHERE id = ANY (${ids}::uuid[]) AND subject_count > 1`;
}

/** The amendments of the disclosures that a query answers; the reason for one is kept under its id. */
export function amendmentsOf(disclosures: Sql): Sql {
  return sql`SELECT amendment_id FROM superseded WHERE disclosure_id = ANY (ARRAY(${disclosures}))`;
}

/** The authorities' requests that disclosures answered. */
export function requestsBehind(ids: readonly string[]): Sql {
  return sql`SELECT DISTINCT authority_request FROM disclosure
              WHERE id = ANY (${ids}::uuid[]) AND authority_request IS NOT NULL`;
}
