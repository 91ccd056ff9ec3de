import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailed, ExitCode } from "../exit-code.js";
import { operations } from "../operations.js";
import { RequestRefused, type RegistryClient } from "../registry-client.js";
import type { LineError, ReadLine } from "./read-line.js";

export type SendableLine = Exclude<ReadLine, { readonly kind: "refused" }>;

/** What became of a line. */
export type Outcome = "recorded" | "alreadyThere" | LineError;

interface Answer {
  readonly recordDisclosures: {
    readonly results: readonly {
      readonly created: boolean;
      readonly error: Omit<LineError, "line"> | null;
    }[];
  };
}

/** How long to wait before each further attempt to reach a registry that is away for a moment. */
const PATIENCE_MS = [500, 2_000, 5_000];

/**
 * Sends disclosures together, and answers what became of each.
 *
 * What GraphQL itself refuses, it refuses for the whole request: the lines it names are left out, or the batch is halved, until the
 * others have gone through. Throws CommandFailed where no line can be recorded: no registry, no permission.
 */
export async function sendDisclosures(
  client: RegistryClient,
  lines: readonly SendableLine[],
): Promise<Outcome[]> {
  if (lines.length === 0) return [];
  try {
    const inputs = lines.map(({ input }) => input);
    const { recordDisclosures } = await patiently(() =>
      client.ask<Answer>(operations.recordDisclosures, { inputs }),
    );
    return recordDisclosures.results.map(({ created, error }, index) =>
      error ? { line: lines[index]!.line, ...error } : outcomeOf(created),
    );
  } catch (error) {
    return afterRefusal(client, lines, refusalOfLines(error));
  }
}

export async function sendAmendment(client: RegistryClient, { line, input }: SendableLine): Promise<Outcome> {
  try {
    const { amendDisclosure } = await patiently(() =>
      client.ask<{ readonly amendDisclosure: { readonly created: boolean } }>(operations.amendDisclosure, {
        input,
      }),
    );
    return outcomeOf(amendDisclosure.created);
  } catch (error) {
    const { code, fields, message } = refusalOfLines(error);
    return { line, code: code ?? "FAILED", fields, message };
  }
}

async function afterRefusal(
  client: RegistryClient,
  lines: readonly SendableLine[],
  refused: RequestRefused,
): Promise<Outcome[]> {
  const named = namedLines(lines, refused);
  if (named.size > 0) {
    const sent = await sendDisclosures(
      client,
      lines.filter((line) => !named.has(line)),
    );
    const rest = sent.values();
    return lines.map((line) => named.get(line) ?? rest.next().value!);
  }
  if (lines.length === 1) {
    const { code, fields, message } = refused;
    return [{ line: lines[0]!.line, code: code ?? "FAILED", fields, message }];
  }
  const half = Math.ceil(lines.length / 2);
  return [
    ...(await sendDisclosures(client, lines.slice(0, half))),
    ...(await sendDisclosures(client, lines.slice(half))),
  ];
}

/** The lines that a refusal points at (`inputs[3].occurredAt`), each with its first problem. */
function namedLines(lines: readonly SendableLine[], refused: RequestRefused): Map<SendableLine, LineError> {
  const named = new Map<SendableLine, LineError>();
  for (const { code, fields, message } of refused.problems) {
    const [, index, field] = /^inputs\[(\d+)\]\.?(.*)$/.exec(fields[0] ?? "") ?? [];
    const line = index === undefined ? undefined : lines[Number(index)];
    if (line === undefined || named.has(line)) continue;
    const relative = message.replaceAll(`inputs[${index}].`, "").replaceAll(`inputs[${index}]`, "line");
    named.set(line, { line: line.line, code, fields: field ? [field] : [], message: relative });
  }
  return named;
}

/** A refusal that concerns the lines sent. Everything else concerns every line there is, and ends the command. */
function refusalOfLines(error: unknown): RequestRefused {
  if (error instanceof RequestRefused && error.exitCode === ExitCode.failed) return error;
  throw error;
}

async function patiently<Data>(ask: () => Promise<Data>): Promise<Data> {
  for (const waitMs of PATIENCE_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CommandFailed) || error.exitCode !== ExitCode.unreachable) throw error;
      await sleep(waitMs);
    }
  }
  return ask();
}

function outcomeOf(created: boolean): Outcome {
  return created ? "recorded" : "alreadyThere";
}
