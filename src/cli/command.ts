import { type Command, InvalidArgumentError, Option } from "commander";
import { withRegistry, type ConnectionOptions } from "./connect.js";
import type { RegistryClient } from "./registry-client.js";
import type { Surroundings } from "./surroundings.js";
import { Terminal, type OutputOptions } from "./terminal.js";

/** The flags of every command that answers something. */
export function answers(command: Command): Command {
  return command
    .option("--json", "answer as JSON on standard output, for programs")
    .option("--no-color", "no colours, also on a terminal (as NO_COLOR does)");
}

/** The flags of every command that talks to a registry. */
export function talksToRegistry(command: Command): Command {
  return answers(
    command
      .option(
        "--url <address>",
        "the running registry to talk to (or REGISTRY_URL); left out, one is started for the command",
      )
      .option(
        "--key <key>",
        "your API key there; better set in REGISTRY_API_KEY (or a file, REGISTRY_API_KEY_FILE), because others on this machine can see flags",
      ),
  );
}

/** The work of a command that talks to a registry, with its flags read. */
export type RegistryWork<Options> = (
  client: RegistryClient,
  terminal: Terminal,
  options: Options,
) => Promise<void>;

export function runWithRegistry<Options extends ConnectionOptions & OutputOptions>(
  surroundings: Surroundings,
  options: Options,
  work: RegistryWork<Options>,
): Promise<void> {
  const terminal = new Terminal(surroundings, options);
  return withRegistry(surroundings, options, terminal, (client) => work(client, terminal, options));
}

/** Reads a whole number from `min` on. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < min) {
      throw new InvalidArgumentError(`Give a whole number from ${min} on.`);
    }
    return number;
  };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Reads a moment (RFC 3339) or a day, which stands for its beginning in UTC. */
export function moment(text: string): string {
  const read = MOMENT.test(text) ? new Date(text) : null;
  if (!read || Number.isNaN(read.getTime())) {
    throw new InvalidArgumentError(
      "Give a moment as in 2026-07-01T00:00:00+05:00, or a day as in 2026-07-01.",
    );
  }
  return read.toISOString();
}

/** An option whose value is one of a few, in any case of letters. */
export function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, `${description}: ${values.join(", ")}`).argParser((text: string) => {
    const value = values.find((each) => each.toLowerCase() === text.toLowerCase());
    if (value === undefined) throw new InvalidArgumentError(`Give one of ${values.join(", ")}.`);
    return value;
  });
}
