import { ADMIN_API_KEY, type Bench, type BenchServer, type Scenario } from "../bench.js";
import { prepareHostileLoad, type HostileResult } from "../hostile/hostile-load.js";
import { openSink } from "../hostile/sink.js";
import { runLoad } from "../load/load.js";
import { referenceOf } from "../load/workload.js";
import { medianBy, type Measurement } from "../measurement.js";
import { ask, TO_COURIER } from "../registry-client.js";
import { residentBytes } from "../resident-memory.js";

const HOSTILE_PER_SECOND = 170;
/** Whose newest disclosures normal traffic asks for. */
const USERS_READ = 100;
const WARM_UP_SECONDS = 4;
const ROLES = ["REPORTER", "AUDITOR"] as const;

/** What is left of normal traffic's rate, with ten thousand hostile requests a minute from other connections. */
export const hostile: Scenario = {
  name: "hostile",
  title: "normal traffic beside hostile requests",
  estimate: ({ seconds, rounds }) => 12 + 2 * WARM_UP_SECONDS + rounds * 2 * (seconds + 1),
  run: measureHostile,
};

interface Round {
  /** Calls a second while the hostile requests go elsewhere: to make and send them takes part of the machine, too. */
  readonly elsewhere: number;
  readonly beside: number;
  readonly hostile: HostileResult;
  readonly megabytes: number;
}

async function measureHostile(bench: Bench): Promise<readonly Measurement[]> {
  const { rounds, seconds } = bench.sizes;
  const server = await bench.registry(await bench.database("hostile_registry"));
  await recordForEach(server);
  const callers = ["", "Bearer nobody-has-this-key"];
  for (const role of ROLES) callers.push(`Bearer ${await createKey(server, role)}`);
  bench.step("warming up");
  await normalTraffic(bench, server, WARM_UP_SECONDS);
  await besideHostile(bench, server, server.url, { callers, seconds: WARM_UP_SECONDS, seed: 0 });
  await bench.settle();
  const sink = await openSink();
  const taken: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`round ${round} of ${rounds}, the hostile requests elsewhere and here`);
    const load = { callers, seconds, seed: round };
    const { beside: elsewhere } = await besideHostile(bench, server, sink.url, load);
    const both = await besideHostile(bench, server, server.url, load);
    taken.push({ elsewhere, ...both, megabytes: (await residentBytes(server.pid)) / 2 ** 20 });
  }
  sink.close();
  return figures(taken);
}

/** Records and reads by half of the connections each; answers how many calls a second were answered well. */
async function normalTraffic({ sizes }: Bench, { url }: BenchServer, seconds: number): Promise<number> {
  const load = {
    url,
    authorization: `Bearer ${ADMIN_API_KEY}`,
    connections: Math.ceil(sizes.connections / 2),
    seconds,
  };
  const users = Array.from({ length: USERS_READ }, (_, user) => user);
  const [recorded, read] = await Promise.all([
    runLoad({ ...load, workload: { kind: "single", users: sizes.users } }),
    runLoad({ ...load, workload: { kind: "look-up", users } }),
  ]);
  return recorded.perSecond + read.perSecond;
}

async function besideHostile(
  bench: Bench,
  server: BenchServer,
  hostileTo: string,
  load: { readonly callers: readonly string[]; readonly seconds: number; readonly seed: number },
): Promise<Pick<Round, "beside" | "hostile">> {
  const send = await prepareHostileLoad({ ...load, url: hostileTo, perSecond: HOSTILE_PER_SECOND });
  const [beside, answered] = await Promise.all([normalTraffic(bench, server, load.seconds), send()]);
  if (answered.uncoded > 0)
    throw new Error(`${answered.uncoded} hostile requests were answered without a code.`);
  return { beside, hostile: answered };
}

async function recordForEach(server: BenchServer): Promise<void> {
  const occurredAt = new Date().toISOString();
  const inputs = Array.from({ length: USERS_READ }, (_, user) => ({
    occurredAt,
    ...TO_COURIER,
    subjects: [referenceOf(user)],
  }));
  await ask(
    server,
    "mutation Record($inputs: [RecordDisclosureInput!]!) { recordDisclosures(inputs: $inputs) { results { created } } }",
    { inputs },
  );
}

async function createKey(server: BenchServer, role: string): Promise<string> {
  const { createApiKey } = await ask<{ createApiKey: { secret: string } }>(
    server,
    "mutation Create($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }",
    { input: { name: `A hostile ${role.toLowerCase()}`, role } },
  );
  return createApiKey.secret;
}

function figures(rounds: readonly Round[]): Measurement[] {
  const middle = medianBy(rounds, (round) => round.beside / round.elsewhere);
  const { elsewhere, beside, hostile: answered } = middle;
  const slowest = medianBy(rounds, (round) => round.hostile.p99).hostile;
  const [first, last] = [rounds[0]!, rounds.at(-1)!];
  return [
    {
      measure: `record and look up, beside ${HOSTILE_PER_SECOND} hostile requests a second`,
      unit: "/s",
      ours: beside,
      plain: { way: "these sent elsewhere", value: elsewhere },
      target: { of: "ratio", atLeast: 0.8 },
      details: {
        generatorBusy: answered.busy,
        ...Object.fromEntries(
          Object.entries(answered.byStatus).map(([status, count]) => [`status${status}`, count]),
        ),
      },
    },
    {
      measure: "a hostile request's answer, p99",
      unit: "ms",
      ours: slowest.p99,
      target: { of: "ours", atMost: 1_000 },
      details: { p50: slowest.p50 },
    },
    {
      measure: "the hostile requests' generator at work, of each second",
      unit: "ms",
      ours: answered.busy * 1_000,
    },
    {
      measure: "resident memory after the last round, beside after the first",
      unit: "MB",
      ours: last.megabytes,
      plain: { way: "after the first", value: first.megabytes },
    },
  ];
}
