import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import { StartRefused } from "../../platform/start-refused.js";
import { describeLog, lockLog, queueBackfill, type LedgerLog } from "./ledger-log.repository.js";
import { openLogSigner, type KeyPlace, type LogSigner } from "./log-signer.js";

export interface LogSettings extends KeyPlace {
  /** Whether events enter the log from now on. */
  readonly isOn: boolean;
  /** The log's name; null = the one it has. */
  readonly origin: string | null;
  /** Every kind of leaf there is. */
  readonly kinds: readonly string[];
}

/**
 * Brings the log to what the settings say: its name, its key, and whether events enter it. One that is switched on has everything
 * that was recorded before looked through for what has no leaf yet. Answers who signs; null where the log is switched off.
 *
 * Several starts at once wait for each other, so that one alone makes the key.
 *
 * @param dataSource as the sequencer's role
 * Throws StartRefused where the name or the key is another log's.
 */
export async function prepareLog(dataSource: DataSource, settings: LogSettings): Promise<LogSigner | null> {
  return inTransaction(dataSource, async (tx) => {
    const log = await lockLog(tx);
    const origin = originOf(log, settings.origin);
    const signer = settings.isOn ? await openLogSigner(settings, { ...log, origin }) : null;
    await describeLog(tx, {
      origin,
      verifierKey: signer?.verifierKey ?? log.verifierKey,
      isOn: settings.isOn,
    });
    if (settings.isOn && !log.isOn) await queueBackfill(tx, settings.kinds);
    return signer;
  });
}

function originOf({ origin, verifierKey }: LedgerLog, wanted: string | null): string {
  if (wanted === null || wanted === origin) return origin;
  if (verifierKey === null) return wanted;
  throw new StartRefused([
    `LEDGER_ORIGIN is ${wanted}, but this database's log is called ${origin} and has been signed for under that name: set LEDGER_ORIGIN to it, or leave it out.`,
  ]);
}
