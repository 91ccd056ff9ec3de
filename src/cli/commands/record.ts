import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { systemClock } from "../../platform/clock.js";
import { runWithRegistry, talksToRegistry } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { calledWrongly, CommandFailed, ExitCode } from "../exit-code.js";
import { operations } from "../operations.js";
import { unreadable } from "../read-file.js";
import { momentOfFirstAttempt } from "../record/first-attempt.js";
import { LineIds } from "../record/line-ids.js";
import { showProgress } from "../record/progress.js";
import { recordFile, type RecordSummary } from "../record/record-file.js";
import type { RegistryClient } from "../registry-client.js";
import type { Surroundings } from "../surroundings.js";
import type { OutputOptions, Terminal } from "../terminal.js";

type RecordOptions = ConnectionOptions & OutputOptions;

export function addRecord(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("record")
    .summary("record the disclosures of a file")
    .description(
      "Records the disclosures of a file: a JSON object a line, with the fields of RecordDisclosureInput, or a correction with the field amend. " +
        "Refused lines are told in <file>.errors.ndjson and hinder no other. It is safe to run again, after a mistake or a break: " +
        "what is recorded already is not recorded twice, because each line keeps its id (<file>.attempts.json holds what that needs).",
    )
    .argument("<file>", "the file, in NDJSON: one disclosure a line, in UTF-8");
  talksToRegistry(command).action(async (file: string, options: RecordOptions) => {
    const bytes = await sizeOf(file);
    await runWithRegistry(surroundings, options, (client, terminal) =>
      recordAll(client, terminal, file, bytes),
    );
  });
}

async function sizeOf(file: string): Promise<number> {
  const stats = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (!stats.isFile()) throw calledWrongly(`${file} cannot be read: it is no file.`);
  return stats.size;
}

async function recordAll(
  client: RegistryClient,
  terminal: Terminal,
  file: string,
  bytes: number,
): Promise<void> {
  const { dataMap } = await client.ask<{ readonly dataMap: { readonly appliedAt: string } }>(
    operations.firstRevision,
  );
  const moment = await momentOfFirstAttempt(file, dataMap.appliedAt, systemClock.now());
  const progress = showProgress(bytes, terminal.stderr, systemClock);
  let summary: RecordSummary;
  let done = 0;
  try {
    summary = await recordFile({
      file,
      client,
      ids: new LineIds(moment),
      onProgress(bytesDone, lines) {
        done = lines;
        progress.update(bytesDone, lines);
      },
    });
  } catch (error) {
    throw brokenOff(error, done);
  } finally {
    progress.stop();
  }
  terminal.result(summary, () => describe(summary));
  if (summary.refused > 0) {
    if (!terminal.json) terminal.error(`Refused lines: see ${summary.errorsFile}.`);
    throw new CommandFailed(ExitCode.failed, "");
  }
}

/** Whoever sees a run break off wants to know whether it may be repeated. */
function brokenOff(error: unknown, done: number): unknown {
  if (!(error instanceof CommandFailed) || error.exitCode !== ExitCode.unreachable) return error;
  const { exitCode, message, code } = error;
  return new CommandFailed(
    exitCode,
    `${message} ${done} lines are done; run the same command again for the rest: nothing is recorded twice.`,
    code,
  );
}

function describe({ recorded, alreadyThere, refused }: RecordSummary): string {
  return `${recorded} recorded, ${alreadyThere} already there, ${refused} refused.`;
}
