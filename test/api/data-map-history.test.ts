import { beforeAll, describe, expect, it } from "@jest/globals";
import { applyDataMap } from "../support/data-map-operations.js";
import { inExample, replaced, withNewPurpose } from "../support/example-map.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const ask = <Data>(document: string, variables?: Record<string, unknown>) =>
  server.admin.request<Data>(document, variables);

const DIFF = `query($from: Int!, $to: Int!) {
  dataMapDiff(from: $from, to: $to) { from to changes { kind list key name fields { field before after } } }
}`;
interface Diff {
  readonly dataMapDiff: {
    readonly changes: readonly { kind: string; list: string; key: string; fields: readonly unknown[] }[];
  };
}

const HISTORY =
  "history { revision { number message appliedBy effectiveFrom } change { kind fields { field before after } } }";

beforeAll(async () => {
  const two = inExample(
    "  - key: identification.email\n    name: ",
    "  - key: identification.email\n    name: Its ",
  );
  const three = replaced(
    withNewPurpose(two),
    /^( {2}- key: identification\.email\n {4}name: ).*$/m,
    "$1Electronic mail",
  );
  await applyDataMap(server.admin, two, { message: "Two." });
  await applyDataMap(server.admin, three, { message: "Three." });
});

describe("the difference between two revisions", () => {
  it("is told in both directions, and is nothing between a revision and itself", async () => {
    const there = await ask<Diff>(DIFF, { from: 1, to: 3 });
    expect(there.dataMapDiff.changes.map(({ kind, list, key }) => [kind, list, key])).toEqual([
      ["CHANGED", "categories", "identification.email"],
      ["ADDED", "purposes", "research"],
    ]);
    const back = await ask<Diff>(DIFF, { from: 3, to: 1 });
    expect(back.dataMapDiff.changes.map(({ kind, key }) => [kind, key])).toEqual([
      ["CHANGED", "identification.email"],
      ["REMOVED", "research"],
    ]);
    expect((await ask<Diff>(DIFF, { from: 2, to: 2 })).dataMapDiff.changes).toEqual([]);
  });

  it("needs two revisions that exist", async () => {
    for (const range of [
      { from: 0, to: 1 },
      { from: 1, to: 4 },
    ]) {
      const [error] = await server.admin.errorsOf(DIFF, range);
      expect(error).toMatchObject({ extensions: { code: "NOT_FOUND" } });
      expect(error!.message).toContain("there are revisions 1 to 3");
    }
  });
});

describe("the list of revisions", () => {
  it("says who made each, when and why, newest first, page by page", async () => {
    const QUERY = `query($after: String) {
      dataMapRevisions(first: 2, after: $after) {
        nodes { number message appliedBy appliedAt effectiveFrom } pageInfo { hasNextPage endCursor } totalCount
      }
    }`;
    interface Page {
      readonly dataMapRevisions: {
        readonly nodes: readonly { number: number; message: string; effectiveFrom: string | null }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        readonly totalCount: number;
      };
    }
    const { dataMapRevisions: first } = await ask<Page>(QUERY);
    expect(first).toMatchObject({
      nodes: [
        { number: 3, message: "Three.", appliedBy: expect.stringContaining("key ") },
        { number: 2, message: "Two." },
      ],
      pageInfo: { hasNextPage: true },
      totalCount: 3,
    });
    const { dataMapRevisions: second } = await ask<Page>(QUERY, { after: first.pageInfo.endCursor });
    expect(second.nodes).toMatchObject([{ number: 1, effectiveFrom: null }]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });
});

describe("the history of an entry", () => {
  it("holds the revisions that changed it, newest first, with what they changed", async () => {
    const { dataCategory } = await ask<{ dataCategory: { history: unknown[] } }>(
      `{ dataCategory(key: "identification.email") { ${HISTORY} } }`,
    );
    expect(dataCategory.history).toMatchObject([
      {
        revision: { number: 3, message: "Three." },
        change: { kind: "CHANGED", fields: [{ field: "name", after: "Electronic mail" }] },
      },
      { revision: { number: 2, message: "Two." }, change: { kind: "CHANGED" } },
      { revision: { number: 1, effectiveFrom: null }, change: { kind: "ADDED" } },
    ]);
  });

  it("is there for every type of entry, and costs one statement a list however many entries are asked", async () => {
    const lists =
      "subjectKinds channels categories purposes legalGrounds jurisdictions safeguards securityMeasures serviceTypes recipients agreements sharingRules dataStores retentionRules activities impediments rightsRules intakeRules".split(
        " ",
      );
    const selection = lists.map((list) => `${list} { name ${HISTORY} }`).join(" ");
    const { count } = await server.statementsOf(async () => {
      const { dataMap } = await ask<{
        dataMap: Record<string, { name: string; history: { revision: { number: number } }[] }[]>;
      }>(`{ dataMap { ${selection} } }`);
      for (const list of lists) {
        for (const { name, history } of dataMap[list]!) {
          expect({ list, first: history.at(-1)?.revision.number }).toEqual({
            list,
            first: name === "Research" ? 3 : 1,
          });
        }
      }
    });
    expect(count).toBeLessThanOrEqual(lists.length);
  });
});

describe("older revisions", () => {
  it("are answered however many are asked for at once", async () => {
    for (let number = 4; number <= 15; number++) {
      const input = `{ key: "contract", description: "As of ${number}.", message: "m" }`;
      await ask(`mutation { upsertLegalGround(input: ${input}) { revision } }`);
    }
    const numbers = Array.from({ length: 15 }, (_, index) => index + 1);
    const fields = numbers.map((number) => `r${number}: dataMap(revision: ${number}) { revision }`);
    expect(await ask(`{ ${fields.join(" ")} }`)).toEqual(
      Object.fromEntries(numbers.map((number) => [`r${number}`, { revision: number }])),
    );
  });
});
