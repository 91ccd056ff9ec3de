import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Scenario } from "../bench.js";
import { WatchedLedger } from "../ledger/watched-ledger.js";
import { medianBy, type Measurement } from "../measurement.js";
import { recordList, uploadList } from "../registry-client.js";
import { csvOf, usersBetween } from "../csv.js";
import { residentBytes } from "../resident-memory.js";

const SAMPLE_MS = 100;

/** How fast leaves that wait are given their places, and what the server holds in memory meanwhile. */
export const ledgerSequencing: Scenario = {
  name: "ledger-sequencing",
  title: "sequencing",
  estimate: ({ leaves, rounds }) => 6 + (rounds * leaves) / 30_000,
  run: measureSequencing,
};

async function measureSequencing(bench: Bench): Promise<readonly Measurement[]> {
  const { leaves, rounds } = bench.sizes;
  const database = await bench.database("ledger_sequencing");
  const server = await bench.registry(database);
  const pool = bench.pool(database, 2);
  const ledger = new WatchedLedger(pool);
  // One that the registry made, so that those that wait are as long.
  await recordList(server, await uploadList(server, csvOf(usersBetween(0, 1))));
  await ledger.untilPublished();
  const times: number[] = [];
  const bytes: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`${leaves.toLocaleString("en-US")} leaves, round ${round} of ${rounds}`);
    const before = await ledger.untilPublished();
    await bench.settle();
    await pool.query(
      `INSERT INTO ledger_pending (event, kind, leaf)
       SELECT uuidv7(), kind, leaf FROM generate_series(1, $1::int) CROSS JOIN (SELECT kind, leaf FROM ledger_leaf WHERE kind = 'disclosure' LIMIT 1) AS made`,
      [leaves],
    );
    const startedAt = performance.now();
    let done = false;
    const sequenced = ledger.untilSequenced(before + leaves).finally(() => (done = true));
    while (!done) {
      bytes.push(await residentBytes(server.pid));
      await Promise.race([sleep(SAMPLE_MS), sequenced]);
    }
    await sequenced;
    times.push((performance.now() - startedAt) / 1_000);
  }
  return [
    {
      measure: `leaves sequenced, ${leaves.toLocaleString("en-US")} waiting`,
      unit: "/s",
      ours: leaves / medianBy(times, (seconds) => seconds),
      target: { of: "ours", atLeast: 50_000 },
    },
    {
      measure: "the server's resident memory meanwhile, most",
      unit: "MB",
      ours: Math.max(...bytes) / 2 ** 20,
      target: { of: "ours", atMost: 250 },
    },
  ];
}
