import { extname } from "node:path";
import type { Command } from "commander";
import { moment, runWithRegistry, talksToRegistry, wholeNumber } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { operations } from "../operations.js";
import { renderChanges, renderTouchedRules, summarise, type Change, type TouchedRule } from "../plan.js";
import { readTextFile } from "../read-file.js";
import type { Surroundings } from "../surroundings.js";
import type { OutputOptions, Terminal } from "../terminal.js";

interface ApplyOptions extends ConnectionOptions, OutputOptions {
  readonly dryRun?: boolean;
  readonly message?: string;
  readonly effectiveFrom?: string;
  readonly expectedRevision?: number;
}

interface Applied {
  readonly revision: number;
  readonly applied: boolean;
  readonly changes: readonly Change[];
  readonly touchedSharingRules: readonly TouchedRule[];
}

export function addApply(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("apply")
    .summary("change the data map to what a document says")
    .description(
      "Puts the data map of a document in the place of the newest revision, and shows what changed: + added, ~ changed with each field before → after, - retired. " +
        "Applying the same document again changes nothing.",
    )
    .argument("<file>", "the whole data map: YAML, or JSON where its name ends in .json")
    .option("--dry-run", "only show what would change")
    .option("-m, --message <text>", "why it changes; it stands beside the revision")
    .option(
      "--effective-from <moment>",
      "from when the revision applies, perhaps in the future; left out, from now",
      moment,
    )
    .option(
      "--expected-revision <number>",
      "the revision the document was made from: refused where a newer one was stored since",
      wholeNumber(1),
    );
  talksToRegistry(command).action(async (file: string, options: ApplyOptions) => {
    const document = await readTextFile(file);
    await runWithRegistry(surroundings, options, async (client, terminal) => {
      const { dryRun = false, message, effectiveFrom, expectedRevision } = options;
      const format = extname(file).toLowerCase() === ".json" ? "JSON" : "YAML";
      const { applyDataMap } = await client.ask<{ readonly applyDataMap: Applied }>(operations.applyDataMap, {
        input: { document, format, dryRun, message, effectiveFrom, expectedRevision },
      });
      terminal.result({ dryRun, ...applyDataMap }, () => describe(applyDataMap, dryRun, terminal));
    });
  });
}

function describe(
  { applied, revision, changes, touchedSharingRules }: Applied,
  dryRun: boolean,
  terminal: Terminal,
): string {
  const summary = summarise(changes);
  if (summary === null) return `Nothing differs from revision ${revision}.`;
  const outcome =
    dryRun || !applied ? `Dry run, nothing stored: ${summary}.` : `Revision ${revision}: ${summary}.`;
  return [
    renderChanges(changes, terminal),
    renderTouchedRules(touchedSharingRules, terminal),
    terminal.colors.bold(outcome),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
