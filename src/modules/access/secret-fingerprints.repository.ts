import type { EntityManager } from "typeorm";
import { raw, run, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { leavesOf } from "../ledger/index.js";
import { SecretFingerprintEntity } from "./secret-fingerprint.entity.js";
import { SECRET_FINGERPRINT_LEAF } from "./secret-fingerprint.leaf.js";

/** By what they are of; one for each generation of the secret. */
export async function findSecretFingerprints(db: EntityManager): Promise<Map<string, Buffer>> {
  const rows = await db.find(SecretFingerprintEntity);
  return new Map(rows.map(({ purpose, fingerprint }) => [purpose, fingerprint]));
}

export async function insertSecretFingerprint(tx: Tx, row: SecretFingerprintEntity): Promise<void> {
  await run(
    tx,
    sql`
      WITH inserted AS (
        INSERT INTO secret_fingerprint (purpose, fingerprint) VALUES (${row.purpose}, ${row.fingerprint})
        ON CONFLICT (purpose) DO NOTHING
        RETURNING *
      )
      ${leavesOf(SECRET_FINGERPRINT_LEAF, raw("inserted"))}`,
  );
}
