import pc from "picocolors";
import type { Output, Surroundings } from "./surroundings.js";

const COLUMNS_WHERE_UNKNOWN = 100;
const COLUMNS_MIN = 20;

export type Colors = ReturnType<typeof pc.createColors>;

export interface OutputOptions {
  readonly json?: boolean | undefined;
  /** commander's name for `--no-color`. */
  readonly color?: boolean | undefined;
}

/**
 * What a command says: its result to standard output, everything else to standard error.
 *
 * With `json` the result is one JSON object; the rest stays as it is, so that a person who looks on still sees it.
 */
export class Terminal {
  readonly json: boolean;
  /** Colours for the result: none where it is no terminal. */
  readonly colors: Colors;
  /** Characters to a line of the result. */
  readonly width: number;
  readonly stderr: Output;
  readonly #stdout: Output;
  readonly #messageColors: Colors;

  constructor({ stdout, stderr, config }: Omit<Surroundings, "server">, options: OutputOptions) {
    const wanted = options.color !== false && !config.noColor;
    this.json = options.json ?? false;
    this.colors = pc.createColors(wanted && stdout.isTTY === true);
    this.#messageColors = pc.createColors(wanted && stderr.isTTY === true);
    this.width = widthOf(stdout, config.columns);
    this.stderr = stderr;
    this.#stdout = stdout;
  }

  /** The command's result; `text` is made only where it is shown. */
  result(data: unknown, text: () => string): void {
    this.#stdout.write(withNewline(this.json ? JSON.stringify(data, null, 2) : text()));
  }

  note(message: string): void {
    this.stderr.write(withNewline(message));
  }

  warning(message: string): void {
    this.note(this.#messageColors.yellow(message));
  }

  error(message: string): void {
    this.note(this.#messageColors.red(message));
  }
}

export function widthOf(output: Output, configured: number | null): number {
  return Math.max(COLUMNS_MIN, output.columns ?? configured ?? COLUMNS_WHERE_UNKNOWN);
}

function withNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** Text of the registry, without what a terminal would take for a command. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

/** The text in lines of at most `width` characters; a longer word is cut. */
export function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
      continue;
    }
    let rest = word;
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    lines.push(rest);
  }
  return lines;
}
