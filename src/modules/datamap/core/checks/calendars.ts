import type { CalendarYear, DataMapDocument } from "../document.js";
import type { DocumentProblem } from "../document-problem.js";

type Path = DocumentProblem["path"];

/** A country's calendar knows a year once, and says of a day once whether it is worked. */
export function checkCalendars(document: DataMapDocument): DocumentProblem[] {
  return document.jurisdictions.flatMap(({ calendar }, index) => {
    if (calendar === undefined) return [];
    const path = ["jurisdictions", index, "calendar"];
    return [
      ...repeated(
        calendar.weekend.map((day, position) => ({ name: day, path: [...path, "weekend", position] })),
        (day) => `${day} is named twice. Remove one of the two.`,
      ),
      ...repeated(
        calendar.years.map(({ year }, position) => ({
          name: String(year),
          path: [...path, "years", position, "year"],
        })),
        (year) => `The year ${year} stands here a second time. Put its days into one entry.`,
      ),
      ...calendar.years.flatMap((year, position) => daysOf(year, [...path, "years", position])),
    ];
  });
}

function daysOf({ year, holidays, workingDays }: CalendarYear, path: Path): DocumentProblem[] {
  const days: Named[] = [
    ...holidays.map(({ date }, position) => ({ name: date, path: [...path, "holidays", position, "date"] })),
    ...workingDays.map((day, position) => ({ name: day, path: [...path, "workingDays", position] })),
  ];
  const elsewhere = days
    .filter(({ name }) => !name.startsWith(`${year}-`))
    .map((day) => ({
      path: day.path,
      message: `${day.name} is no day of ${year}. Put it under its own year.`,
    }));
  const twice = (day: string) =>
    `${day} stands here a second time. A day is a day off or a working day, and named once; remove one of the two.`;
  return [...elsewhere, ...repeated(days, twice)];
}

interface Named {
  readonly name: string;
  readonly path: Path;
}

/** A problem for everything whose name came before. */
function repeated(all: readonly Named[], messageOf: (name: string) => string): DocumentProblem[] {
  const seen = new Set<string>();
  return all.flatMap(({ name, path }) => {
    if (seen.has(name)) return [{ path, message: messageOf(name) }];
    seen.add(name);
    return [];
  });
}
