import { describe, expect, it } from "@jest/globals";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

interface Keyed {
  readonly key: string;
}

describe("Recipients, page by page", () => {
  const PAGE = `query ($filter: RecipientFilter, $first: Int, $after: String, $last: Int, $before: String) {
    recipients(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount nodes { key } edges { cursor node { key } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  interface Page {
    readonly totalCount: number;
    readonly nodes: readonly Keyed[];
    readonly edges: readonly { readonly cursor: string; readonly node: Keyed }[];
    readonly pageInfo: Record<"hasNextPage" | "hasPreviousPage", boolean> &
      Record<"startCursor" | "endCursor", string | null>;
  }
  const page = async (variables: Record<string, unknown> = {}): Promise<Page> =>
    (await server.admin.request<{ recipients: Page }>(PAGE, variables)).recipients;
  const keys = async (filter: Record<string, unknown>) =>
    (await page({ filter })).nodes.map((node) => node.key);

  const SORTED = [
    "example_advertiser",
    "example_analytics_abroad",
    "example_bank",
    "example_courier",
    "example_court",
    "example_hosting",
    "example_police",
    "example_survey_agency",
  ];

  it("come all, ordered by key, where nothing is asked", async () => {
    const all = await page();
    expect(all.nodes.map((node) => node.key)).toEqual(SORTED);
    expect(all.edges.map((edge) => edge.node)).toEqual(all.nodes);
    expect(all).toMatchObject({ totalCount: 8, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
  });

  it.each([1, 2, 3, 5, 8, 9])(
    "lose and repeat nobody in pages of %i, forwards and backwards",
    async (size) => {
      const forwards: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const next: Page = await page({ first: size, after });
        forwards.push(...next.nodes.map((node) => node.key));
        expect(next.totalCount).toBe(8);
        expect(next.pageInfo.hasPreviousPage).toBe(after !== null);
        ({ endCursor: after, hasNextPage: more } = next.pageInfo);
      }
      expect(forwards).toEqual(SORTED);
      const backwards: string[] = [];
      for (let before: string | null = null, more = true; more;) {
        const previous: Page = await page({ last: size, before });
        backwards.unshift(...previous.nodes.map((node) => node.key));
        expect(previous.pageInfo.hasNextPage).toBe(before !== null);
        ({ startCursor: before, hasPreviousPage: more } = previous.pageInfo);
      }
      expect(backwards).toEqual(SORTED);
    },
  );

  it("stay between two cursors, also where they cross", async () => {
    const { edges } = await page();
    const [second, sixth] = [edges[1]!.cursor, edges[5]!.cursor];
    expect((await page({ after: second, before: sixth })).nodes.map((node) => node.key)).toEqual(
      SORTED.slice(2, 5),
    );
    expect((await page({ after: second, before: sixth, last: 1 })).nodes.map((node) => node.key)).toEqual([
      "example_court",
    ]);
    expect(await page({ after: sixth, before: second })).toMatchObject({
      nodes: [],
      pageInfo: { startCursor: null },
    });
    expect(await page({ first: 0 })).toMatchObject({
      nodes: [],
      totalCount: 8,
      pageInfo: { hasNextPage: true },
    });
  });

  it.each([
    [{ first: 2 }, SORTED.slice(2, 4), { hasPreviousPage: true, hasNextPage: true }],
    [{ first: 3 }, SORTED.slice(2, 5), { hasPreviousPage: true, hasNextPage: false }],
    [{ last: 2 }, SORTED.slice(3, 5), { hasPreviousPage: true, hasNextPage: true }],
    [{ last: 3 }, SORTED.slice(2, 5), { hasPreviousPage: false, hasNextPage: true }],
  ])(
    "are walked between two cursors as every list is: up to the one walked towards (%j)",
    async (size, kept, beyond) => {
      const { edges } = await page();
      const bounded = await page({ ...size, after: edges[1]!.cursor, before: edges[5]!.cursor });
      expect(bounded.nodes.map((node) => node.key)).toEqual(kept);
      expect(bounded.pageInfo).toMatchObject(beyond);
    },
  );

  it("are those of a kind, of a country, or with a text in key, name or number", async () => {
    expect(await keys({ kind: "PUBLIC_AUTHORITY" })).toEqual(["example_court", "example_police"]);
    expect(await keys({ jurisdiction: "de" })).toEqual(["example_hosting"]);
    expect(await keys({ search: " GMBH " })).toEqual(["example_hosting"]);
    expect(await keys({ search: "example-0005" })).toEqual(["example_bank"]);
    expect(await keys({ kind: "SERVICE_PROVIDER", jurisdiction: "KZ", search: "survey" })).toEqual([
      "example_survey_agency",
    ]);
    expect(await keys({ kind: "OTHER" })).toEqual([]);
    expect(await keys({ jurisdiction: "FR" })).toEqual([]);
    expect(await keys({ kind: null, jurisdiction: null, search: null })).toEqual(SORTED);
    expect(await page({ filter: { kind: "SERVICE_PROVIDER" }, first: 1 })).toMatchObject({ totalCount: 4 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a negative first", { first: -1 }, "first"],
    ["a first over 1,000", { first: 1_001 }, "first"],
    ["a negative last", { last: -1 }, "last"],
    ["first with last", { first: 1, last: 1 }, "last"],
    ["a malformed after", { after: "canary-4711" }, "after"],
    ["a malformed before", { before: "canary-4711" }, "before"],
    [
      "a cursor of another list",
      { after: Buffer.from('["disclosures","4711"]').toString("base64url") },
      "after",
    ],
    ["an empty search", { filter: { search: "  " } }, "filter.search"],
    ["an over-long search", { filter: { search: "4711".repeat(100) } }, "filter.search"],
    ["a malformed country", { filter: { jurisdiction: "canary-4711" } }, "filter.jurisdiction"],
    ["an unknown kind", { filter: { kind: "CANARY_4711" } }, "filter.kind"],
  ])("refuse %s, name the field, and do not repeat it", async (_case, variables, field) => {
    const errors = await server.admin.errorsOf(PAGE, variables);
    expect(errors).toHaveLength(1);
    const { message, extensions } = errors[0]!;
    expect(extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [field] });
    expect(message).not.toContain("4711");
  });
});
