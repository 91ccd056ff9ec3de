import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { calendarOf } from "../../../src/modules/datamap/core/calendar-day.js";
import { endOfDayIn } from "../../../src/modules/datamap/core/end-of-day.js";

const endIn = (zone: string, day: string) => endOfDayIn(calendarOf(zone))(day).toISOString();

describe("the first moment after a day", () => {
  it.each([
    ["UTC", "0000-06-30", "0000-07-01T00:00:00.000Z", "a day before years were counted forwards"],
    ["UTC", "2026-02-28", "2026-03-01T00:00:00.000Z", "a month's end"],
    ["Asia/Almaty", "2026-02-28", "2026-02-28T19:00:00.000Z", "five hours before Greenwich"],
    ["Asia/Almaty", "2028-02-29", "2028-02-29T19:00:00.000Z", "a leap day"],
    [
      "Asia/Almaty",
      "2024-02-29",
      "2024-02-29T19:00:00.000Z",
      "the night in which Kazakhstan set its clocks back",
    ],
    ["Asia/Almaty", "2024-02-28", "2024-02-28T18:00:00.000Z", "the night before it"],
    ["Europe/Berlin", "2026-03-29", "2026-03-29T22:00:00.000Z", "a day of twenty-three hours"],
    ["Europe/Berlin", "2026-10-25", "2026-10-25T23:00:00.000Z", "a day of twenty-five hours"],
    ["Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00.000Z", "before a day that begins at one o'clock"],
    ["Africa/Cairo", "2026-10-29", "2026-10-29T22:00:00.000Z", "a day whose last hour comes twice"],
    ["America/St_Johns", "2010-11-06", "2010-11-07T03:30:00.000Z", "a day that comes back after a minute"],
    [
      "America/St_Johns",
      "2010-03-13",
      "2010-03-14T03:30:00.000Z",
      "a day after which one begins with a minute",
    ],
    ["Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00.000Z", "before a day that was skipped"],
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z", "a day that was skipped"],
    ["Pacific/Kiritimati", "2026-12-31", "2026-12-31T10:00:00.000Z", "the first zone to see a day end"],
    ["Pacific/Niue", "2026-12-31", "2027-01-01T11:00:00.000Z", "the last one"],
    ["Asia/Almaty", "9999-12-31", "9999-12-31T23:59:59.999Z", "the last day that can be written"],
  ])("%s, %s: %s, %s", (zone, day, end) => {
    expect(endIn(zone, day)).toBe(end);
  });

  it("is no part of the day, while the moment before it is, in any zone and on any day", () => {
    const zones = ["Asia/Almaty", "Europe/London", "America/St_Johns", "Africa/Cairo", "Australia/Lord_Howe"];
    const moment = fc.date({ min: new Date("1971-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), (within, zone) => {
        const dayOf = calendarOf(zone);
        const day = dayOf(within);
        const end = endOfDayIn(dayOf)(day);
        expect([dayOf(new Date(end.getTime() - 1)), within < end]).toEqual([day, true]);
        // A day, and with it the clock, may come back within an hour or so of its end, and never later.
        for (let hours = 0; hours <= 30; hours += 0.25) {
          expect(dayOf(new Date(end.getTime() + hours * 3_600_000)) > day).toBe(true);
        }
      }),
    );
  });

  it("answers a date of its own each time", () => {
    const endOf = endOfDayIn(calendarOf("UTC"));
    endOf("2026-01-01").setFullYear(1999);
    expect(endOf("2026-01-01").toISOString()).toBe("2026-01-02T00:00:00.000Z");
  });
});
