import { grants } from "../../migrations/grants.js";
import { migrations } from "../../migrations/index.js";
import type { Config } from "../platform/config.js";
import { startEmbeddedPostgres } from "../platform/db/embedded/index.js";
import { migrate } from "../platform/db/migrate.js";
import { roleOfUrl } from "../platform/db/role-names.js";
import { StartRefused } from "../platform/start-refused.js";

/**
 * Brings the schema of the settings' database up to date, and answers the names of the migrations it applied.
 *
 * @throws StartRefused where nobody may change the schema
 */
export async function migrateDatabase(
  config: Config,
  onProgress: (message: string) => void,
): Promise<string[]> {
  if (config.databaseUrl !== null) {
    const { databaseUrl, databaseOwnerUrl, allowOwner } = config;
    const ownerUrl = databaseOwnerUrl ?? (allowOwner ? databaseUrl : null);
    if (ownerUrl === null) {
      throw new StartRefused([
        "DATABASE_OWNER_URL is not set: set it to the role that owns the tables, because the API's role may not change the schema.",
      ]);
    }
    return applyAll(ownerUrl, databaseUrl, config.ledger.databaseUrl);
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, onProgress });
  try {
    return await applyAll(embedded.ownerUrl, embedded.apiUrl, embedded.sequencerUrl);
  } finally {
    await embedded.stop();
  }
}

async function applyAll(ownerUrl: string, apiUrl: string, sequencerUrl: string | null): Promise<string[]> {
  const apiRole = roleOfUrl(apiUrl) === roleOfUrl(ownerUrl) ? null : roleOfUrl(apiUrl);
  const sequencerRole = sequencerUrl === null ? null : roleOfUrl(sequencerUrl);
  return (await migrate({ ownerUrl, apiRole, sequencerRole, migrations, grants })).applied;
}
