import type { Command } from "commander";
import { moment, runWithRegistry, talksToRegistry } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { operations } from "../operations.js";
import type { RegistryClient } from "../registry-client.js";
import type { Surroundings } from "../surroundings.js";
import { renderRows, type Column } from "../table.js";
import type { OutputOptions, Terminal } from "../terminal.js";

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

interface Entry {
  readonly recipient: Named;
  readonly categories: readonly Named[];
  readonly purpose: Named;
  readonly legalGround: Named;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  readonly destination: string;
}

interface Answer {
  readonly dataMap: { readonly controller: { readonly timeZone: string } };
  readonly dataSubject: { readonly accounting: { readonly entries: readonly Entry[] } } | null;
}

const COLUMNS: readonly Column[] = [
  { title: "Recipient" },
  { title: "What" },
  { title: "Why" },
  { title: "Ground" },
  { title: "First – last" },
  { title: "Times", align: "right" },
  { title: "Country" },
];

export function addAccount(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("account")
    .summary("show who received a user's data")
    .description(
      "Shows to whom one user's data went: the recipient, which data, why, on what ground, when, how often, and to which country. Days are those of the controller's calendar.",
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
  const entries = dataSubject?.accounting.entries ?? [];
  terminal.result({ known: dataSubject !== null, entries }, () => {
    if (dataSubject === null) return "No disclosure of this user's data was ever recorded.";
    if (entries.length === 0) return "Nobody received this user's data in this time.";
    return renderRows(COLUMNS, rowsOf(entries, dataMap.controller.timeZone), terminal);
  });
}

function rowsOf(entries: readonly Entry[], timeZone: string): string[][] {
  // Sweden writes days as ISO 8601 does.
  const calendar = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  const dayOf = (at: string) => calendar.format(new Date(at));
  return entries.map((entry) => [
    entry.recipient.name,
    entry.categories.map(({ name }) => name).join(", "),
    entry.purpose.name,
    entry.legalGround.name,
    periodOf(dayOf(entry.firstAt), dayOf(entry.lastAt)),
    String(entry.count),
    entry.destination,
  ]);
}

function periodOf(first: string, last: string): string {
  return first === last ? first : `${first} – ${last}`;
}
