import type { Command } from "commander";
import { choice, runWithRegistry, talksToRegistry, wholeNumber } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { operations } from "../operations.js";
import type { Surroundings } from "../surroundings.js";
import type { OutputOptions } from "../terminal.js";
import { writeResult } from "./emit-schema.js";

interface ExportOptions extends ConnectionOptions, OutputOptions {
  readonly format: string;
  readonly revision?: number;
  readonly output?: string;
}

interface Answer {
  readonly dataMap: { readonly revision: number; readonly document: string };
}

export function addExport(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("export")
    .summary("write the data map as a document")
    .description(
      "Writes the data map as one document, as `registry apply` takes it, to standard output. In YAML its comments are kept.",
    )
    .addOption(choice("--format <format>", "the document's format", ["YAML", "JSON"]).default("YAML"))
    .option("--revision <number>", "this revision, instead of the newest", wholeNumber(1))
    .option("-o, --output <file>", "write it to this file instead");
  talksToRegistry(command).action((options: ExportOptions) =>
    runWithRegistry(surroundings, options, async (client, terminal) => {
      const { format, revision } = options;
      const { dataMap } = await client.ask<Answer>(operations.exportDataMap, { format, revision });
      await writeResult(terminal, options.output, { ...dataMap, format }, dataMap.document);
    }),
  );
}
