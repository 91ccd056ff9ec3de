import { runProgram } from "../../src/cli/program.js";
import type { Output } from "../../src/cli/surroundings.js";
import type { ClientConfig } from "../../src/platform/config.js";

export interface Shown {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command line writes in a test. */
export interface Screen {
  readonly isTTY: boolean;
  readonly columns?: number;
}

/** Runs a command line in this process, so that a test decides what it writes to. It finds nothing but what `config` names. */
export async function runInProcess(
  arguments_: readonly string[],
  screen: Screen,
  config: Partial<ClientConfig>,
): Promise<Shown> {
  const written = { stdout: "", stderr: "" };
  const outputOf = (name: keyof typeof written): Output => ({
    ...screen,
    write: (text: string) => (written[name] += text),
  });
  const nothing = () => Promise.reject(new Error("This test starts nothing."));
  const code = await runProgram(arguments_, {
    stdout: outputOf("stdout"),
    stderr: outputOf("stderr"),
    config: { registryUrl: null, registryApiKey: null, noColor: false, columns: null, ...config },
    server: { serve: nothing, startTemporarily: nothing, describeSchema: nothing },
  });
  return { code, ...written };
}
