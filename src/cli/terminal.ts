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
  readonly #isShown: boolean;
  readonly #messageColors: Colors;

  constructor({ stdout, stderr, config }: Omit<Surroundings, "server">, options: OutputOptions) {
    const wanted = options.color !== false && !config.noColor;
    this.json = options.json ?? false;
    this.#isShown = stdout.isTTY === true;
    this.colors = pc.createColors(wanted && this.#isShown);
    this.#messageColors = pc.createColors(wanted && stderr.isTTY === true);
    this.width = widthOf(stdout, config.columns);
    this.stderr = stderr;
    this.#stdout = stdout;
  }

  /** The command's result; `text` is made only where it is shown. A file or another program gets it to the letter. */
  result(data: unknown, text: () => string): void {
    const result = this.json ? withEscapes(JSON.stringify(data, null, 2)) : text();
    this.#stdout.write(withNewline(this.#isShown ? withoutCommands(result) : result));
  }

  note(message: string): void {
    this.stderr.write(withNewline(withoutCommands(message)));
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

/** What a terminal would take for a command, or what turns a line's direction. */
const COMMANDS = "[\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]";
const COMMAND = new RegExp(COMMANDS, "g");
const SOME_COMMANDS = new RegExp(`${COMMANDS}+`, "g");
/** Lines, and the colours that this program gives. */
const OURS_OR_COMMAND = new RegExp(`(\\u001b\\[(?:1|2|22|3[1-3]|39)m|[\\n\\t])|${COMMANDS}`, "g");

/** Text of the registry on one line, without what a terminal would take for a command. */
export function plain(text: string): string {
  return text.replace(SOME_COMMANDS, " ");
}

/** The same for whole lines that are ready to be shown: what nobody thought of making plain is no command either. */
function withoutCommands(text: string): string {
  return text.replace(OURS_OR_COMMAND, (_command, ours?: string) => ours ?? " ");
}

/** The same JSON without any of them, some of which may stand in its texts as they are. */
function withEscapes(json: string): string {
  const escaped = (command: string) => `\\u${command.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(COMMAND, (command) => (command === "\n" ? command : escaped(command)));
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
