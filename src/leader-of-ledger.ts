import type { DataSource } from "typeorm";
import type { LedgerWriter } from "./modules/ledger/index.js";
import { runTasks } from "./platform/background-tasks.js";
import { Leader } from "./platform/db/leader.js";
import type { Logger } from "./platform/observability/logger.js";

interface Surroundings {
  readonly dataSource: DataSource;
  readonly logger: Logger;
  /** Left out or null where this process cannot write it. */
  readonly ledger?: LedgerWriter | null;
}

const LEDGER_EVERY_MS = 500;
const LEDGER_PLACE = { lock: "7163452086634195", work: "the ledger is written" };

/** A place of its own, for which only stands who can write the ledger: else nobody would where another one leads. */
export function leaderOfLedger({ dataSource, logger, ledger }: Surroundings): Leader | null {
  if (!ledger) return null;
  const writing = {
    name: "ledger",
    everyMs: LEDGER_EVERY_MS,
    run: (until: AbortSignal) => ledger.write(until),
  };
  return new Leader(
    dataSource,
    (until) => runTasks([writing], logger, until),
    logger,
    undefined,
    LEDGER_PLACE,
  );
}
