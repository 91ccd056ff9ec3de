import type { Api } from "./api.js";
import { tableOf, type Column } from "./table.js";

const WHO_RECEIVED = /* GraphQL */ `
  query WhoReceived($reference: String!) {
    dataMap {
      controller {
        timeZone
      }
    }
    dataSubject(reference: $reference) {
      accounting {
        entries {
          recipient {
            name
          }
          categories {
            name
          }
          purpose {
            name
          }
          legalGround {
            name
          }
          firstAt
          lastAt
          count
          destination
        }
      }
    }
  }
`;

interface Named {
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
  { title: "Recipient", charsMax: 26 },
  { title: "What", charsMax: 32 },
  { title: "Why", charsMax: 22 },
  { title: "On what ground", charsMax: 16 },
  { title: "When", charsMax: 13 },
  { title: "Times", charsMax: 5, align: "right" },
  { title: "Country", charsMax: 7 },
];

/** Who received one user's data, as a table for the terminal; days are those of the controller's calendar. */
export async function accountingTable(api: Api, reference: string): Promise<string> {
  const { dataMap, dataSubject } = await api.ask<Answer>(WHO_RECEIVED, { reference });
  const calendar = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeZone: dataMap.controller.timeZone,
  });
  const entries = dataSubject?.accounting.entries ?? [];
  return tableOf(
    COLUMNS,
    entries.map((entry) => [
      entry.recipient.name,
      entry.categories.map(({ name }) => name).join(", "),
      entry.purpose.name,
      entry.legalGround.name,
      periodOf(calendar.format(new Date(entry.firstAt)), calendar.format(new Date(entry.lastAt))),
      String(entry.count),
      entry.destination,
    ]),
  );
}

function periodOf(first: string, last: string): string {
  return first === last ? first : `${first} to ${last}`;
}
