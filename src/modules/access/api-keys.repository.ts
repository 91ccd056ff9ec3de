import type { EntityManager } from "typeorm";
import { Keyset, momentColumn, type RowPage } from "../../platform/db/keyset.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import { run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { ApiKeyRow } from "./api-key-row.js";
import { isKeyId } from "./core/api-key-format.js";
import { ApiKeyRevocationEntity } from "./api-key-revocation.entity.js";
import { ApiKeyEntity } from "./api-key.entity.js";
import { SecretFingerprintEntity } from "./secret-fingerprint.entity.js";

export type NewApiKeyRow = Omit<ApiKeyRow, "revokedAt"> & { readonly secretHash: Buffer };

const SELECT_API_KEY = sql`
  SELECT k.id, k.name, k.role, k.created_at AS "createdAt", k.created_by AS "createdBy",
         k.expires_at AS "expiresAt", r.revoked_at AS "revokedAt"
    FROM api_key k LEFT JOIN api_key_revocation r ON r.api_key_id = k.id`;

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

export async function findApiKeyNames(
  db: EntityManager,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await run<{ id: string; name: string }>(
    db,
    sql`SELECT id, name FROM api_key WHERE id = ANY (${ids}::text[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function findApiKeyByHash(db: EntityManager, secretHash: Buffer): Promise<ApiKeyRow | null> {
  const [row] = await run<ApiKeyRow>(db, sql`${SELECT_API_KEY} WHERE k.secret_hash = ${secretHash}`);
  return row ?? null;
}

export async function insertApiKey(tx: Tx, row: NewApiKeyRow): Promise<void> {
  await tx.insert(ApiKeyEntity, row);
}

/** Revoking what is revoked already changes nothing: the first moment stands. */
export async function insertRevocation(tx: Tx, row: ApiKeyRevocationEntity): Promise<void> {
  await tx.createQueryBuilder().insert().into(ApiKeyRevocationEntity).values(row).orIgnore().execute();
}

/** Holds back every other process that makes a first key, until this transaction ends. */
export async function lockFirstKey(tx: Tx): Promise<void> {
  await run(tx, sql`SELECT pg_advisory_xact_lock(hashtext('disclosure-registry first key'))`);
}

export async function findSecretFingerprint(db: EntityManager, purpose: string): Promise<Buffer | null> {
  return (await db.findOne(SecretFingerprintEntity, { where: { purpose } }))?.fingerprint ?? null;
}

export async function insertSecretFingerprint(tx: Tx, row: SecretFingerprintEntity): Promise<void> {
  await tx.createQueryBuilder().insert().into(SecretFingerprintEntity).values(row).orIgnore().execute();
}
