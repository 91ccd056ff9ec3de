import type { Bench, BenchServer, Scenario } from "../bench.js";
import { LargeStore, pairsText } from "../large-store.js";
import { referenceOf } from "../load/workload.js";
import { medianBy, type Measurement } from "../measurement.js";
import { ask } from "../registry-client.js";

/** Calls of each kind in a round; the first of all is not counted. */
const CALLS = 5;
const PAGE = 50;

/** To whom one user's data went, over HTTP, among many pairs: everything an accounting tells. */
export const accounting: Scenario = {
  name: "accounting",
  title: "accountings among many pairs",
  estimate: ({ bulk, singles, rounds }) => 20 + bulk / 6 + singles / 40_000 + 3 * rounds,
  run: measureAccounting,
};

const ENTRY = `recipient { name address jurisdiction { code } } categories { name accuracyWarrantedByUser }
  purpose { name } legalGround { name instrument } agreement { name }
  destination destinationProtection safeguard { name instrument } firstAt lastAt count averageInterval`;
const GROUPED = `query Account($reference: String!) { dataSubject(reference: $reference) { accounting {
  completeSince entries { ${ENTRY} } sources { partner { name } count } } } }`;
const PAGED = `query Account($reference: String!) { dataSubject(reference: $reference) { accounting {
  disclosures(first: ${PAGE}) { nodes { ${ENTRY} } pageInfo { hasNextPage } } } } }`;

async function measureAccounting(bench: Bench): Promise<readonly Measurement[]> {
  const large = await LargeStore.of(bench);
  await large.fillTo(bench, large.full);
  const [few, many] = large.frequent;
  const among = `over HTTP, ${pairsText(large.full)}`;
  const text = (count: number) => count.toLocaleString("en-US");
  const measurements: Measurement[] = [];
  for (const { number, disclosures } of [few!, many!]) {
    bench.step(`accountings of ${text(disclosures)} disclosures`);
    measurements.push({
      measure: `accounting of a user of ${text(disclosures)} disclosures, grouped, ${among}, p50`,
      unit: "ms",
      ours: await timeOf(bench, large.server, GROUPED, number, disclosures),
      ...(disclosures === few!.disclosures && { target: { of: "ours", atMost: 100 } }),
    });
    measurements.push({
      measure: `the same, a page of ${PAGE} of them, p50`,
      unit: "ms",
      ours: await timeOf(bench, large.server, PAGED, number, PAGE),
    });
  }
  return measurements;
}

interface Answer {
  readonly dataSubject: {
    readonly accounting: {
      readonly entries?: readonly { readonly count: number }[];
      readonly disclosures?: { readonly nodes: readonly { readonly count: number }[] };
    };
  };
}

/** The middle time of some calls, each of which must tell of at least so many disclosures. */
async function timeOf(
  bench: Bench,
  server: BenchServer,
  query: string,
  user: number,
  told: number,
): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call <= CALLS * bench.sizes.rounds; call += 1) {
    const startedAt = performance.now();
    const { dataSubject } = await ask<Answer>(server, query, { reference: referenceOf(user) });
    times.push(performance.now() - startedAt);
    const { entries, disclosures } = dataSubject.accounting;
    const count = (entries ?? disclosures!.nodes).reduce((sum, entry) => sum + entry.count, 0);
    if (count < told) throw new Error(`An accounting told of ${count} disclosures instead of ${told}.`);
  }
  return medianBy(times.slice(1), (time) => time);
}
