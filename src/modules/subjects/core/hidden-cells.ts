/** Which rows of an answer hide their counts, so that no count of a few users can be read from it, or computed. */

/** A row as it is looked at here. */
export interface Cells<Row> {
  readonly rows: readonly Row[];
  /** The counts of a row that tell of users, each in its place. */
  readonly countsOf: (row: Row) => readonly number[];
  /** What the row was grouped by. Rows that agree in some of it are added up to a total that may be known. */
  readonly keyOf: (row: Row) => readonly unknown[];
}

/**
 * The rows to hide. First those with a count of 1 to `below` - 1. Then, of all rows that add up to one total (everything, and whatever
 * agrees in some of the key), the next smallest as well, until the hidden ones are enough: several, a large one among them, and together
 * so many that each could still be anything from 1 to at least `below`.
 */
export function hiddenCells<Row>(cells: Cells<Row>, below: number): Set<Row> {
  const hidden = new Set(
    cells.rows.filter((row) => cells.countsOf(row).some((count) => isFew(count, below))),
  );
  const totals = [...totalsOf(cells)];
  for (let before = -1; hidden.size > before;) {
    before = hidden.size;
    for (const rows of totals) hideMore(rows, hidden, cells, below);
  }
  return hidden;
}

export function isFew(count: number, below: number): boolean {
  return count > 0 && count < below;
}

/** Whether somebody who knows the total of all rows could compute a hidden count: everything is hidden, and it is not enough. */
export function isTotalTelling<Row>(cells: Cells<Row>, hidden: ReadonlySet<Row>, below: number): boolean {
  return placesOf(cells).some((place) => isTelling(cells.rows, hidden, cells, place, below));
}

/** The rows of every total: everything, and for each part of the key those that agree in it. */
function* totalsOf<Row>({ rows, keyOf }: Cells<Row>): Generator<readonly Row[]> {
  const keys = new Map(rows.map((row) => [row, keyOf(row)]));
  const length = rows.length === 0 ? 0 : keys.get(rows[0]!)!.length;
  const parts = 2 ** length;
  // The whole key is the row itself; the empty part is everything.
  for (let part = 0; part < Math.max(1, parts - 1); part += 1) {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const name = JSON.stringify(keys.get(row)!.filter((_, index) => (part >> index) & 1));
      const known = groups.get(name);
      if (known) known.push(row);
      else groups.set(name, [row]);
    }
    yield* groups.values();
  }
}

function hideMore<Row>(rows: readonly Row[], hidden: Set<Row>, cells: Cells<Row>, below: number): void {
  for (const place of placesOf(cells)) {
    while (isTelling(rows, hidden, cells, place, below)) {
      const next = smallestShown(rows, hidden, cells, place);
      if (next.length === 0) break;
      for (const row of next) hidden.add(row);
    }
  }
}

const placesOf = <Row>({ rows, countsOf }: Cells<Row>): number[] =>
  rows.length === 0 ? [] : [...countsOf(rows[0]!).keys()];

/**
 * Whether a hidden count could be told in a total: it stands alone, or those hidden are too few together, or none of them is large, so
 * that whoever knows this rule knew that each is small.
 */
function isTelling<Row>(
  rows: readonly Row[],
  hidden: ReadonlySet<Row>,
  { countsOf }: Cells<Row>,
  place: number,
  below: number,
): boolean {
  const counts = rows.filter((row) => hidden.has(row)).map((row) => countsOf(row)[place]!);
  if (counts.length === 0) return false;
  const sum = counts.reduce((total, count) => total + count, 0);
  const isLargeAmong = counts.some((count) => count >= below);
  return counts.length === 1 || !isLargeAmong || sum - counts.length < below - 1;
}

/** All that are as small: which of them was taken would tell where the few stand. */
function smallestShown<Row>(
  rows: readonly Row[],
  hidden: ReadonlySet<Row>,
  { countsOf }: Cells<Row>,
  place: number,
): Row[] {
  const count = (row: Row) => countsOf(row)[place]!;
  const shown = rows.filter((row) => !hidden.has(row) && count(row) > 0);
  const least = shown.reduce((smallest, row) => Math.min(smallest, count(row)), Infinity);
  return shown.filter((row) => count(row) === least);
}
