import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { calendarOf } from "../../../src/modules/datamap/core/calendar-day.js";

describe("the day of a moment", () => {
  it("changes at midnight in the time zone, to the millisecond", () => {
    const dayOf = calendarOf("Asia/Almaty");
    const moments = ["18:59:59.000Z", "18:59:59.999Z", "19:00:00.000Z", "18:59:59.999Z", "19:00:00.001Z"];
    expect(moments.map((time) => dayOf(new Date(`2026-03-01T${time}`)))).toEqual([
      "2026-03-01",
      "2026-03-01",
      "2026-03-02",
      "2026-03-01",
      "2026-03-02",
    ]);
  });

  it("does not depend on which moments were asked about before", () => {
    const noInvalidDate = true;
    const moment = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate });
    const near = fc.tuple(moment, fc.array(fc.integer({ min: -2_000, max: 2_000 })));
    fc.assert(
      // In Liberia's zone, until 1972, midnight fell within a minute.
      fc.property(near, fc.constantFrom("Asia/Almaty", "Africa/Monrovia"), ([start, steps], zone) => {
        const dayOf = calendarOf(zone);
        for (const step of steps) {
          const asked = new Date(start.getTime() + step);
          expect(dayOf(asked)).toBe(calendarOf(zone)(asked));
        }
      }),
    );
  });
});
