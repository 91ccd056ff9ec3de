/** A day of the calendar as ISO 8601 text, `2026-01-27`: comparing the texts compares the days. */
export type CalendarDay = string;

/** Answers which day it is, at a moment, in a time zone of the IANA database (`Asia/Almaty`). */
export function calendarOf(timeZone: string): (moment: Date) => CalendarDay {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (moment) => {
    const part = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return `${part.get("year")?.padStart(4, "0")}-${part.get("month")}-${part.get("day")}`;
  };
}
