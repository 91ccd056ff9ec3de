import type { Bench, BenchServer, Scenario } from "../bench.js";
import { BULK_USERS, LargeStore, pairsText } from "../large-store.js";
import { medianBy, type Measurement } from "../measurement.js";
import { ask } from "../registry-client.js";

/** Calls of each kind in a round; the first of all is not counted. */
const CALLS = 2;

/** Whom a breach at a recipient concerns, over HTTP, among many pairs: everything that is told of it. */
export const breach: Scenario = {
  name: "breach",
  title: "breaches among many pairs",
  estimate: ({ bulk, singles, rounds }) =>
    20 + bulk / 6 + singles / 40_000 + (1 + CALLS * rounds) * (bulk / 150 + singles / 400_000),
  run: measureBreach,
};

const IMPACT = `query Impact($recipient: String!) { breachImpact(filter: { recipient: $recipient, discoveredAt: "2026-01-12T10:00:00Z" }) {
  distinctUsers disclosures subjectDisclosures firstAt lastAt noticeDueAt completeSince
  perRecipient { recipient { name } distinctUsers disclosures } perCategory { category { name } distinctUsers disclosures }
  onwardRecipients { recipient { name } passedOnBy { name } } receivedThrough { name } } }`;

async function measureBreach(bench: Bench): Promise<readonly Measurement[]> {
  const large = await LargeStore.of(bench);
  await large.fillTo(bench, large.full);
  const among = `over HTTP, ${pairsText(large.full)}`;
  const ofLists = await impactOn(bench, large.server, "example_hosting");
  const ofSingles = await impactOn(bench, large.server, "example_bank");
  return [
    {
      measure: `breach at a recipient of ${pairsText({ bulk: ofLists.subjectDisclosures / BULK_USERS, singles: 0 })} in large disclosures, ${among}, p50`,
      unit: "s",
      ours: ofLists.seconds,
      target: { of: "ours", atMost: 3 },
      details: ofLists,
    },
    {
      measure: `breach at a recipient of ${ofSingles.disclosures.toLocaleString("en-US")} disclosures of one user, p50`,
      unit: "s",
      ours: ofSingles.seconds,
      details: ofSingles,
    },
  ];
}

interface Impact {
  readonly distinctUsers: number;
  readonly disclosures: number;
  readonly subjectDisclosures: number;
}

/** What a breach at a recipient comes to, and the middle time of some calls. */
async function impactOn(
  bench: Bench,
  server: BenchServer,
  recipient: string,
): Promise<Impact & { readonly seconds: number; readonly [figure: string]: number }> {
  bench.step(`a breach at ${recipient}`);
  const calls = [];
  for (let call = 0; call <= CALLS * bench.sizes.rounds; call += 1) {
    const startedAt = performance.now();
    const { breachImpact } = await ask<{ breachImpact: Impact }>(server, IMPACT, { recipient });
    const { distinctUsers, disclosures, subjectDisclosures } = breachImpact;
    const seconds = (performance.now() - startedAt) / 1_000;
    calls.push({ distinctUsers, disclosures, subjectDisclosures, seconds });
  }
  const median = medianBy(calls.slice(1), ({ seconds }) => seconds);
  if (!(median.distinctUsers > 0)) throw new Error("The breach concerns nobody.");
  return median;
}
