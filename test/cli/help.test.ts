import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Command } from "commander";
import { exitCodeMeanings } from "../../src/cli/exit-code.js";
import { createProgram } from "../../src/cli/program.js";
import type { Surroundings } from "../../src/cli/surroundings.js";
import { projectRoot } from "../../src/platform/project-root.js";

const unused = () => Promise.reject(new Error("Help starts nothing."));

/** The program as it writes for a terminal of so many columns, and what it has written. */
function programFor(columns: number): { program: Command; written: string[] } {
  const written: string[] = [];
  const output = { isTTY: true, columns, write: (text: string) => written.push(text) };
  const surroundings: Surroundings = {
    stdout: output,
    stderr: output,
    config: { registryUrl: null, registryApiKey: null, noColor: false, columns: null },
    server: { serve: unused, startTemporarily: unused, describeSchema: unused },
  };
  return { program: createProgram(surroundings), written };
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** `registry keys create` */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

const commands = everyCommand(programFor(80).program);
const leaves = commands.filter((command) => command.commands.length === 0);

describe("the command line's help", () => {
  it("describes every command in a word and in full, every flag and every argument", () => {
    const silent = commands.flatMap((command) => [
      ...(command.description().length < 20 ? [nameOf(command)] : []),
      ...(command.parent !== null && command.summary().length < 10 ? [`${nameOf(command)} in a word`] : []),
      ...command.options
        .filter(({ description }) => description.length < 10)
        .map(({ flags }) => `${nameOf(command)} ${flags}`),
      ...command.registeredArguments
        .filter(({ description }) => description.length < 10)
        .map((argument) => `${nameOf(command)} <${argument.name()}>`),
    ]);
    expect(silent).toEqual([]);
  });

  it("offers --json with every command", () => {
    const without = leaves.filter((command) => !command.options.some(({ long }) => long === "--json"));
    expect(without.map(nameOf)).toEqual([]);
  });

  it.each([40, 60, 80, 100])("fits into %i columns, for every command", (columns) => {
    const { program, written } = programFor(columns);
    for (const command of everyCommand(program)) command.outputHelp();
    const lines = written.join("").split("\n");
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => [...line].length > columns)).toEqual([]);
  });

  it("stays readable on a wider and on a narrower terminal", () => {
    const longest = (columns: number) => {
      const { program, written } = programFor(columns);
      program.outputHelp();
      return Math.max(
        ...written
          .join("")
          .split("\n")
          .map((line) => line.length),
      );
    };
    expect(longest(300)).toBeLessThanOrEqual(100);
    expect(longest(20)).toBeLessThanOrEqual(40);
  });

  it("lists every exit code", () => {
    const { program, written } = programFor(100);
    program.outputHelp();
    for (const [code, meaning] of exitCodeMeanings) {
      expect(written.join("")).toContain(`  ${code}  ${meaning}`);
    }
  });
});

describe("docs/cli.md", () => {
  it("tells every command, every flag and every exit code", async () => {
    const page = await readFile(join(projectRoot, "docs", "cli.md"), "utf8");
    const untold = leaves.flatMap((command) => [
      ...(page.includes(`\`${nameOf(command)}`) ? [] : [nameOf(command)]),
      ...command.options
        .filter(({ long }) => !page.includes(`\`${long}`))
        .map(({ long }) => `${nameOf(command)} ${long}`),
    ]);
    const meanings = exitCodeMeanings.filter(
      ([code, meaning]) => !new RegExp(`\\| ${code} +\\| ${meaning} *\\|`).test(page),
    );
    expect({ untold, meanings }).toEqual({ untold: [], meanings: [] });
  });
});
