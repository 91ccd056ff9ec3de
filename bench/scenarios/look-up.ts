import { join } from "node:path";
import { sql } from "../../src/platform/db/sql.js";
import { ADMIN_API_KEY, type Bench, type BenchServer, type Scenario } from "../bench.js";
import { JoinTableLoader } from "../join-table/load-join-table.js";
import { BULK_USERS, LargeStore, pairsText } from "../large-store.js";
import { POPULATION } from "../load-disclosures.js";
import { runLoad, type LoadResult } from "../load/load.js";
import type { Measurement } from "../measurement.js";
import { randomNumbers } from "../random-sets.js";
import type { RegistryStore } from "../registry-store.js";

const SEED = 20_260_131;
const DISTINCT_OVER = 100;
const LOOK_UP_SECONDS_MIN = 2;

/** Which disclosures cover a user, over HTTP, at a hundredth of the pairs and at all of them; and how many users a hundred cover. */
export const lookUp: Scenario = {
  name: "look-up",
  title: "look-ups among many pairs",
  estimate: ({ bulk, singles, seconds }) => 20 + bulk / 6 + singles / 40_000 + 3 * seconds,
  run: measureLookUp,
};

async function measureLookUp(bench: Bench): Promise<readonly Measurement[]> {
  const large = await LargeStore.of(bench);
  const { server, store, sets, users, first, full } = large;
  await large.fillTo(bench, first);
  const few = await lookUpUsers(bench, server, users);
  const plain = await lookUpInJoinTable(bench, sets, first.singles, users);
  await large.fillTo(bench, full);
  const many = await lookUpUsers(bench, server, users);
  bench.step(`distinct users of ${DISTINCT_OVER} disclosures`);
  return [
    ...percentiles(`disclosures of a user over HTTP, ${pairsText(first)}`, few, plain),
    ...percentiles(`disclosures of a user over HTTP, ${pairsText(full)}`, many),
    {
      measure: `growth of its p50 from ${pairsText(first)} to ${pairsText(full)}`,
      unit: "ms",
      ours: many.p50,
      plain: { way: "ours, the smaller", value: few.p50 },
      target: { of: "ratio", atMost: 3 },
    },
    await measureDistinct(store, full.bulk),
  ];
}

/** One caller looks users up, one after the other. */
export async function lookUpUsers(
  bench: Bench,
  { url }: BenchServer,
  users: readonly number[],
): Promise<LoadResult> {
  bench.step("looking users up");
  const load = {
    url,
    authorization: `Bearer ${ADMIN_API_KEY}`,
    connections: 1,
    workload: { kind: "look-up", users } as const,
  };
  await runLoad({ ...load, seconds: 1 });
  return runLoad({ ...load, seconds: Math.max(LOOK_UP_SECONDS_MIN, bench.sizes.seconds) });
}

/** The same as the first part, in a join table behind the same GraphQL server. */
async function lookUpInJoinTable(
  bench: Bench,
  sets: readonly (readonly number[])[],
  singles: number,
  users: readonly number[],
): Promise<LoadResult> {
  const next = randomNumbers(SEED);
  bench.step("loading the same into a join table");
  const database = await bench.database("look_up_join_table");
  const server = await bench.program(join("bench", "join-table", "server.js"), {
    DATABASE_OWNER_URL: database.ownerUrl,
  });
  const loader = await JoinTableLoader.open(await bench.dataSource(database));
  await loader.nameUsers(users);
  await loader.load(sets);
  await loader.load(Array.from({ length: singles }, () => [1 + (next() % POPULATION)]));
  await loader.tidy();
  await bench.settle();
  const found = await lookUpUsers(bench, server, users);
  await server.stop();
  return found;
}

export function percentiles(measure: string, ours: LoadResult, plain?: LoadResult): Measurement[] {
  const beside = (figure: "p50" | "p99") =>
    plain && { plain: { way: "join table, same server", value: plain[figure] } };
  const details = { perSecond: ours.perSecond, generatorBusy: ours.busy };
  return [
    {
      measure: `${measure}, p50`,
      unit: "ms",
      ours: ours.p50,
      ...beside("p50"),
      target: { of: "ours", atMost: 5 },
      details,
    },
    {
      measure: `${measure}, p99`,
      unit: "ms",
      ours: ours.p99,
      ...beside("p99"),
      target: { of: "ours", atMost: 15 },
    },
  ];
}

async function measureDistinct(store: RegistryStore, bulk: number): Promise<Measurement> {
  const over = Math.min(DISTINCT_OVER, bulk);
  const newest = sql`SELECT id AS disclosure_id, 'all' AS "group" FROM disclosure WHERE subject_count = ${BULK_USERS} ORDER BY id DESC LIMIT ${over}`;
  const startedAt = performance.now();
  const distinct = await store.coverage.countDistinct(store.dataSource.manager, newest);
  return {
    measure: `distinct users over ${over} disclosures of 1,000,000`,
    unit: "s",
    ours: (performance.now() - startedAt) / 1_000,
    target: { of: "ours", atMost: 1 },
    details: { distinct: distinct.get("all") ?? 0 },
  };
}
