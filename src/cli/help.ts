import type { Command, Help, HelpConfiguration } from "commander";
import { exitCodeMeanings } from "./exit-code.js";
import { linesOf } from "./terminal.js";

const WIDTH_MIN = 40;
const WIDTH_MAX = 100;
const INDENT = "  ";
/** What commander writes before a command's usage. */
const USAGE = "Usage: ";
/** A description narrower than this stands below its term, not beside it. */
const DESCRIPTION_CHARS_MIN = 30;

/** The width help is written for: what the terminal has, within what reads well. */
export function helpWidthOf(columns: number): number {
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, columns));
}

/** Help that wraps at every width: where a term leaves too little room beside it, its description goes below. */
export const helpConfiguration: HelpConfiguration = {
  minWidthToWrap: 20,
  formatItem(term: string, termWidth: number, description: string, helper: Help): string {
    const width = helper.helpWidth ?? WIDTH_MAX;
    const beside = INDENT.length + termWidth + INDENT.length;
    if (width - beside >= DESCRIPTION_CHARS_MIN) {
      return hanging(INDENT + term.padEnd(termWidth) + INDENT, description, width);
    }
    const below = INDENT + INDENT;
    return [hanging(INDENT, term, width), hanging(below, description, width)].join("\n");
  },
  styleUsage(this: Help, usage: string): string {
    return hanging(USAGE, usage, this.helpWidth ?? WIDTH_MAX).slice(USAGE.length);
  },
  /** Every command has options; saying so at each would only make the list wider. */
  subcommandTerm: (command: Command) =>
    [command.name(), ...command.registeredArguments.map((argument) => `<${argument.name()}>`)].join(" "),
};

/** Lists the exit codes, and what else a reader of the whole program's help should know, below it. */
export function addClosingHelp(
  program: Command,
  examples: readonly string[],
  notes: readonly string[],
): void {
  program.addHelpText("after", () => {
    const width = helpWidthOf(program.configureOutput().getOutHelpWidth?.() ?? WIDTH_MAX);
    return [
      "",
      "Exit codes:",
      ...exitCodeMeanings.map(([code, meaning]) => hanging(`${INDENT}${code}${INDENT}`, meaning, width)),
      "",
      "Examples:",
      ...examples.map((example) => hanging(INDENT, example, width)),
      "",
      ...notes.map((note) => hanging("", note, width)),
    ].join("\n");
  });
}

/** The text after `lead`, its further lines indented as far. */
function hanging(lead: string, text: string, width: number): string {
  const room = Math.max(10, width - lead.length);
  return linesOf(text, room)
    .map((line, index) => (index === 0 ? lead : " ".repeat(lead.length)) + line)
    .join("\n");
}
