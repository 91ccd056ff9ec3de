import { ADMIN_API_KEY, type Bench, type BenchServer, type Scenario } from "../bench.js";
import { lagsOf } from "../ledger/lags.js";
import { watchCheckpoints, WatchedLedger } from "../ledger/watched-ledger.js";
import { runLoad, type LoadResult } from "../load/load.js";
import type { Measurement } from "../measurement.js";

const PER_SECOND = 2_000;
const WARM_UP_SECONDS = 3;
/** A few rounds of single calls in one. */
const LONGER = 4;
const LAG_MS_MAX = 2_000;

/** How soon after its acknowledgement a disclosure is in a checkpoint that can be read, where many are recorded. */
export const ledgerPublication: Scenario = {
  name: "ledger-publication",
  title: "publication of what was acknowledged",
  estimate: ({ seconds }) => LONGER * seconds + WARM_UP_SECONDS + 8,
  run: measurePublication,
};

async function measurePublication(bench: Bench): Promise<readonly Measurement[]> {
  const database = await bench.database("ledger_publication");
  const server = await bench.registry(database);
  const ledger = new WatchedLedger(bench.pool(database, 1));
  bench.step("warming up");
  await call(bench, server, WARM_UP_SECONDS);
  await ledger.untilPublished();
  await bench.settle();
  bench.step(`${PER_SECOND.toLocaleString("en-US")} disclosures a second`);
  const enough = new AbortController();
  const watching = watchCheckpoints(server, enough.signal);
  const load = await call(bench, server, LONGER * bench.sizes.seconds);
  await ledger.untilPublished();
  // One more look shows the last of them.
  setTimeout(() => enough.abort(), 200);
  const lags = lagsOf(load.acknowledged, await ledger.places(), await watching);
  const percentile = (share: number) => lags[Math.floor((lags.length - 1) * share)]!;
  const measure = `acknowledgement to published checkpoint at ${Math.round(load.perSecond).toLocaleString("en-US")}/s`;
  const target = { of: "ours", atMost: LAG_MS_MAX } as const;
  return [
    {
      measure: `${measure}, longest`,
      unit: "ms",
      ours: percentile(1),
      target,
      details: { p50: percentile(0.5), callP50: load.p50, callP99: load.p99, generatorBusy: load.busy },
    },
    { measure: `${measure}, p99`, unit: "ms", ours: percentile(0.99), target },
  ];
}

function call({ sizes }: Bench, { url }: BenchServer, seconds: number): Promise<LoadResult> {
  return runLoad({
    url,
    authorization: `Bearer ${ADMIN_API_KEY}`,
    connections: sizes.connections,
    seconds,
    workload: { kind: "single", users: sizes.users },
    perSecond: PER_SECOND,
    remember: true,
  });
}
