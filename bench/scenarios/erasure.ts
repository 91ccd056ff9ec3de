import { v7 } from "uuid";
import type { Bench, BenchServer, Scenario } from "../bench.js";
import { LargeStore, pairsText } from "../large-store.js";
import { medianBy, type Measurement } from "../measurement.js";
import { ask } from "../registry-client.js";

const BATCH = 1_000;
const RECIPIENTS = ["example_courier", "example_advertiser", "example_survey_agency", "example_bank"];

/** Erasing a user of many disclosures among many pairs: from the decision to its answer, recipients' notifications among it. */
export const erasure: Scenario = {
  name: "erasure",
  title: "erasures among many pairs",
  estimate: ({ bulk, singles, rounds, accounted }) =>
    20 + bulk / 6 + singles / 40_000 + (rounds * accounted) / 1_500,
  run: measureErasure,
};

async function measureErasure(bench: Bench): Promise<readonly Measurement[]> {
  const large = await LargeStore.of(bench);
  await large.fillTo(bench, large.full);
  const disclosures = bench.sizes.accounted;
  const times: number[] = [];
  for (let round = 0; round < bench.sizes.rounds; round += 1) {
    bench.step(`recording and erasing, ${round + 1} of ${bench.sizes.rounds}`);
    times.push(await timeOf(large.server, disclosures));
  }
  const text = disclosures.toLocaleString("en-US");
  return [
    {
      measure: `erasure of a user of ${text} disclosures with texts, told to ${RECIPIENTS.length} recipients or more, over HTTP, ${pairsText(large.full)}, p50`,
      unit: "ms",
      ours: medianBy(times, (time) => time),
      target: { of: "ours", atMost: 1_000 },
    },
  ];
}

/** Records a user of so many disclosures, and answers how long it takes to erase the user. */
async function timeOf(server: BenchServer, disclosures: number): Promise<number> {
  const subject = `to-be-erased-${v7()}`;
  for (let from = 0; from < disclosures; from += BATCH) {
    const count = Math.min(BATCH, disclosures - from);
    await record(
      server,
      Array.from({ length: count }, (_, place) => disclosureOf(subject, from + place)),
    );
  }
  const id = v7();
  await ask(
    server,
    "mutation ($input: OpenRightsRequestInput!) { openRightsRequest(input: $input) { created } }",
    {
      input: {
        id,
        subject,
        kind: "ERASURE",
        address: "info@edcrunch.kz",
        receivedAt: new Date().toISOString(),
      },
    },
  );
  await ask(
    server,
    "mutation ($input: ConfirmIdentityInput!) { confirmIdentity(input: $input) { rightsRequest { id } } }",
    { input: { id, document: "IDENTITY_CARD" } },
  );
  const startedAt = performance.now();
  const { decideRightsRequest } = await ask<Decided>(
    server,
    `mutation ($input: DecideRightsRequestInput!) { decideRightsRequest(input: $input) { rightsRequest {
       notifications { recipient { key } } erasureOutcome { fate } } } }`,
    { input: { id, outcome: "FULFILLED", reasons: "In due form" } },
  );
  const took = performance.now() - startedAt;
  const { notifications, erasureOutcome } = decideRightsRequest.rightsRequest;
  const told = notifications.map(({ recipient }) => recipient.key);
  // The large disclosures of the store may cover the user as well; their recipients are told, too.
  if (!RECIPIENTS.every((recipient) => told.includes(recipient)) || erasureOutcome === null)
    throw new Error("An erasure did not tell everyone who received the data.");
  return took;
}

interface Decided {
  readonly decideRightsRequest: {
    readonly rightsRequest: {
      readonly notifications: readonly { readonly recipient: { readonly key: string } }[];
      readonly erasureOutcome: readonly unknown[] | null;
    };
  };
}

function disclosureOf(subject: string, number: number): Record<string, unknown> {
  return {
    id: v7(),
    occurredAt: new Date().toISOString(),
    recipient: RECIPIENTS[number % RECIPIENTS.length],
    purpose: "provision_of_services",
    legalGround: "contract",
    categories: ["identification.mobile_phone"],
    subjects: [subject],
    note: `Order ${number}`,
    externalReference: `order ${number}`,
  };
}

async function record(server: BenchServer, inputs: readonly unknown[]): Promise<void> {
  const { recordDisclosures } = await ask<{
    recordDisclosures: { results: readonly { created: boolean }[] };
  }>(
    server,
    "mutation ($inputs: [RecordDisclosureInput!]!) { recordDisclosures(inputs: $inputs) { results { created } } }",
    { inputs },
  );
  if (!recordDisclosures.results.every(({ created }) => created))
    throw new Error("A disclosure was refused.");
}
