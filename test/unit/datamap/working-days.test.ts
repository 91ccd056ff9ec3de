import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { lastDayOf } from "../../../src/modules/datamap/core/deadline.js";
import type { Deadline } from "../../../src/modules/datamap/index.js";
import { WorkingCalendar } from "../../../src/modules/datamap/core/working-calendar.js";
import { exampleSnapshot } from "./example-snapshot.js";

/** 2028 is a leap year; its 29 February is a Tuesday. */
const CALENDAR = {
  weekend: ["SATURDAY", "SUNDAY"] as ("SATURDAY" | "SUNDAY")[],
  lastDayMovesToWorkingDay: false,
  years: [
    {
      year: 2028,
      holidays: [
        { date: "2028-01-03", name: "New Year" },
        { date: "2028-03-01", name: "A day in the week" },
        { date: "2028-12-29", name: "The last Friday" },
      ],
      workingDays: ["2028-03-04"],
    },
    { year: 2029, holidays: [{ date: "2029-01-01", name: "New Year" }], workingDays: [] },
  ],
};

const counted = (start: string, workingDays: number, calendar: object = {}) =>
  lastDayOf(start, { workingDays }, new WorkingCalendar({ ...CALENDAR, ...calendar }), "KZ");

describe("the last day of a term in working days", () => {
  it.each([
    ["2028-02-28", 1, "2028-02-29", "a leap day"],
    ["2028-02-29", 1, "2028-03-02", "a day off in the week"],
    ["2028-03-03", 1, "2028-03-04", "a Saturday that is worked"],
    ["2028-03-03", 2, "2028-03-06", "the Sunday after it"],
    ["2028-01-29", 1, "2028-01-31", "an event on a day off"],
    ["2028-01-31", 5, "2028-02-07", "a month's end and a weekend"],
    ["2028-12-28", 1, "2029-01-02", "a year's end among days off"],
    ["2028-01-03", 500, "2029-12-05", "a leap year and more"],
  ])("%s and %i make %s: %s", (start, workingDays, lastDay) => {
    expect(counted(start, workingDays)).toEqual({ lastDay });
  });

  it.each([
    ["2029-12-28", 1, { lastDay: "2029-12-31" }],
    ["2029-12-28", 2, { missingYear: 2030, country: "KZ" }],
    ["2027-12-30", 1, { missingYear: 2027, country: "KZ" }],
    ["2027-12-31", 1, { lastDay: "2028-01-04" }],
    ["9999-12-31", 1, { missingYear: 10_000, country: "KZ" }],
  ])("%s and %i need every year they lie in: %j", (start, workingDays, answer) => {
    expect(counted(start, workingDays)).toEqual(answer);
  });

  it("counts every day where there is no weekend, and none that a country without a calendar has", () => {
    expect(counted("2028-06-02", 7, { weekend: [] })).toEqual({ lastDay: "2028-06-09" });
    expect(lastDayOf("2028-06-02", { workingDays: 1 }, new WorkingCalendar(undefined), "DE")).toEqual({
      missingYear: 2028,
      country: "DE",
    });
  });

  it("is a worked day, with exactly that many worked days after the first and no more", () => {
    const calendar = new WorkingCalendar(CALENDAR);
    const start = fc.integer({ min: 0, max: 365 }).map((days) => plus("2027-12-31", days));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 240 }), (day, workingDays) => {
        const end = calendar.after(day, workingDays) as string;
        let worked = 0;
        for (let each = plus(day, 1); each <= end; each = plus(each, 1)) {
          if (calendar.isWorked(each) === true) worked += 1;
        }
        expect([worked, calendar.isWorked(end)]).toEqual([workingDays, true]);
      }),
    );
  });

  it("comes no earlier for a later event", () => {
    const offset = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(offset, offset, fc.integer({ min: 1, max: 200 }), (one, more, workingDays) => {
        const earlier = counted(plus("2028-01-01", one), workingDays) as { lastDay: string };
        const later = counted(plus("2028-01-01", one + more), workingDays) as { lastDay?: string };
        expect(later.lastDay === undefined || earlier.lastDay <= later.lastDay).toBe(true);
      }),
    );
  });
});

describe("the last day of a term in calendar units", () => {
  const ends = (start: string, period: string, lastDayMovesToWorkingDay: boolean) => {
    const calendar = new WorkingCalendar({ ...CALENDAR, lastDayMovesToWorkingDay });
    return (lastDayOf(start, { period }, calendar, "KZ") as { lastDay: string }).lastDay;
  };

  it.each([
    ["2028-01-31", "P1M", "2028-02-29", "2028-02-29", "a working day stays"],
    ["2028-02-01", "P1M", "2028-03-01", "2028-03-02", "a day off in the week"],
    ["2028-01-06", "P1M", "2028-02-06", "2028-02-07", "a Sunday"],
    ["2028-02-04", "P1M", "2028-03-04", "2028-03-04", "a Saturday that is worked"],
    ["2028-11-30", "P1M", "2028-12-30", "2029-01-02", "a weekend at the year's end, New Year after it"],
    ["2029-11-30", "P1M", "2029-12-30", "2029-12-31", "a Sunday before a year that is not known"],
    ["2030-01-06", "P0D", "2030-01-06", "2030-01-06", "a year that is not known"],
  ])("%s and %s end on %s, or %s where it moves: %s", (start, period, plain, moved) => {
    expect([ends(start, period, false), ends(start, period, true)]).toEqual([plain, moved]);
  });

  it("stays where it is the time until an effect", () => {
    const calendar = new WorkingCalendar({ ...CALENDAR, lastDayMovesToWorkingDay: true });
    const term = { period: "P1M", untilEffect: true };
    expect(lastDayOf("2028-01-06", term, calendar, "KZ")).toEqual({ lastDay: "2028-02-06" });
  });

  it("stays where the way to the next working day leads into a year that is not known", () => {
    const years = [{ ...CALENDAR.years[1]!, holidays: [{ date: "2029-12-31", name: "The last day" }] }];
    const calendar = new WorkingCalendar({ ...CALENDAR, years, lastDayMovesToWorkingDay: true });
    expect(calendar.workedFrom("2029-12-29")).toBe("2029-12-29");
  });
});

it("refuses a term that is stated twice or not at all", () => {
  const calendar = new WorkingCalendar(CALENDAR);
  for (const term of [{}, { period: "P1D", workingDays: 1 }]) {
    expect(() => lastDayOf("2028-01-01", term, calendar, "KZ")).toThrow(/either a period or/);
  }
});

describe("the example's calendar", () => {
  const map = exampleSnapshot();

  it.each<[string, number, Deadline, string]>([
    ["2026-03-20", 1, { lastDay: "2026-03-26" }, "Nauryz, with two days off for its weekend"],
    ["2026-12-31", 1, { lastDay: "2027-01-05" }, "New Year, with a day off for its Saturday"],
    ["2027-04-30", 1, { lastDay: "2027-05-04" }, "1 May on a Saturday"],
    ["2027-12-31", 1, { missingYear: 2028, country: "KZ" }, "a year that nobody has added yet"],
  ])("after %s, %i working day: %j, %s", (start, workingDays, answer, _why) => {
    expect(map.lastDayOf(start, { workingDays })).toEqual(answer);
  });

  it("is that of the controller's country, where no other is named", () => {
    expect(map.lastDayOf("2026-03-20", { workingDays: 1 }, "DE")).toEqual({
      missingYear: 2026,
      country: "DE",
    });
    expect(map.lastDayOf("2026-03-20", { workingDays: 1 }, "FR")).toEqual({
      missingYear: 2026,
      country: "FR",
    });
  });
});

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
