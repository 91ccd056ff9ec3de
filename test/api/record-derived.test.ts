import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { storeRevisionSilently } from "../support/store-revision.js";
import { withTestServer } from "../support/test-server.js";

/** What the registry adds to what it is told: where the data went, and what was in force on the day. */

const server = withTestServer();

interface Derived {
  readonly crossBorder: boolean;
  readonly destination: string;
  readonly counterpartyCountry: string;
  readonly revision: number;
  readonly policyVersion: { readonly number: number } | null;
}

async function derivedOf(changes: Record<string, unknown>): Promise<Derived> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  const { disclosure } = await server.admin.request<{ disclosure: Derived }>(
    `query ($id: UUID!) {
       disclosure(id: $id) { crossBorder destination counterpartyCountry revision policyVersion { number } }
     }`,
    { id: input.id },
  );
  return disclosure;
}

describe("whether a disclosure crosses a border", () => {
  it.each<[string, Record<string, unknown>, Partial<Derived>]>([
    [
      "a recipient in the controller's country gets it there",
      { recipient: "example_courier" },
      { crossBorder: false, destination: "KZ", counterpartyCountry: "KZ" },
    ],
    [
      "a recipient abroad gets it in its own country",
      { recipient: "example_hosting" },
      { crossBorder: true, destination: "DE", counterpartyCountry: "DE" },
    ],
    [
      "a recipient at home may have it sent abroad",
      { recipient: "example_courier", destination: "US" },
      { crossBorder: true, destination: "US", counterpartyCountry: "US" },
    ],
    [
      "a recipient abroad may have it sent within the controller's country",
      { recipient: "example_hosting", destination: "KZ" },
      { crossBorder: false, destination: "KZ", counterpartyCountry: "KZ" },
    ],
    [
      "a country that the data map does not name is abroad",
      { recipient: "example_courier", destination: "IS" },
      { crossBorder: true, destination: "IS", counterpartyCountry: "IS" },
    ],
    [
      "a receipt from abroad arrives at the controller",
      { recipient: "example_analytics_abroad", direction: "INBOUND" },
      { crossBorder: true, destination: "KZ", counterpartyCountry: "US" },
    ],
    [
      "a receipt from within the country crosses none",
      { recipient: "example_bank", direction: "INBOUND" },
      { crossBorder: false, destination: "KZ", counterpartyCountry: "KZ" },
    ],
  ])("follows from the countries: %s", async (_case, changes, expected) => {
    expect(await derivedOf(changes)).toMatchObject(expected);
  });
});

describe("the policy version of a disclosure", () => {
  // The example's policy applies from 27 January 2026, a day that begins in Almaty some hours before it does in Greenwich.
  it.each([
    ["2026-01-26T12:00:00Z", null],
    ["2026-01-26T23:30:00+05:00", null],
    ["2026-01-27T00:30:00+05:00", { number: 1 }],
    ["2026-01-26T20:00:00Z", { number: 1 }],
    ["2026-06-01T00:00:00Z", { number: 1 }],
  ])(
    "is the one in force on its day in the controller's time zone: %s",
    async (occurredAt, policyVersion) => {
      expect(await derivedOf({ occurredAt })).toMatchObject({ revision: 1, policyVersion });
    },
  );
});

describe("a revision of the data map that came while this process was running", () => {
  const START = "2026-05-01T00:00:00Z";

  beforeAll(async () => {
    await storeRevisionSilently(server.database.owner, {
      document: `jsonb_set(document, '{controller,country}', '"DE"')`,
      effectiveFrom: START,
    });
  });

  it("is noticed by the next recording, which is pinned to it from its first moment on", async () => {
    expect(await derivedOf({ occurredAt: START })).toMatchObject({ revision: 2, crossBorder: true });
    expect(await derivedOf({ occurredAt: START, recipient: "example_hosting" })).toMatchObject({
      revision: 2,
      crossBorder: false,
    });
  });

  it("leaves what happened before it pinned to the earlier one, however late it is recorded", async () => {
    const occurredAt = "2026-04-30T23:59:59.999Z";
    expect(await derivedOf({ occurredAt })).toMatchObject({ revision: 1, crossBorder: false });
    expect(await derivedOf({ occurredAt, recipient: "example_hosting" })).toMatchObject({
      revision: 1,
      crossBorder: true,
    });
  });
});
