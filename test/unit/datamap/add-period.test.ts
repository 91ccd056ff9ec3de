import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addPeriod } from "../../../src/modules/datamap/core/add-period.js";

const DAY_MS = 86_400_000;

const day = fc
  .date({ min: new Date("0001-01-01"), max: new Date("2999-12-31"), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10));
const count = fc.integer({ min: 0, max: 2_000 });

describe("the day a period after a day", () => {
  it.each([
    ["2026-03-01", "P30D", "2026-03-31", "thirty days, the first not counted"],
    ["2026-01-31", "P1M", "2026-02-28", "a month that ends earlier"],
    ["2028-01-31", "P1M", "2028-02-29", "a month that ends earlier, in a leap year"],
    ["2026-12-31", "P2M", "2027-02-28", "a month that ends earlier, in the next year"],
    ["2026-03-31", "P6M", "2026-09-30", "the last day of a month of thirty"],
    ["2028-02-29", "P1Y", "2029-02-28", "a leap day in a common year"],
    ["2028-02-29", "P4Y", "2032-02-29", "a leap day in a leap year"],
    ["2096-02-29", "P4Y", "2100-02-28", "a hundredth year is common"],
    ["1996-02-29", "P4Y", "2000-02-29", "a four-hundredth year is a leap year"],
    ["2021-06-15", "P5Y", "2026-06-15", "five years to the day"],
    ["2026-02-28", "P1D", "2026-03-01", "a day across a month"],
    ["2026-03-28", "P1D", "2026-03-29", "a day of twenty-three hours in Europe"],
    ["2026-01-31", "P1M1D", "2026-03-01", "the month first, the day then"],
    ["2026-01-01", "P2W", "2026-01-15", "weeks"],
    ["2026-01-01", "P1Y2M3D", "2027-03-04", "years, months and days"],
    ["2026-03-01", "PT24H", "2026-03-02", "hours that are a day"],
    ["2026-03-01", "PT25H", "2026-03-03", "hours that begin a second day"],
    ["2026-03-01", "P1DT0,5S", "2026-03-03", "half a second that begins a day"],
    ["2026-03-01", "P0D", "2026-03-01", "no time at all"],
    ["0099-12-31", "P1D", "0100-01-01", "a year of two digits"],
    ["2026-03-01", "P9999Y", "9999-12-31", "years beyond the calendar"],
    ["2026-03-01", "P99999999999999999999D", "9999-12-31", "days beyond the calendar"],
    ["9999-12-31", "P1D", "9999-12-31", "the day after the last"],
  ])("%s and %s make %s: %s", (start, period, end) => {
    expect(addPeriod(start, period)).toBe(end);
  });

  it("refuses what is no duration", () => {
    expect(() => addPeriod("2026-03-01", "30 days")).toThrow(/no ISO 8601 duration/);
  });

  it("counts every day of the calendar once", () => {
    fc.assert(
      fc.property(day, count, (start, days) => {
        const end = addPeriod(start, `P${days}D`);
        expect(Date.parse(end) - Date.parse(start)).toBe(days * DAY_MS);
      }),
    );
  });

  it("keeps the day of the month, or takes the month's last", () => {
    fc.assert(
      fc.property(day, count, (start, months) => {
        const end = addPeriod(start, `P${months}M`);
        const [year, month, dayOfMonth] = start.split("-").map(Number) as [number, number, number];
        const [endYear, endMonth, endDay] = end.split("-").map(Number) as [number, number, number];
        expect(endYear * 12 + endMonth).toBe(year * 12 + month + months);
        const isLast = addPeriod(end, "P1D").endsWith("-01");
        expect(endDay === dayOfMonth || (endDay < dayOfMonth && isLast)).toBe(true);
      }),
    );
  });

  it("reckons a year as twelve months and a week as seven days", () => {
    fc.assert(
      fc.property(day, count, (start, number) => {
        expect(addPeriod(start, `P${number}Y`)).toBe(addPeriod(start, `P${number * 12}M`));
        expect(addPeriod(start, `P${number}W`)).toBe(addPeriod(start, `P${number * 7}D`));
      }),
    );
  });

  it("never puts an earlier day after a later one", () => {
    const parts = fc.record({ years: count, months: count, days: count });
    fc.assert(
      fc.property(day, count, parts, (start, later, { years, months, days }) => {
        const period = `P${years}Y${months}M${days}D`;
        const other = addPeriod(start, `P${later}D`);
        expect(addPeriod(start, period) <= addPeriod(other, period)).toBe(true);
      }),
    );
  });
});
