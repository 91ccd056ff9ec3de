export interface Column {
  readonly title: string;
  /** Longer texts are broken between words into lines of at most so many characters. */
  readonly charsMax: number;
  readonly align?: "right";
}

const GAP = "  ";

/** An aligned table for a terminal: a heading, a rule, and the rows, whose cells may have several lines. */
export function tableOf(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const broken = rows.map((row) => row.map((cell, index) => linesOf(cell, columns[index]!.charsMax)));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...broken.flatMap((row) => row[index]!.map((line) => line.length))),
  );
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        columns[index]!.align === "right" ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
      )
      .join(GAP)
      .trimEnd();
  const body = broken.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) => lineOf(row.map((cell) => cell[line] ?? "")));
  });
  return [
    lineOf(columns.map(({ title }) => title)),
    lineOf(widths.map((width) => "-".repeat(width))),
    ...body.flat(),
  ].join("\n");
}

/** The text in lines of at most `charsMax` characters, unless one word is longer. */
function linesOf(text: string, charsMax: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= charsMax)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
