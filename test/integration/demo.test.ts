import { beforeAll, describe, expect, it } from "@jest/globals";
import { join } from "node:path";
import { makeDemoKey } from "../../scripts/demo/demo-key.js";
import { recordUserFacts } from "../../scripts/demo/record-user-facts.js";
import { showFindings } from "../../scripts/demo/show-findings.js";
import { userFacts } from "../../scripts/demo/user-facts.js";
import { EXAMPLE_USER } from "../../scripts/transfers/example-user.js";
import { isAmendment, linesOf, type TransferLine } from "../../scripts/transfers/line.js";
import { showAccount } from "../../src/cli/commands/account.js";
import { LineIds } from "../../src/cli/record/line-ids.js";
import { recordFile, type RecordSummary } from "../../src/cli/record/record-file.js";
import { RegistryClient } from "../../src/cli/registry-client.js";
import { Terminal } from "../../src/cli/terminal.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { readCommitted } from "../support/committed-file.js";
import { withTestServer } from "../support/test-server.js";

const LOADING_MS_MAX = 120_000;

const server = withTestServer();
const lines = linesOf(readCommitted("examples/transfers.ndjson"));

/** The transfers as they stand after all amendments, by external reference. */
function standing(): TransferLine[] {
  const now = new Map<string, TransferLine>();
  for (const line of lines) {
    if (!isAmendment(line)) now.set(line.externalReference, line);
    else if (line.restated) now.set(line.restated.externalReference, line.restated);
    else now.delete(line.amend);
  }
  return [...now.values()];
}

/** How often each recipient got each list of categories of the example user, counted in the file. */
function countsOfExampleUser(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of standing()) {
    if (!line.subjects.includes(EXAMPLE_USER) || line.direction || line.outcome === "FAILED") continue;
    const what = [line.recipient, line.destination, ...[...line.categories].sort()].join(" ");
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}

describe("loading the example transfers over HTTP", () => {
  let client: RegistryClient;
  let first: RecordSummary;

  const load = async () => {
    const key = await makeDemoKey(server.app.keys, new Date());
    client = new RegistryClient(server.url, key.token);
    await recordUserFacts(client, key.firstDemoAt, new AbortController().signal);
    const file = join(projectRoot, "examples", "transfers.ndjson");
    return recordFile({ file, client, ids: new LineIds(key.firstDemoAt), onProgress: () => {} });
  };

  beforeAll(async () => {
    first = await load();
  }, LOADING_MS_MAX);

  it("records every line", () => {
    expect(first).toEqual({ recorded: 10_060, alreadyThere: 0, refused: 0, errorsFile: null });
  });

  it(
    "records nothing twice when it is run again",
    async () => {
      expect(await load()).toEqual({ recorded: 0, alreadyThere: 10_060, refused: 0, errorsFile: null });
    },
    LOADING_MS_MAX,
  );

  it("records what users agreed to and took back, once", async () => {
    const [{ count }] = await server.database.owner.query<[{ count: string }]>(
      "SELECT count(*) FROM subject_fact",
    );
    expect(Number(count)).toBe(userFacts().length);
  });

  it("finds what banks got beyond what the policy lists", async () => {
    const { findingCounts } = await server.admin.request<{ findingCounts: { disclosures: number }[] }>(
      `{ findingCounts(filter: { recipient: "example_bank", codes: [CATEGORY_NOT_PERMITTED] }) { disclosures } }`,
    );
    const beyond = standing().filter(
      ({ recipient, direction, categories }) =>
        recipient === "example_bank" && !direction && categories.includes("identification.date_of_birth"),
    );
    expect(findingCounts).toEqual([{ disclosures: beyond.length }]);
  });

  it("finds users who had not agreed, or no longer, or only in part", async () => {
    let shown = "";
    const output = { isTTY: true, columns: 140, write: (text: string) => (shown += text) };
    const config = { registryUrl: null, registryApiKey: null, noColor: true, columns: null };
    await showFindings(client, new Terminal({ stdout: output, stderr: output, config }, {}));
    for (const code of [
      "CONSENT_MISSING",
      "CONSENT_WITHDRAWN",
      "USE_REFUSED",
      "SUBJECT_BLOCKED",
      "COMMUNICATION_AFTER_DELETION",
    ]) {
      expect(shown).toMatch(new RegExp(`^${code} +\\d+ +\\d+$`, "m"));
    }
  });

  it("leaves the transfers as the amendments have them, and the others to those who ask for them", async () => {
    const query = `query ($all: Boolean!) { disclosures(first: 0, filter: { includeSuperseded: $all }) { totalCount } }`;
    await expect(server.admin.request(query, { all: false })).resolves.toEqual({
      disclosures: { totalCount: standing().length },
    });
    const restated = lines.filter((line) => isAmendment(line) && line.restated).length;
    await expect(server.admin.request(query, { all: true })).resolves.toEqual({
      disclosures: { totalCount: 10_000 + restated },
    });
  });

  it("answers who received the example user's data as it can be counted in the file", async () => {
    const { dataSubject } = await server.admin.request<{
      dataSubject: {
        accounting: {
          entries: {
            recipient: { key: string; jurisdiction: { code: string } };
            categories: { key: string }[];
            destination: string;
            count: number;
          }[];
        };
      };
    }>(
      `query ($user: String!) { dataSubject(reference: $user) { accounting { entries {
         recipient { key jurisdiction { code } } categories { key } destination count } } } }`,
      { user: EXAMPLE_USER },
    );
    const { entries } = dataSubject.accounting;
    const answered = entries.map(({ recipient, categories, destination, count }): [string, number] => {
      const elsewhere = destination === recipient.jurisdiction.code ? undefined : destination;
      return [[recipient.key, elsewhere, ...categories.map(({ key }) => key)].join(" "), count];
    });
    expect(new Map(answered)).toEqual(countsOfExampleUser());
    expect(entries).toHaveLength(answered.length);
  });

  it("shows that answer as a table with a row for each entry", async () => {
    let shown = "";
    const output = { isTTY: true, columns: 140, write: (text: string) => (shown += text) };
    const config = { registryUrl: null, registryApiKey: null, noColor: true, columns: null };
    await showAccount(client, new Terminal({ stdout: output, stderr: output, config }, {}), EXAMPLE_USER, {});
    const [went, came] = shown.split("\n\nData came from\n");
    const table = went!.split("\n");
    expect(table[0]).toMatch(/^Recipient +What +Why +Ground +First – last +Times +Country$/);
    expect(table.filter((line) => /\d+ +(KZ|DE|US)$/.test(line))).toHaveLength(countsOfExampleUser().size);
    expect(came).toMatch(/^Partner +What .*\n\nComplete since /s);
    expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(140);
    expect(shown).toContain("Example Courier LLP");
  });
});
