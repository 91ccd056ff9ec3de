import type { EntityManager } from "typeorm";
import { countRows, Keyset, momentColumn, type RowPage } from "../../platform/db/keyset.js";
import { raw, run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import { isUuid } from "../../platform/ids.js";
import { leavesOf } from "../ledger/index.js";
import type { AuthorityRequestRow, NewAuthorityRequestRow } from "./authority-rows.js";
import { AUTHORITY_REQUEST_LEAF } from "./authority.leaf.js";
import type { RequestStatus } from "./core/vocabulary.js";

const REQUESTS = sql`
  authority_request r
    LEFT JOIN LATERAL (
      SELECT id, lawful FROM authority_review WHERE authority_request = r.id ORDER BY number DESC LIMIT 1
    ) latest ON true`;

const SELECT_REQUEST = sql`
  SELECT r.id, r.recipient, r.document_date AS "documentDate", r.received_at AS "receivedAt",
         r.recorded_at AS "recordedAt", r.recorded_by AS "recordedBy",
         r.free_text_commitments AS "freeTextCommitments", latest.id AS "reviewId", latest.lawful
    FROM ${REQUESTS}`;

const NEWEST_FIRST = new Keyset<AuthorityRequestRow>("authorityRequests", [
  momentColumn("r.received_at", (row) => row.receivedAt),
  { expression: "r.id", type: "uuid", value: (row) => row.id, isValid: isUuid },
]);

/** False where a request with this id is recorded already. */
export async function insertAuthorityRequest(tx: Tx, row: NewAuthorityRequestRow): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`WITH inserted AS (
          INSERT INTO authority_request (id, recipient, document_date, received_at, recorded_by, free_text_commitments)
          VALUES (${row.id}, ${row.recipient}, ${row.documentDate}, ${row.receivedAt}, ${row.recordedBy},
                  ${JSON.stringify(row.freeTextCommitments)}::jsonb)
          ON CONFLICT (id) DO NOTHING
          RETURNING *
        ), leaf AS (${leavesOf(AUTHORITY_REQUEST_LEAF, raw("inserted"))})
        SELECT id FROM inserted`,
  );
  return inserted.length === 1;
}

export async function findAuthorityRequestsById(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, AuthorityRequestRow>> {
  const rows = await run<AuthorityRequestRow>(db, sql`${SELECT_REQUEST} WHERE r.id = ANY (${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a list is narrowed to. */
export interface AuthorityRequestConditions {
  readonly recipient?: string;
  readonly status?: RequestStatus;
}

export function listAuthorityRequests(
  db: EntityManager,
  conditions: AuthorityRequestConditions,
  request: PageRequest,
): Promise<RowPage<AuthorityRequestRow>> {
  return NEWEST_FIRST.page(db, SELECT_REQUEST, clausesOf(conditions), request);
}

export function countAuthorityRequests(
  db: EntityManager,
  conditions: AuthorityRequestConditions,
): Promise<number> {
  return countRows(db, REQUESTS, clausesOf(conditions));
}

const STATUS_IS: Readonly<Record<RequestStatus, Sql>> = {
  UNREVIEWED: sql`latest.id IS NULL`,
  LAWFUL: sql`latest.lawful`,
  UNLAWFUL: sql`NOT latest.lawful`,
};

function clausesOf({ recipient, status }: AuthorityRequestConditions): Sql[] {
  return [
    ...(recipient !== undefined ? [sql`r.recipient = ${recipient}`] : []),
    ...(status !== undefined ? [STATUS_IS[status]] : []),
  ];
}
