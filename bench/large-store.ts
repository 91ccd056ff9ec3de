import type { SubjectNumber } from "../src/modules/subjects/index.js";
import type { Bench, BenchServer } from "./bench.js";
import { loadBulk, loadSingles, nameUsers, POPULATION, tidy, withoutIndexes } from "./load-disclosures.js";
import { randomNumbers, randomSet } from "./random-sets.js";
import type { RegistryStore } from "./registry-store.js";

const SEED = 20_260_129;
/** Users of each of its large disclosures. */
export const BULK_USERS = 1_000_000;
/** Different sets; disclosures share them by turns, which changes nothing of what a look-up reads. */
const LISTS_MAX = 50;
const LOOKED_UP = 1_000;
/** The first part that is loaded, as a share of all. */
const FIRST_SHARE = 0.01;

/** How many disclosures there are: of a million users each, and of one. */
export interface Extent {
  readonly bulk: number;
  readonly singles: number;
}

/** One user whom many of the single disclosures cover, spread evenly over them. */
export interface FrequentUser {
  readonly number: SubjectNumber;
  readonly disclosures: number;
}

/**
 * A registry of many pairs. Filling it takes minutes, so that the scenarios of a run share one: the first of them that needs it makes it, and each
 * fills it as far as it needs. Some users are known by reference; what a scenario adds must be its own.
 */
export class LargeStore {
  #filled: Extent = { bulk: 0, singles: 0 };

  private constructor(
    readonly store: RegistryStore,
    readonly server: BenchServer,
    /** The sets of the first part. */
    readonly sets: readonly (readonly SubjectNumber[])[],
    /** Users of the first set, from all over it. */
    readonly users: readonly SubjectNumber[],
    readonly frequent: readonly FrequentUser[],
    readonly first: Extent,
    readonly full: Extent,
    private readonly lists: number,
  ) {}

  static of(bench: Bench): Promise<LargeStore> {
    return bench.shared("large store", (lasting) => LargeStore.#make(lasting));
  }

  static async #make(bench: Bench): Promise<LargeStore> {
    const { bulk, singles, accounted } = bench.sizes;
    const first = {
      bulk: Math.max(1, Math.round(bulk * FIRST_SHARE)),
      singles: Math.round(singles * FIRST_SHARE),
    };
    const database = await bench.database("large_store");
    const store = await bench.store(database);
    const server = await bench.registry(database);
    const next = randomNumbers(SEED);
    bench.step("making sets");
    const sets = Array.from({ length: first.bulk }, () => randomSet(BULK_USERS, POPULATION, next));
    const [few, many, ...users] = someOf(sets[0]!, LOOKED_UP + 2);
    const lists = Math.min(LISTS_MAX, bulk);
    for (let list = 0; list < lists; list += 1) {
      await store.keepList(list, sets[list] ?? randomSet(BULK_USERS, POPULATION, next));
    }
    await nameUsers(store, [few!, many!, ...users]);
    const frequent = [
      { number: few!, disclosures: accounted },
      { number: many!, disclosures: 10 * accounted },
    ];
    return new LargeStore(store, server, sets, users, frequent, first, { bulk, singles }, lists);
  }

  /** Loads what is missing to an extent, and leaves the tables as autovacuum would have. Answers once nothing is under way any more. */
  async fillTo(bench: Bench, extent: Extent): Promise<void> {
    const done = this.#filled;
    if (done.bulk >= extent.bulk && done.singles >= extent.singles) return;
    const missing = { bulk: extent.bulk - done.bulk, singles: extent.singles - done.singles };
    bench.step(`loading ${pairsText(missing)}`);
    const turns = Array.from({ length: this.lists }, (_, list) => (done.bulk + list) % this.lists);
    await withoutIndexes(this.store, "disclosure", async () => {
      await loadSingles(this.store, missing.singles, { all: this.full.singles, frequent: this.frequent });
      await loadBulk(this.store, { count: missing.bulk, users: BULK_USERS, lists: turns, months: 1 });
    });
    await tidy(this.store);
    await bench.settle();
    this.#filled = extent;
  }
}

/** Members of a set from all over it. */
export function someOf(set: readonly SubjectNumber[], count: number): SubjectNumber[] {
  const stride = Math.max(1, Math.floor(set.length / count));
  const some = set.filter((_, index) => index % stride === 0).slice(0, count);
  // Neighbours must not be asked for one after the other: their rows stand together.
  return some.map((_, index) => some[(index * 619) % some.length]!);
}

/** How many pairs of disclosure and user that is, in words. */
export function pairsText({ bulk, singles }: Extent): string {
  const millions = (bulk * BULK_USERS + singles) / 1e6;
  return `${millions.toLocaleString("en-US", { maximumFractionDigits: 0 })} M pairs`;
}
