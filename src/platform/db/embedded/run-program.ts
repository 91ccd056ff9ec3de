import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";

/** What PostgreSQL's tools do not escape when they put a path between double quotes for the shell. */
export const UNQUOTABLE = process.platform === "win32" ? /"/ : /["$`\\\n]/;

/** The numbers of another user to run a program as; only root can. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** What a program left behind. `code` is undefined when it could not be started or was ended by a signal. */
export interface ProgramResult {
  readonly code: number | undefined;
  /** Standard output and standard error together, or why the program could not be started. */
  readonly output: string;
}

const OUTPUT_LENGTH_MAX = 20_000;

/**
 * Runs a program to its end, as `user` if there is one, without a shell, so that no path needs quoting. It has a session of its
 * own: a Ctrl-C in the terminal reaches us, who then decide, and does not break off a server's stop half-way.
 *
 * The environment is empty but for the language of messages: a stray PGPORT, PGDATA or LD_LIBRARY_PATH changes nothing.
 */
export async function runProgram(
  user: UserIds | undefined,
  file: string,
  args: readonly string[],
): Promise<ProgramResult> {
  try {
    const child = spawn(file, args, {
      cwd: process.platform === "win32" ? undefined : "/",
      env: { LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    return await resultOf(child);
  } catch (error) {
    return { code: undefined, output: (error as Error).message };
  }
}

function resultOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (chunk: string): void => {
      if (output.length < OUTPUT_LENGTH_MAX) output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    const end = (code: number | null): void => {
      resolve({ code: code ?? undefined, output });
    };
    child.on("error", reject);
    child.on("close", end);
    // On Windows a server started by pg_ctl inherits the pipes and keeps them open.
    child.on("exit", (code) => setTimeout(end, 250, code).unref());
  });
}
