import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { leavesOf } from "../../ledger/index.js";
import type { AuthorizationRow } from "./authorization-row.js";
import { DISCLOSURE_AUTHORIZATION_LEAF } from "./disclosure-authorization.leaf.js";

export async function insertAuthorization(tx: Tx, row: AuthorizationRow): Promise<void> {
  await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO disclosure_authorization
                 (id, authorized_at, authorized_by, expires_at, direction, recipient, purpose, legal_ground, categories,
                  agreement, safeguard, authority_request, stated_destination, revision, permitted_count, excluded_count)
          VALUES (${row.id}, ${row.authorizedAt}, ${row.authorizedBy}, ${row.expiresAt}, ${row.direction}, ${row.recipient},
                  ${row.purpose}, ${row.legalGround}, ${row.categories}::text[], ${row.agreement}, ${row.safeguard},
                  ${row.authorityRequest}, ${row.destination}, ${row.revision}, ${row.permittedCount}, ${row.excludedCount})
          RETURNING *
        )
        ${leavesOf(DISCLOSURE_AUTHORIZATION_LEAF, raw("inserted"))}`,
  );
}

/** The authorizations with these ids, those that there are. One statement for any number. */
export async function findAuthorizations(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, AuthorizationRow>> {
  const rows = await run<AuthorizationRow>(
    db,
    sql`SELECT id, authorized_at AS "authorizedAt", authorized_by AS "authorizedBy", expires_at AS "expiresAt", direction,
               recipient, purpose, legal_ground AS "legalGround", categories, agreement, safeguard,
               authority_request AS "authorityRequest", stated_destination AS destination, revision, permitted_count AS "permittedCount",
               excluded_count AS "excludedCount"
          FROM disclosure_authorization WHERE id = ANY (${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
