import { Command, InvalidArgumentError, Option, type CommanderError } from "commander";

/** How large each scenario's work is. */
export interface Sizes {
  /** Seconds of one round of calls over HTTP. */
  readonly seconds: number;
  /** Rounds of each way, in turn; the middle one counts. */
  readonly rounds: number;
  readonly connections: number;
  /** Users whom the calls of single disclosures and batches name. */
  readonly users: number;
  /** Disclosures of one `recordDisclosures` call. */
  readonly batch: number;
  /** Pairs of disclosure and user that coverage is measured with, for sets of a million; fewer for small ones. */
  readonly pairs: number;
  /** Users of an uploaded list. */
  readonly list: number;
  /** Users of the list that streams in while the server's memory is watched. */
  readonly streamed: number;
  /** Disclosures of a million users each that a look-up finds its user in, */
  readonly bulk: number;
  /** and disclosures of one user each beside them. */
  readonly singles: number;
  /** Of these, how many cover the user whose accounting is asked for; ten times as many cover another. */
  readonly accounted: number;
  /** Disclosures of 100,000 users each, spread over 36 months. */
  readonly spread: number;
  /** Activities of the data map that is planned; categories four times, recipients twice as many. */
  readonly activities: number;
  /** Leaves of the ledger that wait to be sequenced. */
  readonly leaves: number;
  /** Disclosures of one user each that are audited, */
  readonly audited: number;
  /** and disclosures of an uploaded list each. */
  readonly auditedLists: number;
}

export interface Options {
  /** Names of scenarios; empty = all. */
  readonly only: readonly string[];
  readonly json: string | null;
  readonly sizes: Sizes;
}

export const FULL: Sizes = {
  seconds: 5,
  rounds: 3,
  connections: 32,
  users: 10_000,
  batch: 1_000,
  pairs: 3_000_000,
  list: 1_000_000,
  streamed: 5_000_000,
  bulk: 400,
  singles: 5_000_000,
  accounted: 10_000,
  spread: 10_000,
  activities: 500,
  leaves: 1_000_000,
  audited: 1_000_000,
  auditedLists: 50,
};

/** Less than three minutes in all. */
export const SMALL: Sizes = {
  ...FULL,
  seconds: 2,
  rounds: 1,
  pairs: 1_000_000,
  list: 200_000,
  streamed: 1_000_000,
  bulk: 10,
  singles: 50_000,
  accounted: 1_000,
  spread: 200,
  activities: 100,
  leaves: 100_000,
  audited: 30_000,
  auditedLists: 5,
};

/** What each size means, for `--help`. */
const MEANINGS: Readonly<Record<keyof Sizes, string>> = {
  seconds: "seconds of one round of calls over HTTP",
  rounds: "rounds of each way, in turn; the middle one counts",
  connections: "connections that call at once",
  users: "users whom single calls and batches name",
  batch: "disclosures of one recordDisclosures call, at most 1,000",
  pairs: "pairs of disclosure and user that coverage is measured with",
  list: "users of an uploaded list",
  streamed: "users of the list that streams in while memory is watched",
  bulk: "disclosures of a million users each that look-ups search",
  singles: "disclosures of one user each beside those",
  accounted: "of these, those of the user whose accounting is asked for; ten times as many are another's",
  spread: "disclosures of 100,000 users each, spread over 36 months, that look-ups search",
  activities: "activities of the data map that is planned",
  leaves: "leaves of the ledger that wait to be sequenced",
  audited: "disclosures of one user each that are audited",
  auditedLists: "disclosures of an uploaded list each that are audited",
};

/** Reads the command line. Throws CommanderError, having told the person what to change. */
export function readOptions(
  arguments_: readonly string[],
  scenarios: readonly string[],
  write: { readonly out: (text: string) => void; readonly err: (text: string) => void },
): Options {
  const command = new Command("npm run bench --")
    .description("Measures the registry beside the plain ways, on one PostgreSQL of its own.")
    .option("--small", "small sizes: less than three minutes in all", false)
    .addOption(
      new Option("--only <scenario...>", "measure these scenarios, in the suite's order").choices(scenarios),
    )
    .option("--json <file>", "also write the figures to this file")
    .configureOutput({ writeOut: write.out, writeErr: write.err })
    .exitOverride();
  const names = Object.keys(FULL) as (keyof Sizes)[];
  for (const name of names) {
    command.option(
      `--${dashed(name)} <number>`,
      `${MEANINGS[name]} (${FULL[name]}; small: ${SMALL[name]})`,
      positive,
    );
  }
  command.parse([...arguments_], { from: "user" });
  const given = command.opts<Partial<Sizes> & { small: boolean; only?: string[]; json?: string }>();
  const preset = given.small ? SMALL : FULL;
  const sizes = Object.fromEntries(names.map((name) => [name, given[name] ?? preset[name]]));
  return { only: given.only ?? [], json: given.json ?? null, sizes: sizes as unknown as Sizes };
}

/** Whether the person asked for help, which is no failure. */
export function isHelp(error: CommanderError): boolean {
  return error.exitCode === 0;
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function positive(text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ""));
  if (!(value > 0)) throw new InvalidArgumentError("Give a number above 0.");
  return value;
}
