import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import type { AuthorityReviewRow, NewAuthorityReviewRow } from "./authority-rows.js";
import { AUTHORITY_REVIEW_LEAF } from "./authority.leaf.js";
import { byRequest } from "./by-request.js";

/** False where the request has a review of this number already: somebody else was faster. */
export async function insertAuthorityReview(tx: Tx, row: NewAuthorityReviewRow): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO authority_review (id, authority_request, number, lawful, recorded_by, free_text_commitments)
          VALUES (${row.id}, ${row.authorityRequest}, ${row.number}, ${row.lawful}, ${row.recordedBy},
                  ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT (authority_request, number) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(AUTHORITY_REVIEW_LEAF, raw("inserted"))})
        SELECT id FROM inserted`,
  );
  return inserted.length === 1;
}

/** The reviews of each request, the latest first. */
export async function findAuthorityReviewsOf(
  db: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, AuthorityReviewRow[]>> {
  const rows = await run<AuthorityReviewRow>(
    db,
    sql`SELECT id, authority_request AS "authorityRequest", number, lawful, recorded_at AS "recordedAt",
               recorded_by AS "recordedBy", free_text_commitments AS "freeTextCommitments"
          FROM authority_review
         WHERE authority_request = ANY (${requestIds}::uuid[])
         ORDER BY authority_request, number DESC`,
  );
  return byRequest(rows);
}
