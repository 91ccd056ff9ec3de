import type { Command } from "commander";
import { readConfig, type Config } from "../../platform/config.js";
import { StartRefused } from "../../platform/start-refused.js";
import { answers } from "../command.js";
import { problem, type Check } from "../doctor/check.js";
import { checkDisk, checkNode, checkSecrets } from "../doctor/machine.js";
import { CommandFailed, ExitCode } from "../exit-code.js";
import type { Surroundings } from "../surroundings.js";
import { linesOf, plain, Terminal, type OutputOptions } from "../terminal.js";

const SIGNS = { ok: "✓", problem: "✗", skipped: "–" } as const;
const PAINTS = { ok: "green", problem: "red", skipped: "dim" } as const;

export function addDoctor(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("doctor")
    .summary("check that this machine can run the registry")
    .description(
      "Looks at what a start needs, and says what to do where something is wrong: Node.js, settings, database, schema, role grants, database log, ledger, clock, disk, secrets and sign-in. " +
        "✓ is in order, ✗ is a problem, – could not or need not be looked at. Ends with 1 where there is a problem. Changes nothing.",
    );
  answers(command).action(async (options: OutputOptions) => {
    const terminal = new Terminal(surroundings, options);
    const checks = await examine();
    terminal.result({ healthy: checks.every(({ state }) => state !== "problem"), checks }, () =>
      checks.map((check) => describe(check, terminal)).join("\n"),
    );
    if (checks.some(({ state }) => state === "problem")) throw new CommandFailed(ExitCode.failed, "");
  });
}

async function examine(): Promise<Check[]> {
  const node = await checkNode();
  const config = settings();
  if (Array.isArray(config)) return [node, ...config];
  // Loading the database's libraries takes as long as everything else together.
  const { checkDatabase } = await import("../doctor/database.js");
  const { checkSignIn } = await import("../doctor/sign-in.js");
  const machine = [node, await checkDisk(config), await checkSecrets(config)];
  return [...machine, ...(await checkDatabase(config)), await checkSignIn(config)];
}

function settings(): Config | Check[] {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    return error.problems.map((text) => problem("Settings", "one cannot be used", text));
  }
}

function describe({ name, state, found, remedy }: Check, { width, colors }: Terminal): string {
  const [head = "", ...rest] = linesOf(plain(`${name}: ${found}`), width - 2);
  const advice = remedy === null ? [] : remedy.split("\n").flatMap((line) => linesOf(plain(line), width - 4));
  return [
    `${colors[PAINTS[state]](SIGNS[state])} ${head}`,
    ...rest.map((line) => `  ${line}`),
    ...advice.map((line, index) => `${index === 0 ? "  → " : "    "}${line}`),
  ].join("\n");
}
