import { beforeAll, describe, expect, it } from "@jest/globals";
import { DisclosureRollup } from "../../src/modules/disclosures/index.js";
import { disclosureInput } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { countDisclosures, countedRows } from "../support/disclosure-statistics.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** Two users to a courier in March, two more (one of them new) in April, one to a bank on the first of May in Almaty. */
const INPUTS = [
  disclosureInput(),
  disclosureInput({ occurredAt: "2026-04-07T10:00:00Z", subjects: ["user-2", "user-3"] }),
  disclosureInput({
    occurredAt: "2026-04-30T20:00:00Z",
    recipient: "example_bank",
    legalGround: "consent",
    categories: ["identification.email"],
    subjects: ["user-1"],
  }),
];

beforeAll(async () => {
  await server.admin.request(RECORD_BATCH, { inputs: INPUTS });
});

describe("disclosureStatistics", () => {
  it("counts all that stand in one row, and says as of when and by which clocks", async () => {
    const before = Date.now();
    const { asOf, timeZone, rows } = await countDisclosures(server.admin, { distinct: true });
    expect(rows).toEqual([
      {
        startsOn: null,
        recipient: null,
        recipientKind: null,
        purpose: null,
        legalGround: null,
        category: null,
        jurisdiction: null,
        disclosures: 3,
        subjectDisclosures: 5,
        distinctSubjects: 3,
      },
    ]);
    expect(timeZone).toBe("Asia/Almaty");
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.now());
  });

  it("answers a row of nothing where nothing is grouped, and no row where something is", async () => {
    const filter = { purpose: "marketing" };
    expect(await countedRows(server.admin, { filter, distinct: true })).toEqual([
      { disclosures: 0, subjectDisclosures: 0, distinctSubjects: 0 },
    ]);
    expect(await countedRows(server.admin, { filter, groupBy: ["PURPOSE"] })).toEqual([]);
    expect(await countedRows(server.admin, { filter: { subject: "nobody" } })).toEqual([
      { disclosures: 0, subjectDisclosures: 0 },
    ]);
  });

  it("counts by interval on the controller's calendar", async () => {
    expect(await countedRows(server.admin, { interval: "MONTH", distinct: true })).toEqual([
      { startsOn: "2026-03-01", disclosures: 1, subjectDisclosures: 2, distinctSubjects: 2 },
      { startsOn: "2026-04-01", disclosures: 1, subjectDisclosures: 2, distinctSubjects: 2 },
      { startsOn: "2026-05-01", disclosures: 1, subjectDisclosures: 1, distinctSubjects: 1 },
    ]);
    const starts = async (interval: string) =>
      (await countedRows(server.admin, { interval })).map(({ startsOn }) => startsOn);
    expect(await starts("DAY")).toEqual(["2026-03-01", "2026-04-07", "2026-05-01"]);
    expect(await starts("WEEK")).toEqual(["2026-02-23", "2026-04-06", "2026-04-27"]);
    expect(await starts("QUARTER")).toEqual(["2026-01-01", "2026-04-01"]);
    expect(await starts("YEAR")).toEqual(["2026-01-01"]);
  });

  it("counts by several dimensions, and a disclosure of several categories in each", async () => {
    expect(
      await countedRows(server.admin, {
        groupBy: ["RECIPIENT_KIND", "RECIPIENT", "LEGAL_GROUND"],
        distinct: true,
      }),
    ).toEqual([
      {
        recipientKind: "FINANCIAL_INSTITUTION",
        recipient: "example_bank",
        legalGround: "consent",
        disclosures: 1,
        subjectDisclosures: 1,
        distinctSubjects: 1,
      },
      {
        recipientKind: "SERVICE_PROVIDER",
        recipient: "example_courier",
        legalGround: "contract",
        disclosures: 2,
        subjectDisclosures: 4,
        distinctSubjects: 3,
      },
    ]);
    expect(
      await countedRows(server.admin, {
        groupBy: ["CATEGORY"],
        filter: { category: "identification.first_name" },
      }),
    ).toEqual([
      { category: "identification.first_name", disclosures: 2, subjectDisclosures: 4 },
      { category: "identification.home_address", disclosures: 2, subjectDisclosures: 4 },
    ]);
    expect(await countedRows(server.admin, { groupBy: ["JURISDICTION", "PURPOSE"] })).toEqual([
      { jurisdiction: "KZ", purpose: "provision_of_services", disclosures: 3, subjectDisclosures: 5 },
    ]);
  });

  it("counts what covers one user", async () => {
    expect(
      await countedRows(server.admin, { filter: { subject: "user-1" }, interval: "MONTH", distinct: true }),
    ).toEqual([
      { startsOn: "2026-03-01", disclosures: 1, subjectDisclosures: 2, distinctSubjects: 2 },
      { startsOn: "2026-05-01", disclosures: 1, subjectDisclosures: 1, distinctSubjects: 1 },
    ]);
  });

  it("counts distinct users where they are selected, by whatever way", async () => {
    const { statements } = await server.statementsOf(() => countDisclosures(server.admin));
    expect(statements.filter((text) => text.includes("coverage"))).toEqual([]);
    const withFragments = /* GraphQL */ `
      query {
        disclosureStatistics {
          ...Counts
        }
      }
      fragment Counts on DisclosureStatistics {
        rows {
          ... on DisclosureStatisticsRow {
            users: distinctSubjects
          }
        }
      }
    `;
    expect(await server.admin.request(withFragments)).toEqual({
      disclosureStatistics: { rows: [{ users: 3 }] },
    });
  });

  it("asks the database twice, and once more for distinct users, however many rows there are", async () => {
    const rollup = new DisclosureRollup(server.database.api, server.app.dataMap);
    const all = { groupBy: ["RECIPIENT", "CATEGORY"], interval: "DAY" };
    for (const isRolledUp of [false, true]) {
      if (isRolledUp) await rollup.count();
      for (const [variables, count] of [
        [{}, 2],
        [all, 2],
        [{ ...all, filter: { occurredFrom: "2026-03-01T10:00:00Z", occurredTo: "2026-05-01T10:00:00Z" } }, 2],
        [{ ...all, distinct: true }, 3],
      ] as const) {
        const { statements } = await server.statementsOf(() => countDisclosures(server.admin, variables));
        expect(statements.filter((text) => !text.includes("secret_hash"))).toHaveLength(count);
      }
    }
  });
});

describe("An amendment", () => {
  it("is subtracted from what it amends, before and after the roll-up has counted it", async () => {
    const rollup = new DisclosureRollup(server.database.api, server.app.dataMap);
    const [restated, voided] = [
      disclosureInput({ subjects: ["user-9"] }),
      disclosureInput({ subjects: ["user-8"] }),
    ];
    await server.admin.request(RECORD_BATCH, { inputs: [restated, voided] });
    const filter = {
      recipientKind: "SERVICE_PROVIDER",
      occurredFrom: "2026-03-01T10:00:00Z",
      occurredTo: "2026-03-02T00:00:00Z",
    };
    expect(await countedRows(server.admin, { filter })).toEqual([{ disclosures: 3, subjectDisclosures: 4 }]);
    await rollup.count();
    const { id, ...whole } = disclosureInput({ recipient: "example_bank", subjects: ["user-9", "user-8"] });
    await server.admin.request(AMEND, {
      input: { id, amends: restated.id, reason: "Wrong.", restated: whole },
    });
    await server.admin.request(AMEND, { input: { amends: voided.id, reason: "Never was.", void: true } });
    for (const isRolledUp of [false, true]) {
      if (isRolledUp) await rollup.count();
      expect(await countedRows(server.admin, { filter, distinct: true })).toEqual([
        { disclosures: 1, subjectDisclosures: 2, distinctSubjects: 2 },
      ]);
      expect(
        await countedRows(server.admin, { filter: { ...filter, includeSuperseded: true }, distinct: true }),
      ).toEqual([{ disclosures: 3, subjectDisclosures: 4, distinctSubjects: 4 }]);
      expect(await countedRows(server.admin, { filter: { recipient: "example_bank" } })).toEqual([
        { disclosures: 2, subjectDisclosures: 3 },
      ]);
    }
  });
});
