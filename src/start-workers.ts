import { FirstAdministrator, openKeyring } from "./modules/access/index.js";
import { DataMapService } from "./modules/datamap/index.js";
import { openDatabase } from "./open-database.js";
import { openLedger } from "./open-ledger.js";
import { systemClock } from "./platform/clock.js";
import type { Config } from "./platform/config.js";
import { freePort } from "./platform/http/listener.js";
import { createLogger } from "./platform/observability/logger.js";
import { beginEra } from "./platform/secrets/secret-era.js";
import { prepareRegistry } from "./prepare-registry.js";
import {
  secretsOf,
  startInOrder,
  withAdministrator,
  type Serving,
  type Stoppable,
  type Wishes,
} from "./start.js";
import { WorkerPool } from "./worker-pool.js";

/**
 * Starts the registry as several processes that serve one port: this one, the primary, sees to the database, the data map, the
 * secret and the administrator, and then only to the workers. Otherwise as `startRegistry`.
 */
export function startWorkers(config: Config, wishes: Wishes): Promise<(Serving & Stoppable) | null> {
  return startInOrder(wishes, async (opened) => {
    const logger = createLogger(config.logLevel);
    const database = await openDatabase(config, { ...wishes, logger }, opened);
    const { dataSource, secret } = database;
    // Whoever of the workers leads writes the ledger; that it can is found out here, where the start can be refused.
    await openLedger(config, database, { ...wishes, logger }, opened);
    const keyring = await openKeyring(dataSource, secretsOf(config, database));
    await beginEra(dataSource, keyring);
    const dataMap = new DataMapService(dataSource, systemClock);
    await prepareRegistry(config, { dataSource, keyring, dataMap });
    wishes.asked.throwIfAborted();
    // A worker that replaces another has to open the same port.
    const port = await freePort(config);
    const pool = new WorkerPool({
      count: config.workers,
      logger,
      orderFor: (worker) => ({
        order: "serve",
        worker,
        // Theirs are the requests; what only the start needs stays here.
        config: { ...config, port, databaseOwnerUrl: null, adminApiKey: null, previousSecret: null },
        databaseUrl: database.url,
        sequencerUrl: database.sequencerUrl,
        pidFile: database.pidFile,
        secret,
      }),
    });
    opened.push(() => pool.stop(wishes.hurried));
    const administrator = new FirstAdministrator(dataSource, keyring, systemClock);
    return withAdministrator(administrator, config, () => pool.start());
  });
}
