import type { DataSource } from "typeorm";
import { entities } from "../../src/entities.js";
import { leaveFingerprint, openKeyring, type GivenSecrets } from "../../src/modules/access/index.js";
import { rowsUnderSecretOf } from "../../src/rows-under-secret.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import type { Keyring } from "../../src/platform/keyring.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { beginEra, refuseEarlierSecret } from "../../src/platform/secrets/secret-era.js";
import { SecretRotation } from "../../src/platform/secrets/secret-rotation.service.js";
import { sessionMark } from "../../src/platform/secrets/session-mark.js";

/** What a process of the registry has of its database and its secrets. */
export interface Holder {
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  /** The leader's part in changing the secret. */
  readonly rotation: SecretRotation;
}

/** Starts as a process of the registry does. Whoever asks for it destroys the data source. */
export async function startHolder(url: string, secrets: GivenSecrets, rowsAtOnce?: number): Promise<Holder> {
  const dataSource: DataSource = createDataSource({
    url,
    entities,
    applicationName: sessionMark(secrets.secret),
    verify: (client) => refuseEarlierSecret(dataSource, client),
  });
  await dataSource.initialize();
  try {
    const keyring = await openKeyring(dataSource, secrets);
    await beginEra(dataSource, keyring);
    if (!(await leaveFingerprint(dataSource, keyring))) throw new Error("Another secret was first.");
    const held = rowsUnderSecretOf(keyring);
    const rotation = new SecretRotation(dataSource, held, createLogger("silent"), rowsAtOnce);
    return { dataSource, keyring, rotation };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
