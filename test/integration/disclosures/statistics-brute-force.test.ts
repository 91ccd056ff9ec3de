import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v7 } from "uuid";
import { DisclosureRollup } from "../../../src/modules/disclosures/index.js";
import { withTestServer } from "../../support/test-server.js";
import { AMEND, RECORD_BATCH } from "../../support/disclosure-operations.js";
import { countDisclosures } from "../../support/disclosure-statistics.js";
import { bruteForce, type ModelDisclosure, type ModelQuestion, type ModelRow } from "./statistics-model.js";

const server = withTestServer();

const RECIPIENTS = [
  "example_courier",
  "example_bank",
  "example_hosting",
  "example_analytics_abroad",
] as const;
const PURPOSES = ["provision_of_services", "marketing"] as const;
const GROUNDS = ["contract", "consent"] as const;
const CATEGORIES = ["identification.email", "identification.first_name", "usage.referrers"] as const;
const USERS = ["ann", "ben", "carl", "dora", "erna"] as const;
const DIMENSIONS = [
  "RECIPIENT",
  "RECIPIENT_KIND",
  "PURPOSE",
  "LEGAL_GROUND",
  "CATEGORY",
  "JURISDICTION",
] as const;
const ANSWERED: Readonly<Record<string, string>> = {
  RECIPIENT: "recipient",
  RECIPIENT_KIND: "recipientKind",
  PURPOSE: "purpose",
  LEGAL_GROUND: "legalGround",
  CATEGORY: "category",
  JURISDICTION: "jurisdiction",
};

/**
 * Moments at which calendars differ: the ends of months and years, and the night of 1 March 2024, in which the clocks of
 * Almaty were set back at midnight, so that the last hour of February passed twice.
 */
const NIGHTS = [
  "2023-12-31T18:00:00Z",
  "2024-02-29T18:00:00Z",
  "2024-04-30T19:00:00Z",
  "2025-06-10T19:00:00Z",
];
const moment = fc
  .record({
    night: fc.constantFrom(...NIGHTS),
    minutes: fc.oneof(
      fc.constantFrom(-1440, -60, 0, 60, 1440),
      fc.integer({ min: -180, max: 180 }),
      fc.integer({ min: -6000, max: 6000 }),
    ),
    milliseconds: fc.constantFrom(-1, 0, 0, 0, 1),
  })
  .map(({ night, minutes, milliseconds }) =>
    new Date(Date.parse(night) + minutes * 60_000 + milliseconds).toISOString(),
  );

const content = fc
  .record({
    occurredAt: moment,
    recipient: fc.constantFrom(...RECIPIENTS),
    purpose: fc.constantFrom(...PURPOSES),
    legalGround: fc.constantFrom(...GROUNDS),
    categories: fc.uniqueArray(fc.constantFrom(...CATEGORIES), { minLength: 1 }),
    subjects: fc.uniqueArray(fc.constantFrom(...USERS), { minLength: 1 }),
    direction: fc.constantFrom("OUTBOUND", "OUTBOUND", "INBOUND"),
    destination: fc.constantFrom(undefined, "KZ", "DE"),
  })
  // A receipt arrives at the controller.
  .map((input) => (input.direction === "INBOUND" ? { ...input, destination: undefined } : input));

/** What happens: disclosures are recorded, one is voided or restated, or the roll-up counts, in steps of some size. */
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ record: fc.array(content, { minLength: 1, maxLength: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ amend: fc.nat(), restated: fc.option(content) }) },
  { weight: 2, arbitrary: fc.record({ count: fc.integer({ min: 1, max: 5 }) }) },
);

const period = fc
  .tuple(fc.option(moment), fc.option(moment))
  .filter(([from, to]) => from === null || to === null || from < to)
  .map(([from, to]) => ({ ...(from && { occurredFrom: from }), ...(to && { occurredTo: to }) }));

const question: fc.Arbitrary<ModelQuestion> = fc.record({
  filter: fc
    .tuple(
      period,
      fc
        .record(
          {
            direction: fc.constantFrom("OUTBOUND", "INBOUND"),
            recipient: fc.constantFrom(...RECIPIENTS),
            recipientKind: fc.constantFrom("SERVICE_PROVIDER", "FINANCIAL_INSTITUTION", "PUBLIC_AUTHORITY"),
            purpose: fc.constantFrom(...PURPOSES),
            legalGround: fc.constantFrom(...GROUNDS),
            category: fc.constantFrom(...CATEGORIES, "identification", "usage"),
            jurisdiction: fc.constantFrom("KZ", "DE"),
            subject: fc.constantFrom(...USERS, "nobody"),
            crossBorder: fc.boolean(),
            includeSuperseded: fc.boolean(),
          },
          { requiredKeys: [] },
        )
        .map((filter) => thinned(filter)),
    )
    .map(([limits, rest]) => ({ ...limits, ...rest })),
  groupBy: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { maxLength: 3 }),
  interval: fc.option(fc.constantFrom("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")),
});

/** At most two members: more would leave nothing to count. */
function thinned(filter: Record<string, string | boolean | undefined>): Record<string, string | boolean> {
  return Object.fromEntries(Object.entries(filter).slice(0, 2)) as Record<string, string | boolean>;
}

const recorded: ModelDisclosure[] = [];

function remember(id: string, input: Record<string, unknown>): void {
  const { destination, ...rest } = input as unknown as ModelDisclosure & { destination?: string };
  const map = server.app.dataMap.current();
  const counterpartyCountry = destination ?? map.recipient(rest.recipient)!.jurisdiction;
  recorded.push({
    ...rest,
    id,
    counterpartyCountry,
    crossBorder: counterpartyCountry !== map.controller.country,
    isSuperseded: false,
  });
}

async function happen(event: Record<string, unknown>): Promise<void> {
  if ("record" in event) {
    const inputs = (event.record as Record<string, unknown>[]).map((input) => ({ ...input, id: v7() }));
    const answer = await server.admin.request<{ recordDisclosures: { results: { created: boolean }[] } }>(
      RECORD_BATCH,
      { inputs },
    );
    expect(answer.recordDisclosures.results.filter(({ created }) => !created)).toEqual([]);
    for (const { id, ...input } of inputs) remember(id, input);
  } else if ("amend" in event) {
    const standing = recorded.filter(({ isSuperseded }) => !isSuperseded);
    const amended = standing[(event.amend as number) % standing.length];
    if (!amended) return;
    const restated = event.restated as Record<string, unknown> | null;
    const id = v7();
    const input = {
      id,
      amends: amended.id,
      reason: "A correction.",
      ...(restated ? { restated } : { void: true }),
    };
    await server.admin.request(AMEND, { input });
    amended.isSuperseded = true;
    if (restated) remember(id, restated);
  } else {
    await new DisclosureRollup(server.database.api, server.app.dataMap, event.count as number).count();
  }
}

async function answerOf({ filter, groupBy, interval }: ModelQuestion): Promise<ModelRow[]> {
  const { rows } = await countDisclosures(server.admin, { filter, groupBy, interval, distinct: true });
  return rows.map((row) => {
    const shown = (name: string) => (row[name] as { key?: string }).key ?? row[name];
    return [
      ...(interval === null ? [] : [row.startsOn]),
      ...groupBy.map((dimension) => shown(ANSWERED[dimension]!)),
      row.disclosures,
      row.subjectDisclosures,
      row.distinctSubjects,
    ] as ModelRow;
  });
}

const sorted = (rows: readonly ModelRow[]) => rows.map((row) => JSON.stringify(row)).sort();

describe("Statistics, whatever was recorded, amended and counted before", () => {
  beforeAll(async () => {
    // Something to amend from the first.
    const [first] = fc.sample(content, { numRuns: 1, seed: 7 });
    await happen({ record: [first] });
  });

  it("equal what looking at every disclosure comes to, for every question", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 5 }),
        fc.array(question, { minLength: 5, maxLength: 5 }),
        async (events, questions) => {
          for (const event of events) await happen(event);
          for (const asked of questions) {
            const answer = await answerOf(asked);
            expect(sorted(answer)).toEqual(sorted(bruteForce(recorded, asked, server.app.dataMap.current())));
          }
        },
      ),
      // What was recorded stays, so a failure cannot be made smaller.
      { numRuns: 60, endOnFailure: true },
    );
    expect(recorded.length).toBeGreaterThan(100);
  }, 120_000);
});
