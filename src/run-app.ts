import { createApp, type App } from "./app.js";
import type { LedgerWriter } from "./modules/ledger/index.js";
import type { OpenedDatabase } from "./open-database.js";
import { systemClock } from "./platform/clock.js";
import type { Config } from "./platform/config.js";
import { listen } from "./platform/http/listener.js";
import type { Keyring } from "./platform/keyring.js";
import type { Logger } from "./platform/observability/logger.js";
import { beginEra } from "./platform/secrets/secret-era.js";
import type { ReleaseStack } from "./platform/release-stack.js";

/** The program put together as it is configured, not listening yet. */
export async function createConfiguredApp(
  config: Config,
  {
    dataSource,
    keyring,
    ledger,
  }: Pick<OpenedDatabase, "dataSource"> & {
    readonly keyring: Keyring;
    readonly ledger: LedgerWriter | null;
  },
  logger: Logger,
): Promise<App> {
  await beginEra(dataSource, keyring);
  return createApp({
    dataSource,
    keyring,
    clock: systemClock,
    logger,
    sealReferences: config.sealReferences,
    smallCellsBelow: config.smallCellsBelow,
    limits: config.limits,
    signIn: config.signIn,
    ledger,
    httpSettings: config.http,
  });
}

/**
 * Opens the port and stands for leader; `opened` takes both back. Answers the address: `http://127.0.0.1:4000`.
 *
 * @param hurried aborted when the stop is no longer to wait for the requests under way
 */
export async function openApp(
  { http, leader, ledgerLeader }: App,
  { host, port }: Config,
  hurried: AbortSignal,
  opened: ReleaseStack,
): Promise<string> {
  // Background work goes on while the last requests are answered.
  opened.push(() => Promise.all([leader.stop(), ledgerLeader?.stop()]));
  const listener = await listen(http, { host, port });
  opened.push(() => listener.close(hurried));
  leader.start();
  ledgerLeader?.start();
  return listener.address;
}
