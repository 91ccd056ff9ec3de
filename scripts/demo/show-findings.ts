import type { RegistryClient } from "../../src/cli/registry-client.js";
import { renderRows, type Column } from "../../src/cli/table.js";
import type { Terminal } from "../../src/cli/terminal.js";

const COUNT_FINDINGS = /* GraphQL */ `
  query CountFindings {
    findingCounts(groupBy: [CODE]) {
      code
      disclosures
      subjectFindings
    }
  }
`;

interface Answer {
  readonly findingCounts: readonly {
    readonly code: string;
    readonly disclosures: number;
    readonly subjectFindings: number;
  }[];
}

const COLUMNS: readonly Column[] = [
  { title: "Finding" },
  { title: "Disclosures", align: "right" },
  { title: "Users", align: "right" },
];

/** Shows what was found about all disclosures together, the most frequent first. */
export async function showFindings(client: RegistryClient, terminal: Terminal): Promise<void> {
  const { findingCounts } = await client.ask<Answer>(COUNT_FINDINGS);
  const frequent = findingCounts.toSorted((one, other) => other.disclosures - one.disclosures);
  const rows = frequent.map(({ code, disclosures, subjectFindings }) => [
    code,
    disclosures.toLocaleString("en"),
    subjectFindings.toLocaleString("en"),
  ]);
  terminal.result({ findingCounts }, () => renderRows(COLUMNS, rows, terminal));
}
