import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { COUNT_DISCLOSURES, countedRows, type Counted } from "../support/disclosure-statistics.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

beforeAll(async () => {
  await seedDisclosures(server.database.owner, { count: 1 });
});

describe("Statistics that cannot be understood", () => {
  it.each<[string, Record<string, unknown>, string[], string]>([
    [
      "a period that ends where it begins",
      { filter: { occurredFrom: "2026-03-02T00:00:00Z", occurredTo: "2026-03-02T00:00:00Z" } },
      ["filter.occurredTo"],
      "must lie after its beginning",
    ],
    [
      "an unknown key",
      { filter: { recipient: "exampel_courier" } },
      ["filter.recipient"],
      '"example_courier"?',
    ],
    [
      "a dimension named twice",
      { groupBy: ["PURPOSE", "PURPOSE", "CATEGORY"] },
      ["groupBy"],
      "PURPOSE stands there",
    ],
    [
      "several at once",
      { filter: { category: "email" }, groupBy: ["CATEGORY", "CATEGORY"] },
      ["filter.category", "groupBy"],
      '"identification.email"?',
    ],
  ])("are refused for %s, by the name of the field", async (_case, variables, fields, message) => {
    const [error, ...others] = await server.admin.errorsOf(COUNT_DISCLOSURES, variables);
    expect(others).toEqual([]);
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(error!.message).toContain(message);
  });

  it.each([{ groupBy: ["WEEKDAY"] }, { interval: "HOUR" }, { filter: { occurredFrom: "yesterday" } }])(
    "are refused by GraphQL: %j",
    async (variables) => {
      const [error] = await server.admin.errorsOf(COUNT_DISCLOSURES, variables);
      expect(error!.extensions.code).toBe("BAD_USER_INPUT");
    },
  );

  it("are refused where they have more than 10,000 rows, and say how to ask for less", async () => {
    const filter = { recipient: "example_hosting" };
    const seed = { recipient: raw("'example_hosting'") };
    await seedDisclosures(server.database.owner, {
      ...seed,
      count: 10_000,
      occurredAt: raw("timestamptz '1990-01-01 12:00:00Z' + n * interval '1 day'"),
    });
    expect(await countedRows(server.admin, { filter, interval: "DAY" })).toHaveLength(10_000);
    await seedDisclosures(server.database.owner, {
      ...seed,
      count: 1,
      occurredAt: raw("timestamptz '2026-01-01 12:00:00Z'"),
    });
    const [error] = await server.admin.errorsOf(COUNT_DISCLOSURES, { filter, interval: "DAY" });
    expect(error!.extensions).toEqual({ code: "TOO_COSTLY", fields: ["groupBy", "interval", "filter"] });
    expect(error!.message).toContain("a longer interval or a shorter period");
    expect(await countedRows(server.admin, { filter, interval: "YEAR" })).toHaveLength(29);
  });
});

describe("Who may ask", () => {
  it.each(["ANALYST", "REPORTER", "AUDITOR"] as const)("is whoever reads statistics: %s", async (role) => {
    const api = await server.as(role);
    const { disclosureStatistics } = await api.request<Counted>(COUNT_DISCLOSURES, {
      groupBy: ["CATEGORY"],
      filter: { recipient: "example_courier" },
    });
    expect(disclosureStatistics.rows).toHaveLength(1);
  });

  it("is not who only records", async () => {
    const [error] = await (await server.as("INTEGRATION")).errorsOf(COUNT_DISCLOSURES, {});
    expect(error!.extensions.code).toBe("FORBIDDEN");
    expect(error!.message).toContain("READ_STATISTICS");
  });

  it("is not everybody where one user is asked about", async () => {
    const [error] = await (
      await server.as("REPORTER")
    ).errorsOf(COUNT_DISCLOSURES, { filter: { subject: "user-1" } });
    expect(error!.extensions.code).toBe("FORBIDDEN");
    expect(error!.message).toContain("LOOK_UP_DATA_SUBJECTS");
  });
});
