import { beforeAll, describe, expect, it } from "@jest/globals";
import { accountingTable } from "../../scripts/demo/accounting.js";
import { Api } from "../../scripts/demo/api.js";
import { makeDemoKey } from "../../scripts/demo/demo-key.js";
import { idsOfLines } from "../../scripts/demo/line-ids.js";
import { loadLines, type LoadResult } from "../../scripts/demo/load-lines.js";
import { EXAMPLE_USER } from "../../scripts/transfers/example-user.js";
import { isAmendment, linesOf, type TransferLine } from "../../scripts/transfers/line.js";
import { isUuidV7, timeOfUuidV7 } from "../../src/platform/ids.js";
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
  let api: Api;
  let first: LoadResult;

  const load = async () => {
    const key = await makeDemoKey(server.app.keys, new Date());
    api = new Api(server.url, key.token);
    return loadLines(api, lines, idsOfLines(lines, key.firstDemoAt), () => {});
  };

  beforeAll(async () => {
    first = await load();
  }, LOADING_MS_MAX);

  it("records every line", () => {
    expect(first).toEqual({ recorded: 10_060, alreadyThere: 0, refused: [] });
  });

  it(
    "records nothing twice when it is run again",
    async () => {
      expect(await load()).toEqual({ recorded: 0, alreadyThere: 10_060, refused: [] });
    },
    LOADING_MS_MAX,
  );

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

  it("lists the last line logged first", async () => {
    const { disclosures } = await server.admin.request<{
      disclosures: { nodes: { externalReference: string }[] };
    }>(`{ disclosures(first: 5, filter: { includeSuperseded: true }) { nodes { externalReference } } }`);
    const disclosed = lines.flatMap((line) => (isAmendment(line) ? (line.restated ?? []) : line));
    expect(disclosures.nodes.map((node) => node.externalReference)).toEqual(
      disclosed
        .slice(-5)
        .reverse()
        .map((line) => line.externalReference),
    );
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
    const table = (await accountingTable(api, EXAMPLE_USER)).split("\n");
    expect(table[0]).toMatch(/^Recipient +What +Why +On what ground +When +Times +Country$/);
    expect(table.filter((line) => /\d+ +(KZ|DE|US)$/.test(line))).toHaveLength(countsOfExampleUser().size);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(140);
    expect(table.join("\n")).toContain("Example Courier LLP");
  });

  it("says which lines are refused, and why, and loads the rest", async () => {
    const key = await makeDemoKey(server.app.keys, new Date());
    const [one, two] = lines.filter((line) => !isAmendment(line));
    const changed = [
      { ...one!, externalReference: "EX-900001", recipient: "example_courrier" },
      { ...two!, externalReference: "EX-900002" },
      { amend: "EX-900001", externalReference: "EX-A-9000", reason: "It never was.", void: true as const },
    ];
    const result = await loadLines(
      new Api(server.url, key.token),
      changed,
      idsOfLines(changed, new Date()),
      () => {},
    );
    expect(result).toMatchObject({ recorded: 1, alreadyThere: 0 });
    expect(result.refused.map(({ externalReference }) => externalReference)).toEqual([
      "EX-900001",
      "EX-A-9000",
    ]);
    expect(result.refused[0]?.message).toContain("example_courier");
    expect(result.refused[1]?.message).toContain("There is no disclosure with this id");
  });
});

describe("the ids of the lines", () => {
  const moment = new Date("2026-11-20T10:00:00.123Z");

  it("are UUIDv7 of the moment, different for each line, in the order of the lines", () => {
    const ids = [...idsOfLines(lines, moment).values()];
    expect(ids.every(isUuidV7)).toBe(true);
    expect(new Set(ids.map(timeOfUuidV7))).toEqual(new Set([moment.getTime()]));
    expect(new Set(ids).size).toBe(lines.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it("are the same for the same moment", () => {
    expect(idsOfLines(lines, moment)).toEqual(idsOfLines(lines, moment));
  });
});
