import { join } from "node:path";
import type { Bench, BenchServer, Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import { storeFacts } from "../judging/known-facts.js";
import type { LoadResult } from "../load/load.js";
import { recordSingles } from "../load/single-calls.js";
import { medianBy, type Measurement } from "../measurement.js";
import { recordList, uploadList, type UploadedList } from "../registry-client.js";

const WARM_UP_SECONDS_MAX = 4;
/** One alone takes some milliseconds. */
const LISTED_A_ROUND = 5;

/** What judging adds to recording: the registry beside itself without it, both knowing the same of their users. */
export const judging: Scenario = {
  name: "judging",
  title: "judging what is recorded",
  estimate: ({ seconds, rounds, list }) =>
    2 * rounds * seconds + 2 * Math.min(seconds, WARM_UP_SECONDS_MAX) + 15 + (2 * list) / 100_000,
  run: measureJudging,
};

/** A registry that knows a list of users: all have consented, one in a hundred has refused since. */
interface Side {
  readonly server: BenchServer;
  readonly list: UploadedList;
  readonly uploadMs: number;
}

async function measureJudging(bench: Bench): Promise<readonly Measurement[]> {
  const { rounds, seconds, list } = bench.sizes;
  const judged = await prepare(bench, "judging_with", join("src", "main.js"));
  const plain = await prepare(bench, "judging_without", join("bench", "judging", "without-judging.js"));
  bench.step("warming up");
  for (const { server } of [judged, plain])
    await record(bench, server, Math.min(seconds, WARM_UP_SECONDS_MAX));
  await bench.settle();
  const singles: { readonly judged: LoadResult; readonly plain: LoadResult }[] = [];
  const listed: { readonly judged: number; readonly plain: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`round ${round} of ${rounds}, single calls, lists, with judging and without`);
    const first = round % 2 === 0 ? plain : judged;
    const second = first === judged ? plain : judged;
    // By turns, because what runs first finds the disk and the processor as the last step left them.
    const [one, other] = [
      await record(bench, first.server, seconds),
      await record(bench, second.server, seconds),
    ];
    singles.push(first === judged ? { judged: one, plain: other } : { judged: other, plain: one });
    for (let turn = 0; turn < LISTED_A_ROUND; turn += 1) {
      listed.push({ judged: await recordListed(judged), plain: await recordListed(plain) });
    }
  }
  const users = list.toLocaleString("en-US");
  const ours = medianBy(listed, (each) => each.judged).judged;
  const without = medianBy(listed, (each) => each.plain).plain;
  const way = "without judging";
  return [
    ...singleFigures(bench.sizes.connections, singles),
    {
      measure: `a disclosure of a list of ${users}, all consents on record, 1 in 100 refused`,
      unit: "ms",
      ours,
      plain: { way, value: without },
      target: { of: "ratio", atMost: 1.4 },
    },
    {
      measure: "the same, from the first byte of the list to the answer",
      unit: "ms",
      ours: judged.uploadMs + ours,
      plain: { way, value: judged.uploadMs + without },
      target: { of: "ratio", atMost: 1.4 },
    },
  ];
}

async function prepare(bench: Bench, name: string, program: string): Promise<Side> {
  bench.step(`${name.replace("_", " ")}: users and what is known of them`);
  const database = await bench.database(name);
  const server = await bench.registry(database, {}, program);
  const csv = [...csvOf(usersBetween(0, bench.sizes.list))];
  await uploadList(server, csv);
  // The second time all are known, as users are when a transfer of theirs is recorded.
  const startedAt = performance.now();
  const list = await uploadList(server, csv);
  const uploadMs = performance.now() - startedAt;
  await storeFacts(bench.pool(database, 1), list.id);
  return { server, list, uploadMs };
}

function record(bench: Bench, server: BenchServer, seconds: number): Promise<LoadResult> {
  const { users, list } = bench.sizes;
  return recordSingles(bench, server, seconds, { users: Math.min(users, list), onConsent: true });
}

async function recordListed({ server, list }: Side): Promise<number> {
  const startedAt = performance.now();
  await recordList(server, list, { onConsent: true });
  return performance.now() - startedAt;
}

function singleFigures(
  connections: number,
  rounds: readonly { readonly judged: LoadResult; readonly plain: LoadResult }[],
): Measurement[] {
  const { judged } = medianBy(rounds, (round) => round.judged.perSecond);
  const { plain } = medianBy(rounds, (round) => round.plain.perSecond);
  return [
    {
      measure: `recordDisclosure, 1 user with consent on record, ${connections} connections`,
      unit: "/s",
      ours: judged.perSecond,
      plain: { way: "without judging", value: plain.perSecond },
      // A quarter more time a call.
      target: { of: "ratio", atLeast: 0.8 },
      details: { p50: judged.p50, p99: judged.p99, plainP50: plain.p50, plainP99: plain.p99 },
    },
  ];
}
