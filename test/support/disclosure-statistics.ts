import type { Api } from "./test-server.js";

export const COUNT_DISCLOSURES = /* GraphQL */ `
  query Count(
    $filter: DisclosureFilter
    $groupBy: [StatisticsDimension!]
    $interval: StatisticsInterval
    $distinct: Boolean = false
  ) {
    disclosureStatistics(filter: $filter, groupBy: $groupBy, interval: $interval) {
      asOf
      timeZone
      rows {
        startsOn
        recipient {
          key
        }
        recipientKind
        purpose {
          key
        }
        legalGround {
          key
        }
        category {
          key
        }
        jurisdiction
        disclosures
        subjectDisclosures
        distinctSubjects @include(if: $distinct)
      }
    }
  }
`;

export type CountedRow = Record<string, unknown>;
export interface Counted {
  readonly disclosureStatistics: {
    readonly asOf: string;
    readonly timeZone: string;
    readonly rows: CountedRow[];
  };
}

export async function countDisclosures(
  api: Api,
  variables: Record<string, unknown> = {},
): Promise<Counted["disclosureStatistics"]> {
  return (await api.request<Counted>(COUNT_DISCLOSURES, variables)).disclosureStatistics;
}

/** The rows without what they were not grouped by. */
export async function countedRows(api: Api, variables: Record<string, unknown> = {}): Promise<CountedRow[]> {
  return (await countDisclosures(api, variables)).rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, (value as { key?: string }).key ?? value]),
    ),
  );
}
