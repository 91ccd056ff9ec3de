import { join } from "node:path";
import type { Bench, BenchServer, Scenario } from "../bench.js";
import type { LoadResult } from "../load/load.js";
import { recordSingles } from "../load/single-calls.js";
import { medianBy, type Measurement } from "../measurement.js";
import { createRowTable, insertRows } from "../plain-sql/insert-rows.js";

const WARM_UP_SECONDS_MAX = 4;

/** Single `recordDisclosure` calls over HTTP, one user each, every answer after a durable commit. */
export const single: Scenario = {
  name: "single",
  title: "single recordDisclosure calls",
  estimate: ({ seconds, rounds }) => 3 * rounds * seconds + 2 * Math.min(seconds, WARM_UP_SECONDS_MAX) + 8,
  run: measureSingle,
};

async function measureSingle(bench: Bench): Promise<readonly Measurement[]> {
  const { sizes } = bench;
  const rowDatabase = await bench.database("single_rows");
  const pool = bench.pool(rowDatabase, sizes.connections);
  await createRowTable(pool);
  const registry = await bench.registry(await bench.database("single_registry"));
  const joinTable = await startJoinTable(bench, "single_join_table");
  bench.step("warming up");
  for (const server of [registry, joinTable]) {
    await recordSingles(bench, server, Math.min(sizes.seconds, WARM_UP_SECONDS_MAX));
  }
  await bench.settle();
  const ours: LoadResult[] = [];
  const joined: LoadResult[] = [];
  const rows: number[] = [];
  for (let round = 1; round <= sizes.rounds; round += 1) {
    bench.step(`round ${round} of ${sizes.rounds}, registry, join table, rows`);
    ours.push(await recordSingles(bench, registry, sizes.seconds));
    joined.push(await recordSingles(bench, joinTable, sizes.seconds));
    rows.push(await insertRows(pool, sizes.connections, sizes.seconds));
  }
  return figures(sizes.connections, ours, joined, rows);
}

/** The plain way (a) on a database of its own. */
export async function startJoinTable(bench: Bench, database: string): Promise<BenchServer> {
  const { ownerUrl } = await bench.database(database);
  return bench.program(join("bench", "join-table", "server.js"), { DATABASE_OWNER_URL: ownerUrl });
}

function figures(
  connections: number,
  ours: readonly LoadResult[],
  joined: readonly LoadResult[],
  rows: readonly number[],
): Measurement[] {
  const our = medianBy(ours, ({ perSecond }) => perSecond);
  const join = medianBy(joined, ({ perSecond }) => perSecond);
  const measure = `recordDisclosure, 1 user, ${connections} connections`;
  const row = medianBy(rows, (perSecond) => perSecond);
  return [
    {
      measure,
      unit: "/s",
      ours: our.perSecond,
      plain: { way: "join table, same server", value: join.perSecond },
      target: { of: "ratio", atLeast: 3 },
      details: {
        p50: our.p50,
        p99: our.p99,
        generatorBusy: our.busy,
        plainP50: join.p50,
        plainP99: join.p99,
        plainGeneratorBusy: join.busy,
      },
    },
    {
      measure: `${measure}, beside the floor`,
      unit: "/s",
      ours: our.perSecond,
      plain: { way: "bare row, no HTTP", value: row },
      target: { of: "ours", atLeast: 4_000 },
    },
  ];
}
