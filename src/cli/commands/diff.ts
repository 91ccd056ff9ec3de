import type { Command } from "commander";
import { runWithRegistry, talksToRegistry, wholeNumber } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { operations } from "../operations.js";
import { renderChanges, summarise, type Change } from "../plan.js";
import type { Surroundings } from "../surroundings.js";
import type { OutputOptions } from "../terminal.js";

interface Answer {
  readonly dataMapDiff: { readonly changes: readonly Change[] };
}

export function addDiff(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("diff")
    .summary("show what changed between two revisions of the data map")
    .description(
      "Shows what changed from one revision of the data map to another: + added, ~ changed with each field before → after, - retired. Ends with 0 whether or not they differ.",
    )
    .argument("<from>", "number of the revision to start from", wholeNumber(1))
    .argument("<to>", "number of the revision to compare with it", wholeNumber(1));
  talksToRegistry(command).action((from: number, to: number, options: ConnectionOptions & OutputOptions) =>
    runWithRegistry(surroundings, options, async (client, terminal) => {
      const { dataMapDiff } = await client.ask<Answer>(operations.diffDataMap, { from, to });
      const { changes } = dataMapDiff;
      const summary = summarise(changes);
      terminal.result({ from, to, changes }, () =>
        summary === null
          ? `Revisions ${from} and ${to} say the same.`
          : [
              renderChanges(changes, terminal),
              terminal.colors.bold(`From ${from} to ${to}: ${summary}.`),
            ].join("\n\n"),
      );
    }),
  );
}
