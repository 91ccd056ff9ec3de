import { join } from "node:path";
import { sql } from "../../src/platform/db/sql.js";
import type { SubjectNumber } from "../../src/modules/subjects/index.js";
import { ADMIN_API_KEY, type Bench, type BenchServer, type Scenario } from "../bench.js";
import { JoinTableLoader } from "../join-table/load-join-table.js";
import { loadBulk, loadSingles, nameUsers, POPULATION, tidy, withoutIndexes } from "../load-disclosures.js";
import { runLoad, type LoadResult } from "../load/load.js";
import type { Measurement } from "../measurement.js";
import { randomNumbers, randomSet } from "../random-sets.js";
import type { RegistryStore } from "../registry-store.js";

const SEED = 20_260_129;
const BULK_USERS = 1_000_000;
/** Different sets; disclosures share them by turns, which changes nothing of what a look-up reads. */
const LISTS_MAX = 50;
const LOOKED_UP = 1_000;
/** The first part that is loaded and measured, as a share of all. */
const FIRST_SHARE = 0.01;
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
  const { bulk, singles } = bench.sizes;
  const first = {
    bulk: Math.max(1, Math.round(bulk * FIRST_SHARE)),
    singles: Math.round(singles * FIRST_SHARE),
  };
  const database = await bench.database("look_up_registry");
  const store = await bench.store(database);
  const server = await bench.registry(database);
  const next = randomNumbers(SEED);
  bench.step("making sets");
  const sets = Array.from({ length: first.bulk }, () => randomSet(BULK_USERS, POPULATION, next));
  const users = someOf(sets[0]!, LOOKED_UP);
  const lists = Math.min(LISTS_MAX, bulk);
  for (let list = 0; list < lists; list += 1) {
    await store.keepList(list, sets[list] ?? randomSet(BULK_USERS, POPULATION, next));
  }
  await nameUsers(store, users);
  bench.step(`loading ${pairsText(first)}`);
  const small = await loadAndLookUp(bench, { server, store, users, lists, count: first, skip: 0 });
  const plain = await lookUpInJoinTable(bench, sets, first.singles, users, next);
  const rest = { bulk: bulk - first.bulk, singles: singles - first.singles };
  bench.step(`loading ${pairsText(rest)}`);
  const large = await loadAndLookUp(bench, { server, store, users, lists, count: rest, skip: first.bulk });
  bench.step(`distinct users of ${DISTINCT_OVER} disclosures`);
  return [
    ...percentiles(`disclosures of a user over HTTP, ${pairsText(first)}`, small, plain),
    ...percentiles(`disclosures of a user over HTTP, ${pairsText({ bulk, singles })}`, large),
    {
      measure: `growth of its p50 from ${pairsText(first)} to ${pairsText({ bulk, singles })}`,
      unit: "ms",
      ours: large.p50,
      plain: { way: "ours, the smaller", value: small.p50 },
      target: { of: "ratio", atMost: 3 },
    },
    await measureDistinct(store, bulk),
  ];
}

interface Stage {
  readonly server: BenchServer;
  readonly store: RegistryStore;
  readonly users: readonly SubjectNumber[];
  readonly lists: number;
  readonly count: { readonly bulk: number; readonly singles: number };
  /** How many disclosures have taken their turn of the lists. */
  readonly skip: number;
}

async function loadAndLookUp(bench: Bench, stage: Stage): Promise<LoadResult> {
  const { server, store, users, lists, count, skip } = stage;
  const turns = Array.from({ length: lists }, (_, list) => (skip + list) % lists);
  await withoutIndexes(store, "disclosure", async () => {
    await loadSingles(store, count.singles);
    await loadBulk(store, { count: count.bulk, users: BULK_USERS, lists: turns, months: 1 });
  });
  await tidy(store);
  await bench.settle();
  return lookUpUsers(bench, server, users);
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
  next: () => number,
): Promise<LoadResult> {
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

/** Members of a set from all over it. */
export function someOf(set: readonly SubjectNumber[], count: number): SubjectNumber[] {
  const stride = Math.max(1, Math.floor(set.length / count));
  const some = set.filter((_, index) => index % stride === 0).slice(0, count);
  // Neighbours must not be asked for one after the other: their rows stand together.
  return some.map((_, index) => some[(index * 619) % some.length]!);
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

function pairsText({ bulk, singles }: { readonly bulk: number; readonly singles: number }): string {
  const millions = (bulk * BULK_USERS + singles) / 1e6;
  return `${millions.toLocaleString("en-US", { maximumFractionDigits: 0 })} M pairs`;
}
