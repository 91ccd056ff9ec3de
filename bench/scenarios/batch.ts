import type pg from "pg";
import { ADMIN_API_KEY, type Bench, type BenchServer, type Scenario } from "../bench.js";
import { runLoad, type LoadResult } from "../load/load.js";
import { referenceOf, type Workload } from "../load/workload.js";
import { medianBy, type Measurement } from "../measurement.js";
import { CopyOfBatch } from "../plain-sql/copy-of-batch.js";

/** One call is read and understood while the other one's transaction is written. */
const CALLERS = 2;
const WARM_UP_SECONDS_MAX = 3;

/** `recordDisclosures`: many disclosures of one user each in one call. */
export const batch: Scenario = {
  name: "batch",
  title: "recordDisclosures in batches",
  estimate: ({ seconds, rounds }) => 3 * rounds * seconds + 2 * Math.min(seconds, WARM_UP_SECONDS_MAX) + 4,
  run: measureBatch,
};

async function measureBatch(bench: Bench): Promise<readonly Measurement[]> {
  const { sizes } = bench;
  const database = await bench.database("batch_registry");
  const pool = bench.pool(database, CALLERS);
  const registry = await bench.registry(database);
  const workload: Workload = { kind: "batch", users: sizes.users, size: sizes.batch };
  // A batch has a transaction to itself, so batches of one are single calls that share none.
  const alone: Workload = { kind: "batch", users: sizes.users, size: 1 };
  bench.step("warming up");
  const warmUp = Math.min(sizes.seconds, WARM_UP_SECONDS_MAX);
  await call(registry, alone, sizes.connections, warmUp);
  await call(registry, workload, CALLERS, warmUp);
  const references = Array.from({ length: sizes.batch }, (_, user) => referenceOf(user));
  const byHand = await CopyOfBatch.take(pool, sizes.batch, references);
  await bench.settle();
  const ours: LoadResult[] = [];
  const singles: LoadResult[] = [];
  const hand: number[] = [];
  for (let round = 1; round <= sizes.rounds; round += 1) {
    bench.step(`round ${round} of ${sizes.rounds}, batches, single calls, by hand`);
    ours.push(await call(registry, workload, CALLERS, sizes.seconds));
    singles.push(await call(registry, alone, sizes.connections, sizes.seconds));
    hand.push(await writeByHand(pool, byHand, sizes.seconds));
  }
  return figures(sizes.batch, ours, singles, hand);
}

function call(
  { url }: BenchServer,
  workload: Workload,
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  return runLoad({ url, authorization: `Bearer ${ADMIN_API_KEY}`, connections, seconds, workload });
}

/** Batches a second, by as many writers as callers. */
async function writeByHand(pool: pg.Pool, copy: CopyOfBatch, seconds: number): Promise<number> {
  const startedAt = performance.now();
  let written = 0;
  const writer = async () => {
    const client = await pool.connect();
    try {
      while (performance.now() < startedAt + seconds * 1_000) {
        await copy.write(client);
        written += 1;
      }
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, writer));
  return written / ((performance.now() - startedAt) / 1_000);
}

function figures(
  size: number,
  ours: readonly LoadResult[],
  singles: readonly LoadResult[],
  hand: readonly number[],
): Measurement[] {
  const our = medianBy(ours, ({ perSecond }) => perSecond);
  const alone = medianBy(singles, ({ perSecond }) => perSecond);
  const perSecond = our.perSecond * size;
  const measure = `recordDisclosures of ${size}, each of 1 user`;
  return [
    {
      measure,
      unit: "/s",
      ours: perSecond,
      plain: { way: "single calls, a commit each", value: alone.perSecond },
      target: { of: "ratio", atLeast: 10 },
      details: { p50: our.p50, p99: our.p99, generatorBusy: our.busy },
    },
    {
      measure: `${measure}, beside SQL by hand`,
      unit: "/s",
      ours: perSecond,
      plain: { way: "SQL by hand, same tables", value: medianBy(hand, (each) => each) * size },
      target: { of: "ratio", atLeast: 0.5 },
    },
  ];
}
