import { spawn } from "node:child_process";
import type { ServerUser } from "./server-user.js";

/** What a program left behind. `code` is undefined when it could not be started or was ended by a signal. */
export interface ProgramResult {
  readonly code: number | undefined;
  /** Standard output and standard error together, or why the program could not be started. */
  readonly output: string;
}

const OUTPUT_LENGTH_MAX = 20_000;

/**
 * Runs a program to its end as the server's user, without a shell, so that no path needs quoting.
 *
 * The environment is empty but for the language of messages: a stray PGPORT, PGDATA or LD_LIBRARY_PATH changes nothing.
 */
export function runProgram(
  user: ServerUser | undefined,
  file: string,
  args: readonly string[],
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: process.platform === "win32" ? undefined : "/",
      env: { LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    let output = "";
    const collect = (chunk: string): void => {
      if (output.length < OUTPUT_LENGTH_MAX) output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.on("error", (error: Error) => {
      resolve({ code: undefined, output: error.message });
    });
    const end = (code: number | null): void => {
      resolve({ code: code ?? undefined, output });
    };
    child.on("close", end);
    // On Windows a server started by pg_ctl inherits the pipes and keeps them open.
    child.on("exit", (code) => setTimeout(end, 250, code).unref());
  });
}
