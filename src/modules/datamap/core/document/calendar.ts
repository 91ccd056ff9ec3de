import { z } from "zod";
import { calendarDay, line } from "./entry.js";

/** Which days of a country are worked: what a term in working days is counted by. */

export const WeekDay = z.enum(["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]);

export const calendarYearSchema = z
  .strictObject({
    year: z.int().min(1900).max(9998).describe("The year, in full: 2026."),
    holidays: z
      .array(
        z
          .strictObject({
            date: calendarDay.describe("The day off, in the year."),
            name: line.describe("Why it is a day off."),
          })
          .describe("A day on which nobody works though it is no weekend, or a feast that falls on one."),
      )
      .default([])
      .describe("Days off besides weekends; also those that others were moved to."),
    workingDays: z
      .array(calendarDay)
      .default([])
      .describe("Days of a weekend that are worked, as a rule to make up for a day off elsewhere."),
  })
  .describe("What is particular to one year.");

export const workingCalendarSchema = z
  .strictObject({
    weekend: z
      .array(WeekDay)
      .max(6, "A week has at least one working day.")
      .describe("Days of the week that are not worked; empty where all are."),
    lastDayMovesToWorkingDay: z
      .boolean()
      .default(false)
      .describe(
        "True where a deadline in days, weeks, months or years that would end on a day off ends on the next working day. The time until an effect never moves.",
      ),
    years: z
      .array(calendarYearSchema)
      .default([])
      .describe("The years whose days off are known; a term in working days is counted in no other."),
  })
  .describe("Which days are worked in the country.");

/** A term in working days; the day it runs from does not count. */
export const workingDays = z.int().min(1, "A term has at least one working day.").max(1_000);

export type WeekDay = z.infer<typeof WeekDay>;
export type CalendarYear = z.infer<typeof calendarYearSchema>;
export type WorkingCalendarEntry = z.infer<typeof workingCalendarSchema>;
