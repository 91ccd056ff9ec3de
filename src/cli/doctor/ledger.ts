import { stat } from "node:fs/promises";
import type { DataSource } from "typeorm";
import { PublishedLog } from "../../modules/ledger/index.js";
import type { Config } from "../../platform/config.js";
import { ok, problem, skipped, type Check } from "./check.js";

const NAME = "Ledger";

/** Whether the ledger can be signed for; the schema is this program's. */
export async function checkLedger(dataSource: DataSource, { ledger }: Config): Promise<Check> {
  const log = new PublishedLog(dataSource);
  const { isOn, halted, verifierKey } = await log.describe();
  if (halted !== null) return problem(NAME, "it is halted: nothing is signed", halted);
  if (!isOn) return skipped(NAME, "it is off");
  if (verifierKey !== null && (await stat(ledger.keyFile).catch(() => null)) === null) {
    return problem(
      NAME,
      `its key file ${ledger.keyFile} is not there`,
      "Put it back from your backup, or name it in LEDGER_KEY_FILE: the ledger cannot go on with another.",
    );
  }
  const size = (await log.checkpoint())?.size ?? 0;
  const waiting = await log.countBeyond(size);
  return ok(NAME, `${size} leaves are published${waiting === 0 ? "" : `, ${waiting} wait`}`);
}
