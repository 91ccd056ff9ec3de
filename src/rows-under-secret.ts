import { disclosuresUnderSecret } from "./modules/disclosures/index.js";
import { rightsUnderSecret } from "./modules/rights/index.js";
import { subjectsUnderSecret } from "./modules/subjects/index.js";
import type { BackgroundTask } from "./platform/background-tasks.js";
import type { Keyring } from "./platform/keyring.js";
import type { Logger } from "./platform/observability/logger.js";
import type { RowsUnderSecret } from "./platform/secrets/rows-under-secret.js";
import { SecretRotation } from "./platform/secrets/secret-rotation.service.js";
import type { Services } from "./resolvers/services.js";

/** Everything stored that depends on the secret, but for facts: these stay as they are (docs/secrets.md). */
export function rowsUnderSecretOf(keyring: Keyring): RowsUnderSecret[] {
  return [...subjectsUnderSecret(keyring), ...rightsUnderSecret(keyring), ...disclosuresUnderSecret()];
}

const EVERY_MS = 1_000;

/** Goes on with a change of the secret, where one is under way. */
export function secretRotation(
  { dataSource, keyring }: Pick<Services, "dataSource" | "keyring">,
  logger: Logger,
): BackgroundTask {
  const rotation = new SecretRotation(dataSource, rowsUnderSecretOf(keyring), logger);
  return { name: "secret rotation", everyMs: EVERY_MS, run: (until) => rotation.run(until) };
}
