/** How the program ends, for scripts to decide by. `--help` and docs/cli.md list them from here. */
export const ExitCode = { ok: 0, failed: 1, usage: 2, unreachable: 3, notPermitted: 4 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [ExitCode.ok, "done"],
  [ExitCode.failed, "refused or failed, also in part: the message says what to change"],
  [ExitCode.usage, "called wrongly: an unknown command or flag, a file or an address that cannot be used"],
  [ExitCode.unreachable, "no registry, or no database, could be reached: try again later"],
  [ExitCode.notPermitted, "the key is missing, no longer good, or may not do this"],
];

/** The end of a command that cannot go on. Its message is for whoever typed it, and says what to change. */
export class CommandFailed extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    /** The registry's own code of the error, where it has one. */
    readonly code: string | null = null,
    /** The input fields concerned. */
    readonly fields: readonly string[] = [],
  ) {
    super(message);
    this.name = "CommandFailed";
  }
}

/** What the command line itself refuses, before or without a registry. */
export function calledWrongly(message: string): CommandFailed {
  return new CommandFailed(ExitCode.usage, message, "CALLED_WRONGLY");
}
