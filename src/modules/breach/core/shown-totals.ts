import { hiddenCells, isFew, isTotalTelling, type Cells } from "../../subjects/core/hidden-cells.js";
import type { BreachTotal, BreachTotals } from "./breach-totals.js";

/** What comes together under one heading, and whether its figures are hidden. */
export interface ShownTotal {
  readonly key: string;
  readonly total: BreachTotal;
  readonly isHidden: boolean;
}

/** What a caller sees of a breach. */
export interface ShownTotals {
  readonly isTotalHidden: boolean;
  readonly recipients: readonly ShownTotal[];
  readonly categories: readonly ShownTotal[];
}

/**
 * Hides what would tell counts of users below a bound; null hides nothing. Where anything is hidden, headings come in the order of their
 * keys: the order of their counts would tell.
 */
export function shownOf(
  { all, byRecipient, byCategory }: Pick<BreachTotals, "all" | "byRecipient" | "byCategory">,
  below: number | null,
): ShownTotals {
  const lists = [byRecipient, byCategory].map((totals) => shownList([...totals], below));
  const [recipients, categories] = lists.map(({ list }) => list) as [ShownTotal[], ShownTotal[]];
  const isTotalHidden =
    below !== null && (isFew(all.users.size, below) || lists.some(({ isTelling }) => isTelling));
  return { isTotalHidden, recipients, categories };
}

type Heading = readonly [key: string, total: BreachTotal];

function shownList(
  headings: readonly Heading[],
  below: number | null,
): { readonly list: ShownTotal[]; readonly isTelling: boolean } {
  if (below === null) {
    return { list: headings.map(([key, total]) => ({ key, total, isHidden: false })), isTelling: false };
  }
  const cells: Cells<Heading> = {
    rows: headings,
    countsOf: ([, { users }]) => [users.size],
    keyOf: ([key]) => [key],
  };
  const hidden = hiddenCells(cells, below);
  const sorted = [...headings].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    list: sorted.map((heading) => ({ key: heading[0], total: heading[1], isHidden: hidden.has(heading) })),
    isTelling: isTotalTelling(cells, hidden, below),
  };
}
