import { createHmac } from "node:crypto";
import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import { Keyring } from "../../platform/keyring.js";
import { findNewestRotation, insertRotation } from "../../platform/secrets/secret-rotation.repository.js";
import { StartRefused } from "../../platform/start-refused.js";
import { findSecretFingerprints, insertSecretFingerprint } from "./secret-fingerprints.repository.js";

const PURPOSE = "REGISTRY_SECRET";

export interface GivenSecrets {
  /** The one to work under. */
  readonly secret: string;
  /** The one before, where `secret` may be new to the database; null otherwise. */
  readonly previous: string | null;
}

/**
 * The keyring of a database, from the secret in use, the earlier ones that the database keeps for whoever has that one, and the one before where
 * the secret is to be changed. Writes nothing.
 *
 * With another secret every reference would get another pseudonym: users would silently become unknown and be recorded a second time. So
 * that is refused, by StartRefused with what to set instead.
 */
export async function openKeyring(
  { manager }: DataSource,
  { secret, previous }: GivenSecrets,
): Promise<Keyring> {
  const known = await findSecretFingerprints(manager);
  const fingerprintOf = (given: string, generation: number) => fingerprint(new Keyring(given), 1, generation);
  const isOf = (given: string, generation: number) =>
    known.get(purposeOf(generation))?.equals(fingerprintOf(given, generation)) === true;
  const newest = known.size;
  if (newest === 0) return new Keyring(secret);
  const rotation = newest > 1 ? await findNewestRotation(manager) : null;
  const openedBy = (given: string) =>
    rotation ? Keyring.open(given, newest, rotation.earlier) : new Keyring(given);
  if (isOf(secret, newest)) return openedBy(secret);
  for (let generation = 1; generation < newest; generation += 1) {
    if (isOf(secret, generation)) throw new StartRefused([EARLIER_SECRET]);
  }
  if (previous === null || !isOf(previous, newest)) throw new StartRefused([OTHER_SECRET]);
  if (rotation !== null && rotation.stage !== "SETTLED") throw new StartRefused([STILL_ROTATING]);
  return openedBy(previous).followedBy(secret);
}

/**
 * Leaves the fingerprint of the secret in use, by which later starts know it. Where it is new to the database, that announces the rotation: no
 * process that knows the earlier one alone starts from then on. False where another process was first with another secret.
 */
export async function leaveFingerprint(dataSource: DataSource, keyring: Keyring): Promise<boolean> {
  const { generation } = keyring;
  const purpose = purposeOf(generation);
  const own = fingerprint(keyring, generation, generation);
  const known = await inTransaction(dataSource, async (tx) => {
    const before = await findSecretFingerprints(tx);
    if (before.has(purpose)) return before;
    if (generation > 1) await insertRotation(tx, generation, keyring.sealEarlier());
    await insertSecretFingerprint(tx, { purpose, fingerprint: own });
    return findSecretFingerprints(tx);
  });
  return known.size === generation && known.get(purpose)?.equals(own) === true;
}

function purposeOf(generation: number): string {
  return generation === 1 ? PURPOSE : `${PURPOSE}/${generation}`;
}

/** @param at which of the keyring's secrets */
function fingerprint(keyring: Keyring, at: number, generation: number): Buffer {
  return createHmac("sha256", keyring.deriveOf(at, "secret-fingerprint/v1"))
    .update(purposeOf(generation))
    .digest();
}

const OTHER_SECRET =
  "REGISTRY_SECRET is not the one this database was made with: with another one no recorded user could be found again. " +
  "Set the original secret; for the embedded database, put DATA_DIR/secrets back from a backup of the same folder. " +
  "To change the secret, set REGISTRY_SECRET_PREVIOUS to the original one (docs/secrets.md).";
const EARLIER_SECRET =
  "REGISTRY_SECRET is an earlier secret of this database, which has been changed since: set the one that took its place.";
const STILL_ROTATING =
  "REGISTRY_SECRET is to be changed, but the change before has not ended: start with the secret that REGISTRY_SECRET_PREVIOUS names until `registry doctor` says that all rows are under it.";
