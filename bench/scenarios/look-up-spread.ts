import { raw, run, sql } from "../../src/platform/db/sql.js";
import type { Bench, Scenario } from "../bench.js";
import { someOf } from "../large-store.js";
import { loadBulk, nameUsers, POPULATION, tidy, withoutIndexes } from "../load-disclosures.js";
import type { Measurement } from "../measurement.js";
import { randomNumbers, randomSet } from "../random-sets.js";
import type { RegistryStore } from "../registry-store.js";
import { lookUpUsers, percentiles } from "./look-up.js";

const SEED = 20_260_130;
const BULK_USERS = 100_000;
const MONTHS = 36;
const LISTS_MAX = 50;
const LOOKED_UP = 1_000;
/** The months that an id recorded now may fall into, which are not compacted yet. */
const OPEN_MONTHS_MAX = 3;

/** Which disclosures cover a user where they are many, of middling size, and three years' worth: a partition a month. */
export const lookUpSpread: Scenario = {
  name: "look-up-spread",
  title: "look-ups among many disclosures of three years",
  estimate: ({ spread, seconds }) => 10 + spread / 25 + 2 * seconds,
  run: measureLookUpSpread,
};

async function measureLookUpSpread(bench: Bench): Promise<readonly Measurement[]> {
  const { spread } = bench.sizes;
  const database = await bench.database("spread_registry");
  const store = await bench.store(database);
  const server = await bench.registry(database);
  const next = randomNumbers(SEED);
  bench.step("making sets");
  const lists = Array.from({ length: Math.min(LISTS_MAX, spread) }, (_, list) => list);
  let users = randomSet(BULK_USERS, POPULATION, next);
  for (const list of lists) {
    await store.keepList(list, list === 0 ? users : randomSet(BULK_USERS, POPULATION, next));
  }
  users = someOf(users, LOOKED_UP);
  await nameUsers(store, users);
  bench.step(`loading ${spread.toLocaleString("en-US")} disclosures`);
  await withoutIndexes(store, "disclosure", async () => {
    await loadBulk(store, { count: spread, users: BULK_USERS, lists, months: MONTHS });
  });
  await tidy(store);
  await bench.settle();
  const measure = `disclosures of a user over HTTP, ${spread.toLocaleString("en-US")} of 100,000 in ${MONTHS} months`;
  const loose = await lookUpUsers(bench, server, users);
  bench.step("compacting the closed months");
  await compactClosed(store);
  await tidy(store);
  await bench.settle();
  const compacted = await lookUpUsers(bench, server, users);
  // In life the closed months are compacted, so that is what has to be quick.
  const before = percentiles(`${measure}, none compacted`, loose).map(({ target: _, ...each }) => each);
  return [...before, ...percentiles(`${measure}, closed ones compacted`, compacted)];
}

/** Compacts the closed months as the background does, one after the other, without the pause between copying and putting in place. */
async function compactClosed(store: RegistryStore): Promise<void> {
  let done = 0;
  for (let goesOn = true; goesOn;) {
    const steps = await store.coverage.partitions.compactClosed();
    done += steps.COMPACTED ?? 0;
    goesOn = steps.COPIED !== undefined;
    const copies = await run<{ name: string }>(
      store.dataSource.manager,
      sql`SELECT quote_ident(relname) AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE 'coverage%compact'`,
    );
    // Nobody looks at the tables with an older snapshot here, which is what the pause is for.
    for (const { name } of copies)
      await run(store.dataSource.manager, raw(`COMMENT ON TABLE ${name} IS '2020-01-01T00:00:00Z'`));
  }
  if (done < MONTHS - OPEN_MONTHS_MAX) throw new Error(`Only ${done} of ${MONTHS} months were compacted.`);
}
