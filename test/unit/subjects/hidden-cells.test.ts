import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  hiddenCells,
  isFew,
  isTotalTelling,
  type Cells,
} from "../../../src/modules/subjects/core/hidden-cells.js";

interface Row {
  readonly count: number;
  readonly key: readonly unknown[];
}

/** A row for each count; the key is its place alone. */
const listOf = (counts: readonly number[]): Row[] => counts.map((count, place) => ({ count, key: [place] }));

const cellsOf = (rows: readonly Row[]): Cells<Row> => ({
  rows,
  countsOf: ({ count }) => [count],
  keyOf: ({ key }) => key,
});

/** What is shown of a list: null where hidden. */
function shownOf(counts: readonly number[], below: number): (number | null)[] {
  const rows = listOf(counts);
  const hidden = hiddenCells(cellsOf(rows), below);
  return rows.map((row) => (hidden.has(row) ? null : row.count));
}

const isTelling = (counts: readonly number[], below: number): boolean => {
  const cells = cellsOf(listOf(counts));
  return isTotalTelling(cells, hiddenCells(cells, below), below);
};

describe("Which rows are hidden", () => {
  it.each<[string, number[], (number | null)[]]>([
    ["none where none is few", [10, 0, 25], [10, 0, 25]],
    ["a few, and the next smallest, which would tell it", [3, 50, 20], [null, 50, null]],
    ["several few, and a large one among which they hide", [7, 8, 100, 90], [null, null, 100, null]],
    ["several few that are too few together", [2, 3, 100, 40], [null, null, 100, null]],
    ["all, where nothing else is there", [4, 5], [null, null]],
    ["none of nobody", [0, 0], [0, 0]],
  ])("are %s", (_case, counts, shown) => {
    expect(shownOf(counts, 10)).toEqual(shown);
  });

  it("are enough in each line and column of a table", () => {
    const key = (place: number) => [Math.floor(place / 3), place % 3];
    const rows = [3, 40, 50, 60, 70, 80, 90, 95, 99].map((count, place) => ({ count, key: key(place) }));
    const hidden = hiddenCells(cellsOf(rows), 10);
    expect(rows.map((row) => hidden.has(row))).toEqual([
      ...[true, true, false],
      ...[true, true, false],
      ...[false, false, false],
    ]);
  });

  it("cannot be told where every count is one and their number is the total", () => {
    expect(isTelling(Array<number>(10).fill(1), 10)).toBe(true);
    expect(isTelling([1, 1, 40], 10)).toBe(false);
    expect(isTelling([30, 40], 10)).toBe(false);
  });
});

const BELOW = 4;
const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 });

/** All ways to write `sum` as `length` numbers from 1 on. */
function* waysTo(sum: number, length: number): Generator<number[]> {
  if (length === 1) {
    if (sum >= 1) yield [sum];
    return;
  }
  for (let first = 1; first <= sum - length + 1; first += 1)
    for (const rest of waysTo(sum - first, length - 1)) yield [first, ...rest];
}

describe("Whoever knows the total, what is shown, and this program", () => {
  it("computes no count of few users: each could be another one, and the answer would look the same", () => {
    fc.assert(
      fc.property(counts, (list) => {
        if (isTelling(list, BELOW)) return;
        const shown = shownOf(list, BELOW);
        const places = [...list.keys()].filter((place) => shown[place] === null);
        const sum = places.reduce((total, place) => total + list[place]!, 0);
        const possible = places.map(() => new Set<number>());
        for (const way of places.length === 0 ? [] : waysTo(sum, places.length)) {
          const other = list.map((count, place) =>
            shown[place] === null ? way[places.indexOf(place)]! : count,
          );
          if (JSON.stringify(shownOf(other, BELOW)) !== JSON.stringify(shown)) continue;
          way.forEach((count, index) => possible[index]!.add(count));
        }
        for (const [index, place] of places.entries()) {
          if (isFew(list[place]!, BELOW)) expect(possible[index]!.size).toBeGreaterThan(1);
        }
      }),
      { numRuns: 700 },
    );
  });

  it("is shown no count of few users, whatever the table is added up by", () => {
    const table = fc.array(fc.record({ count: fc.nat(20), key: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(table, (rows) => {
        const hidden = hiddenCells(cellsOf(rows), BELOW);
        for (const row of rows) if (!hidden.has(row)) expect(isFew(row.count, BELOW)).toBe(false);
        for (const part of [0, 1, 2]) {
          for (const value of [0, 1, 2]) {
            const total = rows.filter(({ key }) => key[part] === value);
            const unseen = total.filter((row) => hidden.has(row));
            if (!unseen.some(({ count }) => isFew(count, BELOW))) continue;
            const sum = unseen.reduce((all, { count }) => all + count, 0);
            const isWhole = total.every((row) => hidden.has(row) || row.count === 0);
            expect(isWhole || sum - unseen.length >= BELOW - 1).toBe(true);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
