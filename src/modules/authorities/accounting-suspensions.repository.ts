import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import type { AccountingSuspensionRow, NewAccountingSuspensionRow } from "./authority-rows.js";
import { ACCOUNTING_SUSPENSION_LEAF } from "./authority.leaf.js";
import { byRequest } from "./by-request.js";

/** False where the same suspension is recorded already. */
export async function insertAccountingSuspension(tx: Tx, row: NewAccountingSuspensionRow): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO accounting_suspension (id, authority_request, form, received_at, until_day, recorded_by, free_text_commitments)
          VALUES (${row.id}, ${row.authorityRequest}, ${row.form}, ${row.receivedAt}, ${row.until}, ${row.recordedBy},
                  ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT (authority_request, until_day, form, received_at) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(ACCOUNTING_SUSPENSION_LEAF, raw("inserted"))})
        SELECT id FROM inserted`,
  );
  return inserted.length === 1;
}

/** The suspensions of each request, the one that ends last first. */
export async function findAccountingSuspensionsOf(
  db: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, AccountingSuspensionRow[]>> {
  const rows = await run<AccountingSuspensionRow>(
    db,
    sql`SELECT id, authority_request AS "authorityRequest", form, received_at AS "receivedAt", until_day AS until,
               recorded_at AS "recordedAt", recorded_by AS "recordedBy", free_text_commitments AS "freeTextCommitments"
          FROM accounting_suspension
         WHERE authority_request = ANY (${requestIds}::uuid[])
         ORDER BY until_day DESC, received_at DESC, id DESC`,
  );
  return byRequest(rows);
}
