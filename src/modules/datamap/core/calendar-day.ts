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
  // Formatting takes as long as all else that is derived of a disclosure, and most of them have just occurred.
  let lastSecond = NaN;
  let lastDay = "";
  return (moment) => {
    const second = Math.floor(moment.getTime() / 1_000);
    if (second === lastSecond) return lastDay;
    const part = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    lastSecond = second;
    lastDay = `${part.get("year")?.padStart(4, "0")}-${part.get("month")}-${part.get("day")}`;
    return lastDay;
  };
}
