import type { DataSource } from "typeorm";
import { grants } from "../migrations/grants.js";
import { leaves } from "./leaves.js";
import { LedgerWriter, openWitness, prepareLog, PublishedLog } from "./modules/ledger/index.js";
import { naming, type OpenedDatabase, type OpenDatabaseWishes } from "./open-database.js";
import type { Config } from "./platform/config.js";
import { createDataSource } from "./platform/db/data-source.js";
import { guardedFromSequencer } from "./platform/db/grant-list.js";
import { findRoleProblems } from "./platform/db/role-check.js";
import { isSameDatabase } from "./platform/db/same-database.js";
import type { ReleaseStack } from "./platform/release-stack.js";
import { StartRefused } from "./platform/start-refused.js";

/** One for a step, one for what is said beside it. */
const CONNECTIONS = 2;

/**
 * Brings the log to what the settings say, and opens what writes it; `opened` takes that back. Null where this process is not to write
 * it: it is switched off, or no role to write it as is known.
 *
 * Throws StartRefused with a message for the operator.
 */
export async function openLedger(
  config: Config,
  { dataSource: api, sequencerUrl }: Pick<OpenedDatabase, "dataSource" | "sequencerUrl">,
  { onProgress, logger }: Pick<OpenDatabaseWishes, "onProgress" | "logger">,
  opened: ReleaseStack,
): Promise<LedgerWriter | null> {
  const { ledger } = config;
  if (sequencerUrl === null) {
    const { isOn } = await new PublishedLog(api).describe();
    if (isOn || ledger.isOn) onProgress(isOn ? NOBODY_WRITES : STAYS_OFF);
    return null;
  }
  return naming("LEDGER_DATABASE_URL", sequencerUrl, async () => {
    const dataSource = createDataSource({ url: sequencerUrl, entities: [], poolSize: CONNECTIONS });
    await dataSource.initialize();
    opened.push(() => dataSource.destroy());
    await refuseUnfit(dataSource, api);
    const witness = ledger.witness === null ? null : openWitness(ledger.witness);
    const signer = await prepareLog(dataSource, { ...ledger, kinds: leaves.map(({ table }) => table) });
    if (signer === null) return null;
    const { checkpointFile } = ledger;
    return new LedgerWriter({ dataSource, signer, checkpointFile, witness, logger });
  });
}

const STAYS_OFF =
  "The ledger stays off: LEDGER_DATABASE_URL names no role that could write it (docs/configuration.md).";
const NOBODY_WRITES =
  "The ledger is on, but not written from here: LEDGER_DATABASE_URL names no role for it. What happens waits for a process that has one.";

/** Who writes the log must be able to change nothing that it is about, and it must be the log of this database. */
async function refuseUnfit(dataSource: DataSource, api: DataSource): Promise<void> {
  const problems = await findRoleProblems(dataSource, guardedFromSequencer(grants));
  if (problems.length > 0) {
    throw new StartRefused([
      ...problems,
      "LEDGER_DATABASE_URL must name a role that can write the ledger and nothing else: make one that owns nothing, and set DATABASE_OWNER_URL, so that the start can grant it what it needs.",
    ]);
  }
  if (!(await isSameDatabase(dataSource, api))) {
    throw new StartRefused([
      "LEDGER_DATABASE_URL and DATABASE_URL name different databases: the ledger is kept in the same database as what it is about.",
    ]);
  }
}
