import { stat } from "node:fs/promises";
import type { DataSource } from "typeorm";
import { PublishedLog, trySigner } from "../../modules/ledger/index.js";
import type { Config } from "../../platform/config.js";
import type { LedgerSettings } from "../../platform/ledger-settings.js";
import { ok, problem, skipped, type Check } from "./check.js";

const NAME = "Ledger";

/** Whether the ledger can be signed for; the schema is this program's. */
export async function checkLedger(dataSource: DataSource, { ledger }: Config): Promise<Check> {
  const log = new PublishedLog(dataSource);
  const { isOn, halted, verifierKey, origin } = await log.describe();
  if (halted !== null) return problem(NAME, "it is halted: nothing is signed", halted);
  if (!isOn) return skipped(NAME, "it is off");
  const keyMissing = verifierKey === null ? null : await checkKey(ledger, origin);
  if (keyMissing !== null) return keyMissing;
  const size = (await log.checkpoint())?.size ?? 0;
  const waiting = await log.countBeyond(size);
  return ok(NAME, `${size} leaves are published${waiting === 0 ? "" : `, ${waiting} wait`}`);
}

/** What is wrong with what the log is signed with; null where nothing is. */
async function checkKey({ keyFile, signer }: LedgerSettings, origin: string): Promise<Check | null> {
  if (signer !== null) {
    const remedy = await trySigner(signer, origin);
    return remedy === null ? null : problem(NAME, "its signer does not sign", remedy);
  }
  if ((await stat(keyFile).catch(() => null)) !== null) return null;
  return problem(
    NAME,
    `its key file ${keyFile} is not there`,
    "Put it back from your backup, or name it in LEDGER_KEY_FILE: the ledger cannot go on with another.",
  );
}
