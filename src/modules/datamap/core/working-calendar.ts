import type { CalendarDay } from "./calendar-day.js";
import type { WeekDay, WorkingCalendarEntry } from "./document.js";

/** In the order in which `Date.getUTCDay` counts. */
const WEEK: readonly WeekDay[] = [
  "SUNDAY",
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
];

const DAY_MS = 86_400_000;

/** Which days are worked in a country, as far as its years are known. */
export class WorkingCalendar {
  readonly lastDayMovesToWorkingDay: boolean;
  readonly #weekend: ReadonlySet<WeekDay>;
  readonly #years: ReadonlyMap<
    number,
    { readonly daysOff: ReadonlySet<string>; readonly worked: ReadonlySet<string> }
  >;

  /** A country without a calendar is one of which no year is known. */
  constructor(entry: WorkingCalendarEntry | undefined) {
    this.lastDayMovesToWorkingDay = entry?.lastDayMovesToWorkingDay ?? false;
    this.#weekend = new Set(entry?.weekend);
    this.#years = new Map(
      entry?.years.map(({ year, holidays, workingDays }) => [
        year,
        { daysOff: new Set(holidays.map(({ date }) => date)), worked: new Set(workingDays) },
      ]),
    );
  }

  /** Whether the day is worked; undefined where the calendar does not know its year. */
  isWorked(day: CalendarDay): boolean | undefined {
    const year = this.#years.get(yearOf(day));
    if (year === undefined) return undefined;
    if (year.daysOff.has(day)) return false;
    return year.worked.has(day) || !this.#weekend.has(WEEK[new Date(day).getUTCDay()]!);
  }

  /** The day on which a number of working days has passed after a day, or the first year on the way that is not known. */
  after(start: CalendarDay, workingDays: number): CalendarDay | { readonly missingYear: number } {
    let day = start;
    for (let left = workingDays; left > 0;) {
      day = nextDay(day);
      const isWorked = this.isWorked(day);
      if (isWorked === undefined) return { missingYear: yearOf(day) };
      if (isWorked) left -= 1;
    }
    return day;
  }

  /** The day itself where it is worked, else the next one that is; the day itself, too, where the way there is not known. */
  workedFrom(start: CalendarDay): CalendarDay {
    let day = start;
    let isWorked = this.isWorked(day);
    while (isWorked === false) {
      day = nextDay(day);
      isWorked = this.isWorked(day);
    }
    return isWorked === undefined ? start : day;
  }
}

function yearOf(day: CalendarDay): number {
  return Number(day.slice(0, -6));
}

function nextDay(day: CalendarDay): CalendarDay {
  return new Date(Date.parse(day) + DAY_MS).toISOString().split("T")[0]!;
}
