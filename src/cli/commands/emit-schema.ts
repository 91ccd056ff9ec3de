import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { answers } from "../command.js";
import { calledWrongly } from "../exit-code.js";
import type { Surroundings } from "../surroundings.js";
import { Terminal, type OutputOptions } from "../terminal.js";

export function addEmitSchema(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("emit-schema")
    .summary("write the GraphQL schema as text")
    .description(
      "Writes the GraphQL schema of this program, with every description, to standard output. It needs neither a database nor a running registry.",
    )
    .option("-o, --output <file>", "write it to this file instead");
  answers(command).action(async (options: OutputOptions & { readonly output?: string }) => {
    const terminal = new Terminal(surroundings, options);
    const schema = await surroundings.server.describeSchema();
    await writeResult(terminal, options.output, { schema }, schema);
  });
}

/** Puts a text into the file, or shows it where none is named. */
export async function writeResult(
  terminal: Terminal,
  file: string | undefined,
  data: object,
  text: string,
): Promise<void> {
  if (file === undefined) {
    terminal.result(data, () => text);
    return;
  }
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw calledWrongly(`${file} cannot be written (${error.code}): name another file or folder.`);
  });
  terminal.result({ file }, () => `Written to ${file}.`);
}
