import type { DataMapSnapshot } from "../../../src/modules/datamap/index.js";

/** A disclosure as the model remembers it. */
export interface ModelDisclosure {
  readonly id: string;
  readonly occurredAt: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  readonly subjects: readonly string[];
  readonly direction: string;
  readonly counterpartyCountry: string;
  readonly crossBorder: boolean;
  isSuperseded: boolean;
}

export interface ModelQuestion {
  readonly filter: Readonly<Record<string, string | boolean>>;
  readonly groupBy: readonly string[];
  readonly interval: string | null;
}

/** One row: what it is grouped by, in the question's order, then its three counts. */
export type ModelRow = readonly (string | number)[];

/** What statistics should answer, computed by looking at every disclosure. Days are told by JavaScript, not by PostgreSQL. */
export function bruteForce(
  all: readonly ModelDisclosure[],
  { filter, groupBy, interval }: ModelQuestion,
  map: DataMapSnapshot,
): ModelRow[] {
  const groups = new Map<string, ModelDisclosure[]>();
  for (const each of all.filter((candidate) => matches(candidate, filter, map))) {
    const starts = interval === null ? [] : [startOf(interval, map.calendarDay(new Date(each.occurredAt)))];
    for (const place of groupBy.reduce<string[][]>(
      (places, dimension) =>
        places.flatMap((place) => valuesOf(each, dimension, map).map((value) => [...place, value])),
      [starts],
    )) {
      const key = JSON.stringify(place);
      groups.set(key, [...(groups.get(key) ?? []), each]);
    }
  }
  if (groupBy.length === 0 && interval === null && groups.size === 0) groups.set("[]", []);
  return [...groups].map(([key, members]) => [
    ...(JSON.parse(key) as string[]),
    members.length,
    members.reduce((sum, { subjects }) => sum + subjects.length, 0),
    new Set(members.flatMap(({ subjects }) => subjects)).size,
  ]);
}

function matches(each: ModelDisclosure, filter: ModelQuestion["filter"], map: DataMapSnapshot): boolean {
  const moment = Date.parse(each.occurredAt);
  const tests: Record<string, (value: never) => boolean> = {
    direction: (value: string) => each.direction === value,
    recipient: (value: string) => each.recipient === value,
    recipientKind: (value: string) => map.recipient(each.recipient)!.kind === value,
    purpose: (value: string) => each.purpose === value,
    legalGround: (value: string) => each.legalGround === value,
    category: (value: string) => each.categories.some((key) => key === value || key.startsWith(`${value}.`)),
    jurisdiction: (value: string) => each.counterpartyCountry === value,
    subject: (value: string) => each.subjects.includes(value),
    crossBorder: (value: boolean) => each.crossBorder === value,
    occurredFrom: (value: string) => moment >= Date.parse(value),
    occurredTo: (value: string) => moment < Date.parse(value),
    includeSuperseded: () => true,
  };
  if (each.isSuperseded && filter.includeSuperseded !== true) return false;
  return Object.entries(filter).every(([name, value]) => tests[name]!(value as never));
}

function valuesOf(each: ModelDisclosure, dimension: string, map: DataMapSnapshot): readonly string[] {
  const values: Record<string, readonly string[]> = {
    RECIPIENT: [each.recipient],
    RECIPIENT_KIND: [map.recipient(each.recipient)!.kind],
    PURPOSE: [each.purpose],
    LEGAL_GROUND: [each.legalGround],
    CATEGORY: each.categories,
    JURISDICTION: [each.counterpartyCountry],
  };
  return values[dimension]!;
}

/** The first day of the interval in which a day (`2026-01-27`) lies. */
export function startOf(interval: string, day: string): string {
  const [year, month] = day.split("-") as [string, string];
  if (interval === "YEAR") return `${year}-01-01`;
  if (interval === "MONTH") return `${year}-${month}-01`;
  if (interval === "QUARTER")
    return `${year}-${["01", "04", "07", "10"][Math.floor((Number(month) - 1) / 3)]}-01`;
  if (interval === "DAY") return day;
  const date = new Date(`${day}T00:00:00Z`);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}
