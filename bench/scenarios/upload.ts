import type { DataSource } from "typeorm";
import { Keyring } from "../../src/platform/keyring.js";
import { REGISTRY_SECRET, type Bench, type BenchServer, type Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import { medianBy, type Measurement } from "../measurement.js";
import { createResolvingTables, recordByHand } from "../plain-sql/resolve-list.js";
import { randomNumbers, randomSet } from "../random-sets.js";
import { recordList, uploadList } from "../registry-client.js";

const SEED = 20_260_128;
const WARM_UP_USERS = 20_000;

/** One disclosure of a large list of users, from the first byte of the file to the answer. */
export const upload: Scenario = {
  name: "upload",
  title: "a disclosure of an uploaded list",
  estimate: ({ list, rounds }) => 5 + (2 * rounds * list) / 40_000,
  run: measureUpload,
};

async function measureUpload(bench: Bench): Promise<readonly Measurement[]> {
  const { list: size, rounds } = bench.sizes;
  const registry = await bench.registry(await bench.database("upload_registry"));
  const plain = await bench.dataSource(await bench.database("upload_join_table"));
  await createResolvingTables(plain);
  bench.step("warming up");
  const warmUp = chunks(usersBetween(rounds * size, rounds * size + WARM_UP_USERS));
  const ways: Ways = { registry, plain, key: new Keyring(REGISTRY_SECRET).derive("pseudonym/v1") };
  await recordBothWays(ways, warmUp);
  const unseen: Seconds[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bench.step(`users never seen before, round ${round + 1} of ${rounds}, registry, by hand`);
    await bench.settle();
    unseen.push(await recordBothWays(ways, chunks(usersBetween(round * size, (round + 1) * size))));
  }
  const known: Seconds[] = [];
  const next = randomNumbers(SEED);
  for (let round = 0; round < rounds; round += 1) {
    bench.step(`known users, round ${round + 1} of ${rounds}, registry, by hand`);
    await bench.settle();
    const users = randomSet(size, rounds * size, next).map((number) => number - 1);
    known.push(await recordBothWays(ways, chunks(users)));
  }
  return [
    ...figures(size, "known", known, { atLeast: 250_000, ratioAtLeast: 2.5 }),
    ...figures(size, "never seen before", unseen, { atLeast: 100_000 }),
  ];
}

interface Ways {
  readonly registry: BenchServer;
  readonly plain: DataSource;
  readonly key: Buffer;
}

interface Seconds {
  readonly ours: number;
  readonly plain: number;
}

/** The file is made beforehand: what is measured is not the making. */
function chunks(users: Iterable<number>): Buffer[] {
  return [...csvOf(users)];
}

async function recordBothWays({ registry, plain, key }: Ways, csv: readonly Buffer[]): Promise<Seconds> {
  const startedAt = performance.now();
  await recordList(registry, await uploadList(registry, csv));
  const turn = performance.now();
  await recordByHand(plain, key, csv);
  return { ours: (turn - startedAt) / 1_000, plain: (performance.now() - turn) / 1_000 };
}

function figures(
  size: number,
  who: string,
  rounds: readonly Seconds[],
  target: { readonly atLeast: number; readonly ratioAtLeast?: number },
): Measurement[] {
  const measure = `users a second, list of ${size.toLocaleString("en-US")} ${who}, upload to answer`;
  const ours = size / medianBy(rounds, (round) => round.ours).ours;
  const plain = { way: "join table, by hand", value: size / medianBy(rounds, (round) => round.plain).plain };
  const rate: Measurement = {
    measure,
    unit: "/s",
    ours,
    plain,
    target: { of: "ours", atLeast: target.atLeast },
  };
  if (target.ratioAtLeast === undefined) return [rate];
  return [
    { ...rate, target: { of: "ratio", atLeast: target.ratioAtLeast } },
    { ...rate, measure: `${measure} (rate)` },
  ];
}
