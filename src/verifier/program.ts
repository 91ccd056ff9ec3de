import { parseArgs } from "node:util";
import type { Checkpoint, Trust } from "../modules/ledger/core/checkpoint.js";
import { openCheckpoint } from "../modules/ledger/core/checkpoint.js";
import { verifyCoverageProof } from "../modules/ledger/core/coverage-proof.js";
import { NotVerified } from "../modules/ledger/core/not-verified.js";
import { parseVerifierKey } from "../modules/ledger/core/verifier-key.js";
import { verifyTlogProof } from "../modules/ledger/core/tlog-proof.js";
import { copyLog } from "./copy-log.js";
import type { LeafKind } from "../modules/ledger/core/leaf-kind.js";
import { CalledWrongly, CannotRead } from "./failures.js";
import { openLog, readCheckpoint } from "./log-source.js";
import type { LogSource } from "./log-source.js";
import { Progress } from "./progress.js";
import { readSmallFile } from "./read-small-file.js";
import { proofFromLog, proofFromText, verifyBetween } from "./verify-checkpoints.js";
import { verifyLog } from "./verify-log.js";

/** The verifier's commands. It needs no database and no server, and trusts nobody but the keys it is called with. */

/** What the verifier ends with. */
export const HOLDS = 0;
export const DOES_NOT_HOLD = 1;
export const CALLED_WRONGLY = 2;
export const CANNOT_READ = 3;

export const USAGE = `Usage: registry-verify <command> --key <verifier key> [--witness <verifier key>]...

  receipt <file>                       a receipt: its event is in the log
  coverage <file>                      a coverage proof: the user is among those of its event
  checkpoints <older> <newer> (--log <folder or URL> | --proof <file>)
                                       two checkpoints: the newer tree begins with the older one
  log <folder or URL>                  a whole export, or a log as it is served: every entry, every tile, the root
  copy <URL> <folder>                  makes an export, or brings one up to date, and verifies it
  audit --database <URL> [--checkpoint <file>]...
                                       a whole database: every row has its leaf, every leaf its row

  --key <verifier key>      the log's key, as you keep it yourself
  --witness <verifier key>  a witness that must have cosigned; may be given more than once
  --api-key <key>           sent along to a URL; by default what REGISTRY_API_KEY holds, or the file of REGISTRY_API_KEY_FILE

Exit code: 0 it holds, 1 it does not, 2 called wrongly, 3 something could not be read or reached.
`;

const OPTIONS = {
  key: { type: "string" },
  witness: { type: "string", multiple: true },
  log: { type: "string" },
  proof: { type: "string" },
  database: { type: "string" },
  checkpoint: { type: "string", multiple: true },
  "api-key": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Options = ReturnType<typeof readArguments>["values"];

interface Call {
  readonly options: Options;
  readonly trust: Trust;
  readonly progress: Progress;
  /** The log at a folder or URL. */
  log(this: void, place: string): LogSource;
  readonly kinds: Surroundings["kinds"];
  /** Tells the caller a line about what holds. */
  say(this: void, line: string): void;
}

interface Command {
  /** How many arguments it takes. */
  readonly takes: number;
  run(call: Call, ...given: string[]): Promise<void>;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["receipt", { takes: 1, run: verifyReceipt }],
  ["coverage", { takes: 1, run: verifyCoverage }],
  ["checkpoints", { takes: 2, run: verifyCheckpoints }],
  ["log", { takes: 1, run: verifyWholeLog }],
  ["copy", { takes: 2, run: copyWholeLog }],
  ["audit", { takes: 0, run: audit }],
]);

export interface Surroundings {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** For logs behind a URL, where the call names none. Throws StartRefused where its setting is wrong. */
  apiKey(this: void): string | null;
  /** Every kind of leaf that a registry's database has. */
  kinds(this: void): Promise<readonly LeafKind[]>;
}

/** Runs one command and answers the exit code. */
export async function runVerifier(
  args: readonly string[],
  { stdout, stderr, apiKey, kinds }: Surroundings,
): Promise<number> {
  const say = (line: string) => stdout.write(`${printable(line)}\n`);
  try {
    const { values: options, positionals } = readArguments(args);
    if (options.help) {
      stdout.write(USAGE);
      return HOLDS;
    }
    const [name = "", ...given] = positionals;
    const command = COMMANDS.get(name);
    if (command === undefined)
      throw new CalledWrongly(name === "" ? "Name a command." : `There is no command ${name}.`);
    if (given.length !== command.takes) {
      const takes = command.takes === 1 ? "1 argument" : `${command.takes} arguments`;
      throw new CalledWrongly(`${name} takes ${takes}, not ${given.length}.`);
    }
    const log = (place: string) => openLog(place, options["api-key"] ?? apiKey());
    await command.run(
      { options, trust: trustOf(options), progress: new Progress(stderr), log, kinds, say },
      ...given,
    );
    return HOLDS;
  } catch (error) {
    return tellFailure(error as Error, stderr);
  }
}

/** What is not foreseen says nothing about the ledger. */
function tellFailure(error: Error, stderr: NodeJS.WritableStream): number {
  if (error instanceof NotVerified) {
    stderr.write(`DOES NOT HOLD: ${printable(error.message)}.\n`);
    return DOES_NOT_HOLD;
  }
  if (error instanceof CalledWrongly) {
    stderr.write(`${printable(error.message)}\n\n${USAGE}`);
    return CALLED_WRONGLY;
  }
  // What is wrong with a setting is told by what reads settings, which is no part of the verifier: hence by its name.
  const isPlain = error instanceof CannotRead || error.name === "StartRefused";
  const said = isPlain ? error.message.replace(/\.?$/, ".") : (error.stack ?? error.message);
  stderr.write(`Cannot tell: ${printable(said)}\n`);
  return CANNOT_READ;
}

async function verifyReceipt({ trust, say }: Call, file: string): Promise<void> {
  const { index, leaf, signed } = verifyTlogProof(await readSmallFile(file, "a receipt"), trust);
  say(`Holds: leaf ${index} is in ${treeOf(signed)}. It says:`);
  for (const line of Buffer.from(leaf).toString("utf8").trimEnd().split("\n")) say(`  ${line}`);
}

async function verifyCoverage({ trust, say }: Call, file: string): Promise<void> {
  const proven = verifyCoverageProof(await readSmallFile(file, "a coverage proof"), trust);
  const { userNumber, index, leaf } = proven;
  say(
    `Holds: user ${userNumber} is among those of ${leaf.kind} ${leaf.event}, which is leaf ${index} of ${trust.log.name}.`,
  );
}

async function verifyCheckpoints(
  { options, log: openAt, trust, say }: Call,
  ...files: string[]
): Promise<void> {
  const { log, proof } = options;
  if ((log === undefined) === (proof === undefined)) throw new CalledWrongly("Give either --log or --proof.");
  const [older, newer] = await Promise.all(
    files.map(async (file) => openCheckpoint(await readSmallFile(file, "a checkpoint"), trust)),
  );
  await verifyBetween(older!, newer!, async (from, to) =>
    log === undefined
      ? proofFromText(await readSmallFile(proof!, "a proof"))
      : proofFromLog(openAt(log), from, to),
  );
  say(`Holds: ${treeOf(newer!)} begins with that of ${older!.size}.`);
}

async function verifyWholeLog({ log, trust, progress, say }: Call, place: string): Promise<void> {
  const source = log(place);
  const checkpoint = openCheckpoint(await readCheckpoint(source), trust);
  await verifyLog(source, checkpoint, progress.of(checkpoint.size, "leaves"));
  say(`Holds: every entry and every tile of ${treeOf(checkpoint)}, and its root.`);
}

async function copyWholeLog(
  { log, trust, progress, say }: Call,
  place: string,
  folder: string,
): Promise<void> {
  const copied = await copyLog(log(place), folder, trust, progress);
  say(`Holds: ${folder} has ${treeOf(copied)}, every entry and every tile.`);
}

/** Loaded only when called for: nothing else needs a database's driver. */
async function audit(call: Call): Promise<void> {
  await (await import("./audit/audit-command.js")).auditDatabase(call);
}

const treeOf = ({ origin, size }: Checkpoint) => `the tree of ${size} leaves of ${origin}`;

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CalledWrongly((error as Error).message, { cause: error });
  }
}

function trustOf({ key, witness }: Options): Trust {
  if (key === undefined)
    throw new CalledWrongly("Give the log's key with --key: the one you keep, not one the log hands you.");
  return {
    log: readKey("--key", key, false),
    witnesses: (witness ?? []).map((each) => readKey("--witness", each, true)),
  };
}

function readKey(option: string, text: string, isCosigner: boolean) {
  try {
    const key = parseVerifierKey(text);
    if (key.isCosigner === isCosigner) return key;
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    throw new CalledWrongly(`${option}: ${error.message}.`, { cause: error });
  }
  throw new CalledWrongly(`${option}: this is the key of a ${isCosigner ? "log" : "witness"}.`);
}

/** What others wrote must not steer the reader's terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{C}\n]/gu, "�");
}
