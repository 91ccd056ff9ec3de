import type { Command } from "commander";
import { moment, runWithRegistry, talksToRegistry } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { operations } from "../operations.js";
import type { RegistryClient } from "../registry-client.js";
import type { Surroundings } from "../surroundings.js";
import { renderRows, type Column } from "../table.js";
import { linesOf, type OutputOptions, type Terminal } from "../terminal.js";

interface Extent {
  readonly from?: string;
  readonly to?: string;
  readonly individual?: boolean;
}

type AccountOptions = Extent & ConnectionOptions & OutputOptions;

interface Named {
  readonly key: string;
  readonly name: string;
}

interface Occasions {
  readonly categories: readonly Named[];
  readonly purpose: Named;
  readonly legalGround: Named;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
}

interface Entry extends Occasions {
  readonly recipient: Named;
  readonly destination: string;
}

interface Source extends Occasions {
  readonly partner: Named;
  readonly origin: string;
}

interface Accounting {
  readonly completeSince: string;
  readonly entries: readonly Entry[];
  readonly sources: readonly Source[];
}

interface Answer {
  readonly dataMap: { readonly controller: { readonly timeZone: string } };
  readonly dataSubject: { readonly accounting: Accounting } | null;
}

/** The partner's own column comes first. */
const COLUMNS: readonly Column[] = [
  { title: "What" },
  { title: "Why" },
  { title: "Ground" },
  { title: "First – last" },
  { title: "Times", align: "right" },
  { title: "Country" },
];

const UNKNOWN =
  "The register knows no user by this reference: nothing was ever recorded of this user, or the user was erased.";

export function addAccount(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("account")
    .summary("show who received a user's data")
    .description(
      "Shows to whom one user's data went: the recipient, which data, why, on what ground, when, how often, and to which country; then from which partners data came, and since when the register is complete. Days are those of the controller's calendar.",
    )
    .argument("<reference>", "the platform's reference of the user")
    .option("--from <moment>", "only what occurred then or later", moment)
    .option("--to <moment>", "only what occurred before then", moment)
    .option("--individual", "an entry for each disclosure, instead of one for all that are alike");
  talksToRegistry(command).action((reference: string, options: AccountOptions) =>
    runWithRegistry(surroundings, options, (client, terminal) =>
      showAccount(client, terminal, reference, options),
    ),
  );
}

/** Asks who received one user's data, and shows the answer. */
export async function showAccount(
  client: RegistryClient,
  terminal: Terminal,
  reference: string,
  { from, to, individual }: Extent,
): Promise<void> {
  const { dataMap, dataSubject } = await client.ask<Answer>(operations.accountForUser, {
    reference,
    from,
    to,
    form: individual ? "INDIVIDUAL" : "GROUPED",
  });
  const { completeSince = null, entries = [], sources = [] } = dataSubject?.accounting ?? {};
  terminal.result({ known: dataSubject !== null, completeSince, entries, sources }, () => {
    if (dataSubject === null) return wrapped(UNKNOWN, terminal);
    return shown(dataSubject.accounting, dayIn(dataMap.controller.timeZone), terminal);
  });
}

type DayOf = (moment: string) => string;

function dayIn(timeZone: string): DayOf {
  // Sweden writes days as ISO 8601 does.
  const calendar = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  return (moment) => calendar.format(new Date(moment));
}

function shown({ completeSince, entries, sources }: Accounting, dayOf: DayOf, terminal: Terminal): string {
  const went = entries.map((entry) => rowOf(entry.recipient, entry, entry.destination, dayOf));
  const came = sources.map((source) => rowOf(source.partner, source, source.origin, dayOf));
  const table = (title: string, rows: string[][]) => renderRows([{ title }, ...COLUMNS], rows, terminal);
  return [
    went.length === 0
      ? wrapped("Nobody received this user's data in this time.", terminal)
      : table("Recipient", went),
    ...(came.length === 0 ? [] : [`Data came from\n${table("Partner", came)}`]),
    wrapped(`Complete since ${dayOf(completeSince)}.`, terminal),
  ].join("\n\n");
}

function wrapped(text: string, { width }: Terminal): string {
  return linesOf(text, width).join("\n");
}

function rowOf(partner: Named, occasions: Occasions, country: string, dayOf: DayOf): string[] {
  const { categories, purpose, legalGround, firstAt, lastAt, count } = occasions;
  return [
    partner.name,
    categories.map(({ name }) => name).join(", "),
    purpose.name,
    legalGround.name,
    periodOf(dayOf(firstAt), dayOf(lastAt)),
    String(count),
    country,
  ];
}

function periodOf(first: string, last: string): string {
  return first === last ? first : `${first} – ${last}`;
}
