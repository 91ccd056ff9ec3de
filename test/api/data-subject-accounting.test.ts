import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const ACCOUNTING = /* GraphQL */ `
  query Accounting(
    $reference: String! = "ann"
    $from: DateTime
    $to: DateTime
    $form: AccountingForm! = GROUPED
    $recipientsAs: AccountingRecipients! = NAMED
  ) {
    dataSubject(reference: $reference) {
      accounting(from: $from, to: $to, form: $form, recipientsAs: $recipientsAs) {
        entries {
          recipient {
            key
            name
            address
          }
          categories {
            key
          }
          purpose {
            key
          }
          legalGround {
            key
          }
          destination
          firstAt
          lastAt
          count
        }
      }
    }
  }
`;

interface Entry {
  readonly recipient: { readonly key: string; readonly name: string; readonly address: string };
  readonly categories: readonly { readonly key: string }[];
  readonly purpose: { readonly key: string };
  readonly legalGround: { readonly key: string };
  readonly destination: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
}

async function accounting(variables: Record<string, unknown> = {}): Promise<readonly Entry[]> {
  const { dataSubject } = await server.admin.request<{ dataSubject: { accounting: { entries: Entry[] } } }>(
    ACCOUNTING,
    variables,
  );
  return dataSubject.accounting.entries;
}

async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput({ subjects: ["ann"], ...changes });
  await server.admin.request(RECORD, { input });
  return input.id;
}

const at = (day: number) => `2026-03-${String(day).padStart(2, "0")}T10:00:00.000Z`;
const summaryOf = (entries: readonly Entry[]) =>
  entries.map(({ recipient, firstAt, lastAt, count }) => [recipient.key, firstAt, lastAt, count]);

beforeAll(async () => {
  await record({ occurredAt: at(1) });
  await record({ occurredAt: at(9), subjects: ["ben", "ann"] });
  // Named in another order it is the same data.
  await record({
    occurredAt: at(4),
    categories: ["identification.home_address", "identification.first_name"],
  });
  await record({
    occurredAt: at(3),
    recipient: "example_bank",
    legalGround: "consent",
    categories: ["identification.mobile_phone"],
    outcome: "DELIVERED",
  });
  await record({ occurredAt: at(5), destination: "DE" });
  await record({ occurredAt: at(6), outcome: "PARTLY_DELIVERED" });
  // What follows reached nobody, came in, concerned others, or does not stand.
  await record({ occurredAt: at(20), recipient: "example_police", outcome: "FAILED" });
  await record({ occurredAt: at(21), recipient: "example_survey_agency", direction: "INBOUND" });
  await record({ occurredAt: at(22), recipient: "example_court", subjects: ["ben"] });
  const voided = await record({ occurredAt: at(23), recipient: "example_advertiser" });
  await server.admin.request(AMEND, { input: { amends: voided, reason: "It never was.", void: true } });
  const restated = await record({ occurredAt: at(24), recipient: "example_advertiser" });
  const { id: _, ...whole } = disclosureInput({
    occurredAt: at(2),
    recipient: "example_hosting",
    subjects: ["ann"],
  });
  await server.admin.request(AMEND, { input: { amends: restated, reason: "Another one.", restated: whole } });
});

const GROUPED = [
  ["example_courier", at(1), at(9), 4],
  ["example_courier", at(5), at(5), 1],
  ["example_bank", at(3), at(3), 1],
  ["example_hosting", at(2), at(2), 1],
];

describe("A user's accounting", () => {
  it("groups what is alike, the latest first, and leaves out what never reached anybody or does not stand", async () => {
    expect(summaryOf(await accounting())).toEqual(GROUPED);
  });

  it("names the actual recipient and its address, which data, why, on what ground and where", async () => {
    const entries = await accounting();
    expect(entries[0]).toEqual({
      recipient: {
        key: "example_courier",
        name: "Example Courier LLP",
        address: "1 Example Street, Almaty, Kazakhstan",
      },
      categories: [{ key: "identification.first_name" }, { key: "identification.home_address" }],
      purpose: { key: "provision_of_services" },
      legalGround: { key: "contract" },
      destination: "KZ",
      firstAt: at(1),
      lastAt: at(9),
      count: 4,
    });
    expect(entries.map(({ destination }) => destination)).toEqual(["KZ", "DE", "KZ", "DE"]);
  });

  it("gives each disclosure an entry of its own where asked to", async () => {
    const entries = await accounting({ form: "INDIVIDUAL" });
    expect(summaryOf(entries)).toEqual([
      ["example_courier", at(9), at(9), 1],
      ["example_courier", at(6), at(6), 1],
      ["example_courier", at(5), at(5), 1],
      ["example_courier", at(4), at(4), 1],
      ["example_bank", at(3), at(3), 1],
      ["example_hosting", at(2), at(2), 1],
      ["example_courier", at(1), at(1), 1],
    ]);
  });

  it.each<[string, Record<string, unknown>, unknown[]]>([
    [
      "from its beginning, which counts",
      { from: at(5) },
      [
        ["example_courier", at(6), at(9), 2],
        ["example_courier", at(5), at(5), 1],
      ],
    ],
    [
      "to its end, which does not",
      { to: at(3) },
      [
        ["example_hosting", at(2), at(2), 1],
        ["example_courier", at(1), at(1), 1],
      ],
    ],
    [
      "between both",
      { from: at(3), to: at(5) },
      [
        ["example_courier", at(4), at(4), 1],
        ["example_bank", at(3), at(3), 1],
      ],
    ],
    ["in which nothing happened", { from: at(25), to: at(26) }, []],
    ["without bounds", { from: null, to: null }, GROUPED],
  ])("tells of a period %s", async (_case, period, expected) => {
    expect(summaryOf(await accounting(period))).toEqual(expected);
  });

  it.each([
    ["that ends before it begins", { from: at(5), to: at(4) }],
    ["that ends as it begins", { from: at(5), to: at(5) }],
    [
      "that ends before it begins, recipients told by kind",
      { from: at(5), to: at(4), recipientsAs: "CATEGORIES" },
    ],
  ])("refuses a period %s", async (_case, period) => {
    const [error] = await server.admin.errorsOf(ACCOUNTING, period);
    expect(error).toMatchObject({
      extensions: { code: "BAD_USER_INPUT", fields: ["to"] },
      path: ["dataSubject", "accounting"],
    });
    expect(error!.message).toMatch(/must lie after its beginning, from/);
  });

  it("is empty for a user about whom only receipts are recorded", async () => {
    await record({ subjects: ["dora"], direction: "INBOUND" });
    expect(await accounting({ reference: "dora" })).toEqual([]);
  });

  it("is complete since the register began, or since the last month of coverage that the owner has taken out", async () => {
    const { owner } = server.database;
    await record({ subjects: ["elsa"] });
    const asked = `{ dataSubject(reference: "elsa") { accounting { completeSince entries { count } } } }`;
    const answered = (completeSince: string) => ({
      dataSubject: { accounting: { completeSince, entries: [{ count: 1 }] } },
    });
    const { dataMap } = await server.admin.request<{ dataMap: { appliedAt: string } }>(
      "{ dataMap(revision: 1) { appliedAt } }",
    );
    expect(await server.admin.request(asked)).toEqual(answered(dataMap.appliedAt));
    // Long before the register began: nothing that an accounting tells of was lost.
    await owner.query("SELECT make_coverage_partitions('2019-03-01Z', '2019-03-01Z')");
    await owner.query("SELECT detach_coverage_partition('2019-03-01Z')");
    expect(await server.admin.request(asked)).toEqual(answered(dataMap.appliedAt));
    const later = new Date(Date.parse(dataMap.appliedAt) + 400 * 24 * 3_600_000);
    const month = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth())).toISOString();
    await owner.query("INSERT INTO coverage_detached (month, detached_at) VALUES ($1, now())", [month]);
    const after = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 32, 0, 5)).toISOString();
    expect(await server.admin.request(asked)).toEqual(answered(after));
  });

  it("has 10,000 entries at most; of more it says how to ask for fewer", async () => {
    const { owner } = server.database;
    await record({ subjects: ["frequent"], occurredAt: at(1) });
    const [row] = await owner.query<{ number: string }[]>(
      "SELECT segment * 4096 + slot AS number FROM coverage WHERE disclosure_id = (SELECT id FROM disclosure ORDER BY recorded_at DESC LIMIT 1)",
    );
    const subjectNumber = Number(row!.number);
    const occurredAt = raw("timestamptz '2025-01-01Z' + n * interval '1 minute'");
    await seedDisclosures(owner, { count: 9_999, subjectNumber, occurredAt });
    const all = (period = "") =>
      `{ dataSubject(reference: "frequent") { accounting(form: INDIVIDUAL${period}) { entries { count } } } }`;
    const full = { dataSubject: { accounting: { entries: { length: 10_000 } } } };
    expect(await server.admin.request(all())).toMatchObject(full);

    await seedDisclosures(owner, { count: 1, subjectNumber, occurredAt: raw("timestamptz '2024-01-01Z'") });
    const [error] = await server.admin.errorsOf(all());
    expect(error!.extensions).toEqual({ code: "TOO_COSTLY", fields: ["from", "to", "form"] });
    expect(error!.message).toMatch(/10000 entries.*shorter period.*GROUPED/);
    expect(await server.admin.request(all(', from: "2024-06-01T00:00:00Z"'))).toMatchObject(full);
    const grouped = await accounting({ reference: "frequent" });
    expect(grouped.map(({ count }) => count)).toEqual([1, 10_000]);
  });
});
