import { createHmac } from "node:crypto";
import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import type { Keyring } from "../../platform/keyring.js";
import { findSecretFingerprint, insertSecretFingerprint } from "./api-keys.repository.js";

const PURPOSE = "REGISTRY_SECRET";

/**
 * Whether this process holds the secret the database was made with.
 *
 * With another secret every reference would get another pseudonym: users would silently become unknown and be recorded a
 * second time. The first start leaves a fingerprint; later starts compare.
 */
export async function secretMatchesDatabase(dataSource: DataSource, keyring: Keyring): Promise<boolean> {
  const fingerprint = createHmac("sha256", keyring.derive("secret-fingerprint/v1")).update(PURPOSE).digest();
  const stored = await inTransaction(dataSource, async (tx) => {
    const known = await findSecretFingerprint(tx, PURPOSE);
    if (known) return known;
    await insertSecretFingerprint(tx, { purpose: PURPOSE, fingerprint });
    return findSecretFingerprint(tx, PURPOSE);
  });
  return stored?.equals(fingerprint) ?? false;
}
