import { linesOf, plain, type Colors } from "./terminal.js";

export interface Column {
  readonly title: string;
  readonly align?: "right";
}

const GAP = "  ";
/** A column of text is not made narrower than this: the rows become blocks instead. */
const WRAPPED_CHARS_MIN = 14;

/**
 * Rows for a terminal: an aligned table where it fits into `width`, with long cells broken between words; below that a block a
 * row, one cell a line.
 */
export function renderRows(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = widthsWithin(columns, cells, width);
  return widths === null ? blocks(columns, cells, width, colors) : table(columns, cells, widths, colors);
}

/** The width of each column, or null where they do not fit beside each other. */
function widthsWithin(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] | null {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]!.length)),
  );
  const available = width - GAP.length * (columns.length - 1);
  for (let excess = sumOf(widths) - available; excess > 0; excess -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= WRAPPED_CHARS_MIN) return null;
    widths[widest]! -= 1;
  }
  return widths;
}

function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  colors: Colors,
): string {
  const lineOf = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        columns[index]!.align === "right" ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
      )
      .join(GAP)
      .trimEnd();
  const body = rows.flatMap((row) => {
    const broken = row.map((cell, index) => linesOf(cell, widths[index]!));
    const height = Math.max(...broken.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => lineOf(broken.map((lines) => lines[line] ?? "")));
  });
  return [
    colors.bold(lineOf(columns.map(({ title }) => title))),
    colors.dim(lineOf(widths.map((chars) => "─".repeat(chars)))),
    ...body,
  ].join("\n");
}

function blocks(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  colors: Colors,
): string {
  const [, ...details] = columns;
  const titleWidth = Math.max(0, ...details.map(({ title }) => title.length));
  const indent = GAP.length + titleWidth + GAP.length;
  return rows
    .map(([head, ...rest]) => {
      const body = rest.flatMap((cell, index) =>
        cell === "" ? [] : labelled(details[index]!.title, cell, { titleWidth, indent, width, colors }),
      );
      return [...linesOf(head!, width).map((line) => colors.bold(line)), ...body].join("\n");
    })
    .join("\n\n");
}

function labelled(
  title: string,
  cell: string,
  room: {
    readonly titleWidth: number;
    readonly indent: number;
    readonly width: number;
    readonly colors: Colors;
  },
): string[] {
  return linesOf(cell, Math.max(8, room.width - room.indent)).map((line, index) => {
    const label = index === 0 ? title : "";
    return `${GAP}${room.colors.dim(label.padEnd(room.titleWidth))}${GAP}${line}`;
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
