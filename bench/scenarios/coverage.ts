import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { run, sql, type Sql } from "../../src/platform/db/sql.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import type { Bench, Scenario } from "../bench.js";
import { medianBy, type Measurement, type Target } from "../measurement.js";
import { copyPairs, createJoinTable } from "../plain-sql/join-table.js";
import { randomNumbers, randomSet } from "../random-sets.js";
import type { RegistryStore } from "../registry-store.js";
import { type Covered } from "../registry-store.js";

/** Users there are; the sets are drawn from all of them. */
const POPULATION = 10_000_000;
/** Small sets share a transaction, as the disclosures of a batch do. */
const SETS_OF_A_TRANSACTION_MAX = 1_000;
const PAIRS_OF_A_TRANSACTION = 10_000;
const SEED = 20_260_127;

interface SetSize {
  readonly users: number;
  /** The part of the size `pairs` it is measured with: the small ones take longest. */
  readonly share: number;
  readonly speed: Target;
  readonly bytes: Target;
}

const NOT_WORSE: Target = { of: "ratio", atLeast: 0.95 };
const NOT_LARGER: Target = { of: "ratio", atMost: 1.05 };
const SET_SIZES: readonly SetSize[] = [
  { users: 1_000_000, share: 1, speed: { of: "ratio", atLeast: 10 }, bytes: { of: "ours", atMost: 3 } },
  { users: 100_000, share: 1, speed: NOT_WORSE, bytes: { of: "ours", atMost: 6 } },
  { users: 10_000, share: 0.5, speed: NOT_WORSE, bytes: { of: "ours", atMost: 40 } },
  { users: 1_000, share: 0.2, speed: NOT_WORSE, bytes: NOT_LARGER },
  { users: 1, share: 0.05, speed: NOT_WORSE, bytes: NOT_LARGER },
];

/** Which users a disclosure covers, written and stored alone: sets of numbers in memory to a commit, and the bytes they take. */
export const coverage: Scenario = {
  name: "coverage",
  title: "coverage of sets of any size",
  estimate: ({ pairs }) => 5 + pairs / 60_000,
  run: measureCoverage,
};

async function measureCoverage(bench: Bench): Promise<readonly Measurement[]> {
  const store = await bench.store(await bench.database("coverage_registry"));
  const plain = await bench.dataSource(await bench.database("coverage_join_table"));
  await createJoinTable(plain);
  const next = randomNumbers(SEED);
  const written: Measurement[] = [];
  const stored: Measurement[] = [];
  for (const size of SET_SIZES) {
    const sets = Math.max(1, Math.round((bench.sizes.pairs * size.share) / size.users));
    bench.step(`${sets.toLocaleString("en-US")} sets of ${size.users.toLocaleString("en-US")}`);
    await bench.settle();
    const [speed, bytes] = await measureSize({ store, plain, size, sets, next });
    written.push(speed);
    stored.push(bytes);
  }
  return [...written, ...stored];
}

interface Work {
  readonly store: RegistryStore;
  readonly plain: DataSource;
  readonly size: SetSize;
  readonly sets: number;
  readonly next: () => number;
}

/** Both ways write the same sets, transaction by transaction in turn, into empty tables; the middle transaction of each counts. */
async function measureSize({ store, plain, size, sets, next }: Work): Promise<[Measurement, Measurement]> {
  const empty = { ours: await bytesOf(store.dataSource, COVERAGE), plain: await bytesOf(plain, JOIN_TABLE) };
  const rates: { ours: number; plain: number }[] = [];
  for (const group of groupsOf(size.users, sets, next)) {
    const ours = await secondsOf(() => store.cover(group));
    const theirs = await secondsOf(() => inTransaction(plain, (tx) => copyPairs(tx, group)));
    const written = group.length * size.users;
    rates.push({ ours: written / ours, plain: written / theirs });
  }
  const pairs = sets * size.users;
  const bytes = {
    ours: (await bytesOf(store.dataSource, COVERAGE)) - empty.ours,
    plain: (await bytesOf(plain, JOIN_TABLE)) - empty.plain,
  };
  await run(store.dataSource.manager, sql`TRUNCATE coverage`);
  await run(plain.manager, sql`TRUNCATE disclosure_subject`);
  const users = size.users === 1 ? "1 user" : `${size.users.toLocaleString("en-US")} users`;
  return [
    {
      measure: `coverage written, pairs, disclosures of ${users}`,
      unit: "/s",
      ours: medianBy(rates, (rate) => rate.ours).ours,
      plain: { way: "join table by COPY", value: medianBy(rates, (rate) => rate.plain).plain },
      target: size.speed,
      details: { pairs },
    },
    {
      measure: `bytes of a pair, disclosures of ${users}`,
      unit: "bytes",
      ours: bytes.ours / pairs,
      plain: { way: "join table", value: bytes.plain / pairs },
      target: size.bytes,
      details: { pairs },
    },
  ];
}

/** The sets, in groups that share a transaction. Ids are made as the registry's are, in the order of time. */
function* groupsOf(users: number, sets: number, next: () => number): Generator<Covered[]> {
  const together = Math.min(
    SETS_OF_A_TRANSACTION_MAX,
    Math.max(1, Math.floor(PAIRS_OF_A_TRANSACTION / users)),
  );
  for (let done = 0; done < sets; done += together) {
    yield Array.from({ length: Math.min(together, sets - done) }, () => ({
      disclosureId: v7(),
      subjects: randomSet(users, POPULATION, next),
    }));
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

const COVERAGE = sql`SELECT relid FROM pg_partition_tree('coverage')`;
const JOIN_TABLE = sql`SELECT 'disclosure_subject'::regclass`;

/** Bytes on disk of tables and their indexes. */
async function bytesOf(database: DataSource, tables: Sql): Promise<number> {
  const [row] = await run<{ bytes: string }>(
    database.manager,
    sql`SELECT sum(pg_total_relation_size(relid)) AS bytes FROM (${tables}) AS measured (relid)`,
  );
  return Number(row!.bytes);
}
