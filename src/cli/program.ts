import { Command, CommanderError } from "commander";
import { EmbeddedPostgresFailed } from "../platform/db/embedded/index.js";
import { isDatabaseUnreachable } from "../platform/db/pg-errors.js";
import { AppError } from "../platform/errors.js";
import { StartRefused } from "../platform/start-refused.js";
import { addAccount } from "./commands/account.js";
import { addApply } from "./commands/apply.js";
import { addDiff } from "./commands/diff.js";
import { addDoctor } from "./commands/doctor.js";
import { addEmitSchema } from "./commands/emit-schema.js";
import { addExport } from "./commands/export.js";
import { addKeys } from "./commands/keys.js";
import { addMigrate } from "./commands/migrate.js";
import { addRecord } from "./commands/record.js";
import { addServe } from "./commands/serve.js";
import { calledWrongly, CommandFailed, ExitCode } from "./exit-code.js";
import { addClosingHelp, helpConfiguration, helpWidthOf } from "./help.js";
import type { Surroundings } from "./surroundings.js";
import { Terminal, widthOf } from "./terminal.js";

/** The whole command line, without running anything. */
export function createProgram(surroundings: Surroundings): Command {
  const { stdout, stderr, config } = surroundings;
  const program = new Command("registry")
    .description(
      "The Disclosure Registry: who received whose personal data, which data, why, and on what ground.",
    )
    .configureHelp(helpConfiguration)
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => helpWidthOf(widthOf(stdout, config.columns)),
      getErrHelpWidth: () => helpWidthOf(widthOf(stderr, config.columns)),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpOption("-h, --help", "show what a command does and its flags")
    .helpCommand(false)
    .showHelpAfterError("(--help shows how it is called.)")
    .exitOverride();
  program.commandsGroup("Run it:");
  addServe(program, surroundings);
  addMigrate(program, surroundings);
  addDoctor(program, surroundings);
  addEmitSchema(program, surroundings);
  program.commandsGroup("The data map:");
  addApply(program, surroundings);
  addExport(program, surroundings);
  addDiff(program, surroundings);
  program.commandsGroup("Disclosures:");
  addRecord(program, surroundings);
  addAccount(program, surroundings);
  program.commandsGroup("Who may call:");
  addKeys(program, surroundings);
  addClosingHelp(program, EXAMPLES, NOTES);
  return program;
}

const EXAMPLES = [
  "registry apply map.yaml --dry-run",
  "registry record transfers.ndjson",
  "registry account user-00042 --json",
  "registry keys create --name Courier --role INTEGRATION",
];

const NOTES = [
  "A command that needs a registry talks to the one of --url and --key (or REGISTRY_URL and REGISTRY_API_KEY or REGISTRY_API_KEY_FILE). " +
    "Without them it starts the one that DATABASE_URL or DATA_DIR sets up, and stops it again.",
];

/** Runs one command line and answers the exit code. Nothing is thrown: what went wrong is told on standard error. */
export async function runProgram(
  arguments_: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  try {
    await createProgram(surroundings).parseAsync([...arguments_], { from: "user" });
    return ExitCode.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.ok;
    const failure = asCommandFailed(error);
    const terminal = new Terminal(surroundings, outputOptionsOf(arguments_));
    // What is wrong with a call, commander has told by itself.
    if (!(error instanceof CommanderError)) tell(failure, terminal);
    tellProgram(failure, terminal);
    return failure.exitCode;
  }
}

/** The flags that every command has, read once more: what failed may have failed before they were. */
function outputOptionsOf(arguments_: readonly string[]): { json: boolean; color: boolean } {
  return { json: arguments_.includes("--json"), color: !arguments_.includes("--no-color") };
}

function tell({ message }: CommandFailed, terminal: Terminal): void {
  if (message !== "") terminal.error(message);
}

/** The same for whoever reads JSON; nothing where the result has said it. */
function tellProgram({ code, message, fields, exitCode }: CommandFailed, terminal: Terminal): void {
  if (!terminal.json || message === "") return;
  terminal.result({ error: { code: code ?? "FAILED", message, fields, exitCode } }, () => "");
}

function asCommandFailed(error: unknown): CommandFailed {
  if (error instanceof CommandFailed) return error;
  if (error instanceof CommanderError) return calledWrongly(error.message.replace(/^error: /, ""));
  if (error instanceof StartRefused || error instanceof EmbeddedPostgresFailed) {
    const exitCode = isDatabaseUnreachable(error) ? ExitCode.unreachable : ExitCode.failed;
    return new CommandFailed(exitCode, error.message);
  }
  if (error instanceof AppError) {
    return new CommandFailed(ExitCode.failed, error.message, error.code, error.fields);
  }
  if (isDatabaseUnreachable(error)) {
    return new CommandFailed(
      ExitCode.unreachable,
      "The database cannot be reached: check DATABASE_URL, and that PostgreSQL runs.",
      "UNAVAILABLE",
    );
  }
  // A fault of ours, shown whole to the person at the terminal.
  return new CommandFailed(
    ExitCode.failed,
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
}
