import { leaves } from "./leaves.js";
import { DisclosureRollup, RejudgeDisclosures } from "./modules/disclosures/index.js";
import { LeafBackfill } from "./modules/ledger/index.js";
import type { BackgroundTask } from "./platform/background-tasks.js";
import type { Logger } from "./platform/observability/logger.js";
import { makeErasuresUnderWay } from "./resolvers/erasing.js";
import type { Services } from "./resolvers/services.js";
import { secretRotation } from "./rows-under-secret.js";

const COUNTS_EVERY_MS = 1_000;
const LATE_FACTS_EVERY_MS = 1_000;
const ERASURES_EVERY_MS = 1_000;
const OLDER_LEAVES_EVERY_MS = 1_000;
const EXPIRED_LISTS_EVERY_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

/** What one of all processes does periodically, whichever leads. */
export function backgroundTasks(services: Services, logger: Logger): BackgroundTask[] {
  const { dataSource, dataMap, lists, coverage } = services;
  const { partitions } = coverage;
  const rollup = new DisclosureRollup(dataSource, dataMap);
  const rejudging = new RejudgeDisclosures(services);
  const underWay = makeErasuresUnderWay(services);
  const backfill = new LeafBackfill(dataSource, leaves);
  return [
    { name: "disclosure counts", everyMs: COUNTS_EVERY_MS, run: (until) => rollup.count(until) },
    { name: "late facts", everyMs: LATE_FACTS_EVERY_MS, run: (until) => rejudging.run(until) },
    { name: "erasures under way", everyMs: ERASURES_EVERY_MS, run: (until) => underWay.run(until) },
    { name: "leaves of older events", everyMs: OLDER_LEAVES_EVERY_MS, run: (until) => backfill.run(until) },
    secretRotation(services, logger),
    {
      name: "expired subject lists",
      everyMs: EXPIRED_LISTS_EVERY_MS,
      run: () => lists.deleteExpired(),
    },
    { name: "partitions ahead", everyMs: HOUR_MS, run: () => partitions.makeAhead() },
    { name: "closed months", everyMs: HOUR_MS, run: (until) => partitions.compactClosed(until) },
  ];
}
