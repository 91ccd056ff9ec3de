import type { EntityManager } from "typeorm";
import { run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { AccountingSuspensionRow, NewAccountingSuspensionRow } from "./authority-rows.js";
import { byRequest } from "./by-request.js";

/** False where the same suspension is recorded already. */
export async function insertAccountingSuspension(tx: Tx, row: NewAccountingSuspensionRow): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`INSERT INTO accounting_suspension (id, authority_request, form, received_at, until_day, recorded_by, free_text_commitments)
        VALUES (${row.id}, ${row.authorityRequest}, ${row.form}, ${row.receivedAt}, ${row.until}, ${row.recordedBy},
                ${JSON.stringify(row.freeTextCommitments)}::jsonb)
        ON CONFLICT (authority_request, until_day, form, received_at) DO NOTHING
        RETURNING id`,
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
