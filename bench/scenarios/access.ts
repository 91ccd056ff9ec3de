import { join } from "node:path";
import type { Bench, Scenario } from "../bench.js";
import type { LoadResult } from "../load/load.js";
import { recordSingles } from "../load/single-calls.js";
import { medianBy, type Measurement } from "../measurement.js";

const WARM_UP_SECONDS_MAX = 4;
/** Turns of each way in a round: what is looked for is smaller than what one turn differs from the next. */
const TURNS_A_ROUND = 3;

/** The registry, and itself without what is measured. */
const WAYS = ["whole", "open", "unlimited"] as const;
type Way = (typeof WAYS)[number];

const PROGRAMS: Readonly<Record<Way, string>> = {
  whole: join("src", "main.js"),
  open: join("bench", "access", "without-access.js"),
  unlimited: join("bench", "access", "without-limits.js"),
};

/** What keys, permissions and limits add to recording: the registry beside itself without them. */
export const access: Scenario = {
  name: "access",
  title: "recording with access control and limits, and without",
  estimate: ({ seconds, rounds }) =>
    WAYS.length * (TURNS_A_ROUND * rounds * seconds + Math.min(seconds, WARM_UP_SECONDS_MAX) + 4),
  run: measureAccess,
};

async function measureAccess(bench: Bench): Promise<readonly Measurement[]> {
  const { rounds, seconds, connections } = bench.sizes;
  const servers = await inTurn(WAYS, async (way) => {
    bench.step(`a registry, ${way}`);
    return bench.registry(await bench.database(`access_${way}`), { LEDGER: "off" }, PROGRAMS[way]);
  });
  bench.step("warming up");
  await inTurn(WAYS, (way) => recordSingles(bench, servers[way], Math.min(seconds, WARM_UP_SECONDS_MAX)));
  await bench.settle();
  const turns: Readonly<Record<Way, LoadResult>>[] = [];
  for (let turn = 1; turn <= rounds * TURNS_A_ROUND; turn += 1) {
    bench.step(`turn ${turn} of ${rounds * TURNS_A_ROUND}, with access control and limits, and without`);
    // By turns, because what runs first finds the disk and the processor as the last step left them.
    const order = turn % 2 === 0 ? WAYS.toReversed() : WAYS;
    turns.push(await inTurn(order, (way) => recordSingles(bench, servers[way], seconds)));
  }
  const measure = `recordDisclosure, 1 user, ${connections} connections`;
  const rateOf = (way: Way) => medianBy(turns, (turn) => turn[way].perSecond)[way].perSecond;
  const line = (way: Way, name: string, atLeast: number): Measurement => ({
    measure,
    unit: "/s",
    ours: rateOf("whole"),
    plain: { way: name, value: rateOf(way) },
    target: { of: "ratio", atLeast },
  });
  return [line("open", "without keys and permissions", 0.95), line("unlimited", "without limits, too", 0.9)];
}

async function inTurn<Result>(
  ways: readonly Way[],
  work: (way: Way) => Promise<Result>,
): Promise<Readonly<Record<Way, Result>>> {
  const results: [Way, Result][] = [];
  for (const way of ways) results.push([way, await work(way)]);
  return Object.fromEntries(results) as Record<Way, Result>;
}
