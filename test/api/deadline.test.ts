import { describe, expect, it } from "@jest/globals";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const DEADLINE = `query ($start: Date!, $period: Duration, $workingDays: Int, $jurisdiction: CountryCode) {
  deadline(start: $start, period: $period, workingDays: $workingDays, jurisdiction: $jurisdiction) {
    lastDay endsAt jurisdiction { code }
  }
}`;

const ask = async (variables: Record<string, unknown>) =>
  (await server.admin.request<{ deadline: object }>(DEADLINE, variables)).deadline;

describe("The last day of a term", () => {
  it("is told for a period, with the moment after it in the controller's zone", async () => {
    expect(await ask({ start: "2026-01-31", period: "P1M" })).toEqual({
      lastDay: "2026-02-28",
      endsAt: "2026-02-28T19:00:00.000Z",
      jurisdiction: { code: "KZ" },
    });
  });

  it("is told for working days, by the controller's calendar", async () => {
    expect(await ask({ start: "2026-03-20", workingDays: 3 })).toMatchObject({ lastDay: "2026-03-30" });
  });

  it("follows the calendar of another country, once the data map has it", async () => {
    const asked = { start: "2026-03-20", workingDays: 3, jurisdiction: "de" };
    const before = await server.admin.errorsOf(DEADLINE, asked);
    expect(before[0]).toMatchObject({
      message:
        "workingDays: The calendar of DE does not know the year 2026, in which working days are to be counted. Add the year to calendar.years of the jurisdiction DE in the data map.",
      extensions: { code: "BAD_USER_INPUT", fields: ["workingDays"] },
    });
    await server.admin.request(`mutation { upsertJurisdiction(input: {
      code: "DE", calendar: { weekend: [SATURDAY, SUNDAY], lastDayMovesToWorkingDay: true, years: [{ year: 2026 }] }
    }) { revision } }`);
    expect(await ask(asked)).toMatchObject({ lastDay: "2026-03-25", jurisdiction: { code: "DE" } });
    expect(await ask({ start: "2026-03-20", period: "P1D", jurisdiction: "DE" })).toMatchObject({
      lastDay: "2026-03-23",
    });
  });

  it("shows the calendar by which it was counted", async () => {
    const { jurisdiction } = await server.admin.request<{ jurisdiction: { calendar: object } }>(
      `{ jurisdiction(code: "KZ") { calendar {
        weekend lastDayMovesToWorkingDay years { year holidays { date name } workingDays }
      } } }`,
    );
    expect(jurisdiction.calendar).toMatchObject({
      weekend: ["SATURDAY", "SUNDAY"],
      lastDayMovesToWorkingDay: false,
      years: [
        { year: 2026, holidays: expect.arrayContaining([{ date: "2026-12-16", name: "Independence Day" }]) },
        { year: 2027, workingDays: [] },
      ],
    });
  });

  it.each([
    [
      { workingDays: 1, start: "2027-12-31" },
      "workingDays",
      "The calendar of KZ does not know the year 2028",
    ],
    [{ start: "2026-03-01" }, "period", "Give the term, as period or as workingDays."],
    [
      { start: "2026-03-01", period: "P1D", workingDays: 1 },
      "workingDays",
      "Give either period or workingDays, not both.",
    ],
    [{ start: "2026-03-01", workingDays: 0 }, "workingDays", "Give a number from 1 to 1000."],
    [{ start: "2026-03-01", workingDays: 1001 }, "workingDays", "Give a number from 1 to 1000."],
    [
      { start: "2026-03-01", period: "P1D", jurisdiction: "FR" },
      "jurisdiction",
      "The data map names no such country.",
    ],
  ])("is refused for %j at %s", async (variables, field, message) => {
    const [error] = await server.admin.errorsOf(DEADLINE, variables);
    expect(error).toMatchObject({
      message: expect.stringContaining(`${field}: ${message}`),
      extensions: { code: "BAD_USER_INPUT", fields: [field] },
    });
  });
});

it("A recipient says to whom it passes on, and from whom it receives", async () => {
  await server.admin.request(`mutation { upsertRecipient(input: {
    key: "example_advertiser", passesOnTo: ["example_survey_agency", "example_analytics_abroad"]
  }) { revision } }`);
  const { one, other } = await server.admin.request<Record<"one" | "other", object>>(`{
    one: recipient(key: "example_advertiser") { passesOnTo { key } receivesFrom { key } }
    other: recipient(key: "example_survey_agency") { passesOnTo { key } receivesFrom { key } }
  }`);
  expect(one).toEqual({
    passesOnTo: [{ key: "example_survey_agency" }, { key: "example_analytics_abroad" }],
    receivesFrom: [],
  });
  expect(other).toEqual({ passesOnTo: [], receivesFrom: [{ key: "example_advertiser" }] });
});
