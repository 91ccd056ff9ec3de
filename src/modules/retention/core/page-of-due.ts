import type { CalendarDay } from "../../datamap/index.js";

/** What has run out in one category, by one rule, from one day on. */
export interface DueRow {
  readonly retentionRule: string;
  readonly category: string;
  readonly dueFrom: CalendarDay;
  /** Keys of the rules for the same purposes that let the data be kept; none: they are due. */
  readonly keptBy: readonly string[];
  readonly keptForOtherPurposes: readonly string[];
  readonly subjectCount: number;
  /** Users left out because of a legal hold. */
  readonly heldCount: number;
}

/** What tells a row from all others, in the order in which rows are listed. */
export type DuePlace = readonly [
  retentionRule: string,
  category: string,
  dueFrom: CalendarDay,
  keptBy: string,
];

export function placeOfDue({ retentionRule, category, dueFrom, keptBy }: DueRow): DuePlace {
  return [retentionRule, category, dueFrom, keptBy.join()];
}

export interface DueSlice {
  readonly direction: "forward" | "backward";
  readonly limit: number;
  readonly after?: readonly string[];
  readonly before?: readonly string[];
}

/** Part of rows that are all in memory, in their order. A place need not be there any more. */
export function pageOfDue<Row extends DueRow>(
  rows: readonly Row[],
  { direction, limit, after, before }: DueSlice,
): { readonly rows: Row[]; readonly hasNextPage: boolean; readonly hasPreviousPage: boolean } {
  const between = rows
    .map((row) => ({ row, place: placeOfDue(row) }))
    .filter(({ place }) => (!after || compare(place, after) > 0) && (!before || compare(place, before) < 0))
    .sort((one, other) => compare(one.place, other.place))
    .map(({ row }) => row);
  const backward = direction === "backward";
  const more = between.length > limit;
  return {
    rows: backward ? between.slice(Math.max(0, between.length - limit)) : between.slice(0, limit),
    hasNextPage: backward ? before !== undefined : more,
    hasPreviousPage: backward ? more : after !== undefined,
  };
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (let index = 0; index < one.length; index += 1) {
    const [own, others] = [one[index]!, other[index] ?? ""];
    if (own !== others) return own < others ? -1 : 1;
  }
  return 0;
}
