import type { Bench, BenchServer, Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import { RESTRICTED_EVERY, storeFacts } from "../judging/known-facts.js";
import { medianBy, type Measurement } from "../measurement.js";
import { ask, TO_ADVERTISER, uploadList, type UploadedList } from "../registry-client.js";

/** One alone takes some hundred milliseconds. */
const ASKED_A_ROUND = 5;

/** How long it takes to say of a large list, before a transfer, whom to leave out. */
export const asking: Scenario = {
  name: "asking",
  title: "asking before a transfer",
  estimate: ({ rounds, list }) => 15 + list / 100_000 + (rounds * ASKED_A_ROUND * list) / 500_000,
  run: measureAsking,
};

const EVALUATE =
  "query Ask($input: RecordDisclosureInput!) { asked: evaluateDisclosure(input: $input) { permittedCount excludedCount } }";
const AUTHORIZE =
  "mutation Ask($input: RecordDisclosureInput!) { asked: authorizeDisclosure(input: $input) { permittedCount excludedCount } }";

async function measureAsking(bench: Bench): Promise<readonly Measurement[]> {
  const { rounds, list: size } = bench.sizes;
  bench.step("users and what is known of them");
  const database = await bench.database("asking");
  const server = await bench.registry(database);
  const list = await uploadList(server, [...csvOf(usersBetween(0, size))]);
  await storeFacts(bench.pool(database, 1), list.id);
  await bench.settle();
  const turns: { readonly evaluated: number; readonly authorized: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`round ${round} of ${rounds}, evaluating and authorizing`);
    for (let turn = 0; turn < ASKED_A_ROUND; turn += 1) {
      turns.push({
        evaluated: await timeOf(server, list, EVALUATE),
        authorized: await timeOf(server, list, AUTHORIZE),
      });
    }
  }
  const whom = `a list of ${size.toLocaleString("en-US")}, all consents on record, 1 in ${RESTRICTED_EVERY} refused`;
  return [
    {
      measure: `evaluateDisclosure of ${whom}`,
      unit: "ms",
      ours: medianBy(turns, ({ evaluated }) => evaluated).evaluated,
      // Three seconds for a million users.
      target: { of: "ours", atMost: (size * 3_000) / 1_000_000 },
    },
    {
      measure: `authorizeDisclosure of ${whom}`,
      unit: "ms",
      ours: medianBy(turns, ({ authorized }) => authorized).authorized,
    },
  ];
}

async function timeOf(server: BenchServer, list: UploadedList, query: string): Promise<number> {
  const startedAt = performance.now();
  const input = { occurredAt: new Date().toISOString(), ...TO_ADVERTISER, subjectList: list.id };
  const { asked } = await ask<{ asked: { permittedCount: number; excludedCount: number } }>(server, query, {
    input,
  });
  const time = performance.now() - startedAt;
  const refused = Math.ceil(list.count / RESTRICTED_EVERY);
  if (asked.excludedCount !== refused || asked.permittedCount !== list.count - refused)
    throw new Error(`Of ${list.count} users ${asked.excludedCount} were left out.`);
  return time;
}
