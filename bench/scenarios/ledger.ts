import type { Bench, BenchServer, Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import { WatchedLedger } from "../ledger/watched-ledger.js";
import type { LoadResult } from "../load/load.js";
import { recordSingles } from "../load/single-calls.js";
import { medianBy, type Measurement } from "../measurement.js";
import { recordList, uploadList } from "../registry-client.js";

const WARM_UP_SECONDS_MAX = 4;
/** One alone takes some milliseconds. */
const LISTED_A_ROUND = 5;
const WAY = "ledger off";

/** What the ledger adds to recording: the registry beside itself without it. */
export const ledger: Scenario = {
  name: "ledger",
  title: "recording with the ledger and without",
  estimate: ({ seconds, rounds, list }) =>
    2 * rounds * seconds + 2 * Math.min(seconds, WARM_UP_SECONDS_MAX) + 12 + ((rounds + 2) * list) / 150_000,
  run: measureLedger,
};

/** A registry with its ledger on or off, and the users of a list. */
interface Side {
  readonly server: BenchServer;
  /** Waits until nothing of its ledger is under way, which would disturb the other. */
  readonly rest: () => Promise<unknown>;
}

/** The same of both registries. */
interface Both<Result> {
  readonly on: Result;
  readonly off: Result;
}

interface ListTimes {
  /** Milliseconds of the upload and the call. */
  readonly wholeMs: number;
  readonly callMs: number;
}

async function measureLedger(bench: Bench): Promise<readonly Measurement[]> {
  const { rounds, seconds, connections, list } = bench.sizes;
  const csv = [...csvOf(usersBetween(0, list))];
  const both: Both<Side> = { on: await prepare(bench, "on", csv), off: await prepare(bench, "off", csv) };
  bench.step("warming up");
  await inTurn(both, true, (side) =>
    recordSingles(bench, side.server, Math.min(seconds, WARM_UP_SECONDS_MAX)),
  );
  const singles: Both<LoadResult>[] = [];
  const lists: Both<ListTimes>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`round ${round} of ${rounds}, single calls, lists, with the ledger and without`);
    const onFirst = round % 2 === 1;
    await bench.settle();
    singles.push(await inTurn(both, onFirst, (side) => recordSingles(bench, side.server, seconds)));
    lists.push(await inTurn(both, onFirst, (side) => timeList(side, csv)));
  }
  return [...singleFigures(connections, singles), ...listFigures(list, lists)];
}

async function prepare(bench: Bench, setting: "on" | "off", csv: readonly Buffer[]): Promise<Side> {
  bench.step(`a registry with its ledger ${setting}`);
  const database = await bench.database(`ledger_${setting}`);
  const server = await bench.registry(database, { LEDGER: setting });
  const ledger = new WatchedLedger(bench.pool(database, 1));
  const side = { server, rest: () => (setting === "on" ? ledger.untilPublished() : Promise.resolve()) };
  // From now on all are known, as users are when a transfer of theirs is recorded.
  await timeList(side, csv);
  return side;
}

/** By turns, because what runs first finds the disk and the processor as the last step left them. */
async function inTurn<Result>(
  { on, off }: Both<Side>,
  onFirst: boolean,
  work: (side: Side) => Promise<Result>,
): Promise<Both<Result>> {
  const done = async (side: Side) => {
    const result = await work(side);
    await side.rest();
    return result;
  };
  if (onFirst) return { on: await done(on), off: await done(off) };
  const first = await done(off);
  return { on: await done(on), off: first };
}

/** Records one disclosure of a list from its first byte on, then others of it. */
async function timeList({ server }: Side, csv: readonly Buffer[]): Promise<ListTimes> {
  const startedAt = performance.now();
  const list = await uploadList(server, csv);
  const uploadMs = performance.now() - startedAt;
  const calls: number[] = [];
  for (let turn = 0; turn < LISTED_A_ROUND; turn += 1) {
    const before = performance.now();
    await recordList(server, list);
    calls.push(performance.now() - before);
  }
  return { wholeMs: uploadMs + calls[0]!, callMs: medianBy(calls, (ms) => ms) };
}

function singleFigures(connections: number, rounds: readonly Both<LoadResult>[]): Measurement[] {
  const { on } = medianBy(rounds, (round) => round.on.perSecond);
  const { off } = medianBy(rounds, (round) => round.off.perSecond);
  return [
    {
      measure: `recordDisclosure, 1 user, ledger on, ${connections} connections`,
      unit: "/s",
      ours: on.perSecond,
      plain: { way: WAY, value: off.perSecond },
      target: { of: "ratio", atLeast: 0.85 },
      details: { p50: on.p50, p99: on.p99, plainP50: off.p50, plainP99: off.p99 },
    },
  ];
}

function listFigures(users: number, rounds: readonly Both<ListTimes>[]): Measurement[] {
  const figure = (measure: string, ms: (times: ListTimes) => number): Measurement => ({
    measure,
    unit: "ms",
    ours: ms(medianBy(rounds, ({ on }) => ms(on)).on),
    plain: { way: WAY, value: ms(medianBy(rounds, ({ off }) => ms(off)).off) },
    target: { of: "ratio", atMost: 1.05 },
  });
  const size = users.toLocaleString("en-US");
  return [
    figure(`a disclosure of a list of ${size}, ledger on, first byte to answer`, ({ wholeMs }) => wholeMs),
    figure("the same, the call alone", ({ callMs }) => callMs),
  ];
}
