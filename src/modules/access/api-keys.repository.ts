import type { EntityManager } from "typeorm";
import { Keyset, momentColumn, type RowPage } from "../../platform/db/keyset.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import type { ApiKeyRevocationEntity } from "./api-key-revocation.entity.js";
import type { ApiKeyOfSecret, ApiKeyRow } from "./api-key-row.js";
import type { ApiKeySecretEntity } from "./api-key-secret.entity.js";
import { API_KEY_LEAF, API_KEY_REVOCATION_LEAF, API_KEY_SECRET_LEAF } from "./api-key.leaf.js";
import { isKeyId } from "./core/api-key-format.js";

export type NewApiKeyRow = Pick<
  ApiKeyRow,
  | "id"
  | "name"
  | "role"
  | "recipients"
  | "purposes"
  | "createdAt"
  | "createdBy"
  | "expiresAt"
  | "allowedAddresses"
  | "trustedDocuments"
>;

const COLUMNS = sql`
  k.id, k.name, k.role, k.recipients, k.purposes, k.created_at AS "createdAt", k.created_by AS "createdBy", k.expires_at AS "expiresAt",
  k.allowed_addresses AS "allowedAddresses", k.trusted_documents AS "trustedDocuments", u.last_used_at AS "lastUsedAt",
  r.revoked_at AS "revokedAt", newest.number AS "secretNumber",
  CASE WHEN newest.number > 1 THEN newest.created_at END AS "rotatedAt", newest.earlier_end_at AS "previousSecretEndsAt"`;

const API_KEYS = sql`
  api_key k
    LEFT JOIN api_key_revocation r ON r.api_key_id = k.id
    LEFT JOIN api_key_use u ON u.api_key_id = k.id
    CROSS JOIN LATERAL (
      SELECT number, created_at, earlier_end_at FROM api_key_secret WHERE api_key_id = k.id ORDER BY number DESC LIMIT 1
    ) newest`;

const SELECT_API_KEY = sql`SELECT ${COLUMNS} FROM ${API_KEYS}`;

const NEWEST_FIRST = new Keyset<ApiKeyRow>("apiKeys", [
  momentColumn("k.created_at", (row) => row.createdAt),
  { expression: "k.id", type: "text", value: (row) => row.id, isValid: isKeyId },
]);

export function listApiKeys(db: EntityManager, request: PageRequest): Promise<RowPage<ApiKeyRow>> {
  return NEWEST_FIRST.page(db, SELECT_API_KEY, [], request);
}

export async function countApiKeys(db: EntityManager): Promise<number> {
  const [row] = await run<{ count: number }>(db, sql`SELECT count(*)::int AS count FROM api_key`);
  return row?.count ?? 0;
}

export async function findApiKeyById(db: EntityManager, id: string): Promise<ApiKeyRow | null> {
  const [row] = await run<ApiKeyRow>(db, sql`${SELECT_API_KEY} WHERE k.id = ${id}`);
  return row ?? null;
}

/** Of keys, and of people who have signed in with one. */
export async function findNames(db: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await run<{ id: string; name: string }>(
    db,
    sql`SELECT id, name FROM api_key WHERE id = ANY (${ids}::text[])
         UNION ALL
        SELECT id, name FROM person_identity WHERE id = ANY (${ids}::text[]) AND name IS NOT NULL`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Those of the recipients for whom a key of partner code acts that was neither revoked nor has expired by `now`. */
export async function findRecipientsServed(
  db: EntityManager,
  recipients: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await run<{ recipient: string }>(
    db,
    sql`SELECT DISTINCT recipient FROM api_key k CROSS JOIN unnest(k.recipients) AS recipient
         WHERE k.recipients && ${recipients}::text[] AND k.role = 'INTEGRATION' AND (k.expires_at IS NULL OR k.expires_at > ${now})
           AND NOT EXISTS (SELECT FROM api_key_revocation r WHERE r.api_key_id = k.id)`,
  );
  return new Set(rows.map(({ recipient }) => recipient));
}

/** A later secret's word on the end of the earlier ones holds beside those of others: the first moment counts. */
export async function findApiKeyByHash(
  db: EntityManager,
  secretHashes: readonly Buffer[],
): Promise<ApiKeyOfSecret | null> {
  const [row] = await run<ApiKeyOfSecret>(
    db,
    sql`
      SELECT ${COLUMNS}, (
               SELECT min(later.earlier_end_at) FROM api_key_secret later
                WHERE later.api_key_id = s.api_key_id AND later.number > s.number
             ) AS "secretEndsAt"
        FROM api_key_secret s JOIN ${API_KEYS} ON k.id = s.api_key_id
       WHERE s.secret_hash = ANY (${secretHashes}::bytea[])`,
  );
  return row ?? null;
}

/** A secret, and from where it may be used. */
export interface SecretInUse {
  readonly secretHash: Buffer;
  readonly allowedAddresses: readonly string[] | null;
}

/** The secrets of all keys that were neither revoked nor have expired by `now`. */
export function listSecretsInUse(db: EntityManager, now: Date): Promise<SecretInUse[]> {
  return run<SecretInUse>(
    db,
    sql`SELECT s.secret_hash AS "secretHash", k.allowed_addresses AS "allowedAddresses"
          FROM api_key_secret s JOIN api_key k ON k.id = s.api_key_id
         WHERE (k.expires_at IS NULL OR k.expires_at > ${now})
           AND NOT EXISTS (SELECT FROM api_key_revocation r WHERE r.api_key_id = k.id)`,
  );
}

export async function insertApiKey(tx: Tx, row: NewApiKeyRow, secretHash: Buffer): Promise<void> {
  const { id, name, role, recipients, purposes, createdAt, createdBy, expiresAt } = row;
  const [allowed, trusted] = [row.allowedAddresses, row.trustedDocuments].map(
    (list) => list && JSON.stringify(list),
  );
  await run(
    tx,
    sql`
      WITH inserted AS (
        INSERT INTO api_key (id, name, role, recipients, created_at, created_by, expires_at, allowed_addresses, purposes, trusted_documents)
        VALUES (${id}, ${name}, ${role}, ${recipients}::text[], ${createdAt}, ${createdBy}, ${expiresAt}, ${allowed}::jsonb,
                ${purposes}::text[], ${trusted}::jsonb)
        RETURNING *
      ), first_secret AS (
        INSERT INTO api_key_secret (api_key_id, number, secret_hash, created_at, created_by)
        VALUES (${id}, 1, ${secretHash}, ${createdAt}, ${createdBy})
        RETURNING *
      ), leaf AS (${leavesOf(API_KEY_LEAF, raw("inserted"))})
      ${leavesOf(API_KEY_SECRET_LEAF, raw("first_secret"))}`,
  );
}

/** Answers false where the key has had a secret of this number already: somebody else was faster. */
export async function insertLaterSecret(tx: Tx, row: ApiKeySecretEntity): Promise<boolean> {
  const { apiKeyId, number, secretHash, createdAt, createdBy, earlierEndAt } = row;
  const inserted = await run(
    tx,
    sql`
      WITH inserted AS (
        INSERT INTO api_key_secret (api_key_id, number, secret_hash, created_at, created_by, earlier_end_at)
        VALUES (${apiKeyId}, ${number}, ${secretHash}, ${createdAt}, ${createdBy}, ${earlierEndAt})
        ON CONFLICT (api_key_id, number) DO NOTHING
        RETURNING *
      ), leaf AS (${leavesOf(API_KEY_SECRET_LEAF, raw("inserted"))})
      SELECT number FROM inserted`,
  );
  return inserted.length > 0;
}

/** Revoking what is revoked already changes nothing: the first moment stands. */
export async function insertRevocation(tx: Tx, row: ApiKeyRevocationEntity): Promise<void> {
  await run(
    tx,
    sql`
      WITH inserted AS (
        INSERT INTO api_key_revocation (api_key_id, revoked_at, revoked_by)
        VALUES (${row.apiKeyId}, ${row.revokedAt}, ${row.revokedBy})
        ON CONFLICT (api_key_id) DO NOTHING
        RETURNING *
      )
      ${leavesOf(API_KEY_REVOCATION_LEAF, raw("inserted"))}`,
  );
}

/** Holds back every other process that makes a first key, until this transaction ends. */
export async function lockFirstKey(tx: Tx): Promise<void> {
  await run(tx, sql`SELECT pg_advisory_xact_lock(hashtext('disclosure-registry first key'))`);
}
