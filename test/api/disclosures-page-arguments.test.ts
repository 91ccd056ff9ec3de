import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { encodeCursor } from "../../src/platform/graphql/cursor.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const PAGE = /* GraphQL */ `
  query Page(
    $orderBy: DisclosureOrder! = RECORDED_AT
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    disclosures(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: Record<"hasNextPage" | "hasPreviousPage", boolean> &
    Record<"startCursor" | "endCursor", string>;
}

const TOTAL = 1_200;
/** Newest first: the order of the list. */
let ids: string[];
/** The cursor of the entry at this place of the list. */
let cursorAt: (place: number) => string;

beforeAll(async () => {
  const seeded = await seedDisclosures(server.database.owner, {
    count: TOTAL,
    recordedAt: raw("timestamptz '2026-03-02Z' - n * interval '1 hour'"),
  });
  expect(seeded).toHaveLength(TOTAL);
  const nodes: string[] = [];
  const cursors: string[] = [];
  for (let after: string | undefined; nodes.length < TOTAL; after = cursors.at(-1)) {
    const { disclosures } = await server.admin.request<{
      disclosures: { edges: { cursor: string; node: { id: string } }[] };
    }>("query ($after: String) { disclosures(first: 600, after: $after) { edges { cursor node { id } } } }", {
      after,
    });
    nodes.push(...disclosures.edges.map((edge) => edge.node.id));
    cursors.push(...disclosures.edges.map((edge) => edge.cursor));
  }
  ids = nodes;
  cursorAt = (place) => cursors[place]!;
});

async function page(variables: Record<string, unknown>): Promise<Page> {
  return (await server.admin.request<{ disclosures: Page }>(PAGE, variables)).disclosures;
}

describe("The page arguments of disclosures", () => {
  it.each<
    [string, () => Record<string, unknown>, [from: number, to: number], [previous: boolean, next: boolean]]
  >([
    ["nothing given: the first fifty", () => ({}), [0, 50], [false, true]],
    ["first", () => ({ first: 3 }), [0, 3], [false, true]],
    ["the largest page", () => ({ first: 1_000 }), [0, 1_000], [false, true]],
    ["first with after", () => ({ first: 3, after: cursorAt(9) }), [10, 13], [true, true]],
    [
      "first with more than is left",
      () => ({ first: 10, after: cursorAt(1_195) }),
      [1_196, 1_200],
      [true, false],
    ],
    [
      "first with exactly what is left",
      () => ({ first: 4, after: cursorAt(1_195) }),
      [1_196, 1_200],
      [true, false],
    ],
    ["first with before", () => ({ first: 3, before: cursorAt(10) }), [0, 3], [false, true]],
    [
      "first between two cursors",
      () => ({ first: 100, after: cursorAt(4), before: cursorAt(8) }),
      [5, 8],
      // Going on is a matter of what was asked for, and nothing of that is left: Relay's HasNextPage.
      [true, false],
    ],
    ["last", () => ({ last: 3 }), [1_197, 1_200], [true, false]],
    ["last with before", () => ({ last: 3, before: cursorAt(10) }), [7, 10], [true, true]],
    ["last with more than there is before", () => ({ last: 10, before: cursorAt(4) }), [0, 4], [false, true]],
    ["last with after", () => ({ last: 3, after: cursorAt(1_000) }), [1_197, 1_200], [true, false]],
    [
      "last between two cursors",
      () => ({ last: 2, after: cursorAt(4), before: cursorAt(8) }),
      [6, 8],
      [true, true],
    ],
    [
      "explicit nulls",
      () => ({ first: null, last: 2, after: null, before: null }),
      [1_198, 1_200],
      [true, false],
    ],
  ])("%s", async (_case, variables, [from, to], [hasPreviousPage, hasNextPage]) => {
    const answer = await page(variables());
    expect(answer.nodes.map(({ id }) => id)).toEqual(ids.slice(from, to));
    expect(answer.pageInfo).toEqual({
      hasPreviousPage,
      hasNextPage,
      startCursor: cursorAt(from),
      endCursor: cursorAt(to - 1),
    });
  });

  it("allow an empty page, which says whether anything follows", async () => {
    const nothing = { startCursor: null, endCursor: null };
    const empty = await page({ first: 0 });
    expect(empty).toEqual({ nodes: [], pageInfo: { hasNextPage: true, hasPreviousPage: false, ...nothing } });
    const end = await page({ first: 10, after: cursorAt(TOTAL - 1) });
    expect(end).toEqual({ nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: true, ...nothing } });
    const lastEmpty = await page({ last: 0 });
    expect(lastEmpty).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, ...nothing },
    });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["first over 1,000", { first: 1_001 }, ["first"]],
    ["first below 0", { first: -1 }, ["first"]],
    ["last over 1,000", { last: 1_001 }, ["last"]],
    ["last below 0", { last: -1 }, ["last"]],
    ["first with last", { first: 1, last: 1 }, ["last"]],
    ["a first that is no whole number", { first: 1.5 }, ["first"]],
  ])("refuse %s and name the argument", async (_case, variables, fields) => {
    const [error, ...others] = await server.admin.errorsOf(PAGE, variables);
    expect(others).toEqual([]);
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
  });

  const recordedAt = "2026-03-01T00:00:00.000Z";
  const id = "0195511d-2c00-7cc3-98c4-dc0c0c07398f";
  const LIST = "disclosures by recordedAt";
  it.each<[string, () => string]>([
    ["text of one's own", () => "canary-4711"],
    ["nothing", () => ""],
    ["a cut cursor", () => cursorAt(5).slice(0, -4)],
    [
      "a cursor of the same list in another order",
      () => encodeCursor(["disclosures by occurredAt", recordedAt, id]),
    ],
    ["a cursor of the list of keys", () => encodeCursor(["apiKeys", recordedAt, "canary-4711"])],
    ["a moment that is none", () => encodeCursor([LIST, "yesterday", id])],
    ["a day that does not exist", () => encodeCursor([LIST, "2026-02-30T00:00:00.000Z", id])],
    [
      "the year 0, which PostgreSQL does not have",
      () => encodeCursor([LIST, "0000-01-01T00:00:00.000Z", id]),
    ],
    ["an id that is none", () => encodeCursor([LIST, recordedAt, "canary-4711"])],
    ["too few places", () => encodeCursor([LIST, recordedAt])],
    ["too many places", () => encodeCursor([LIST, recordedAt, id, id])],
  ])("refuse as a cursor %s, without repeating it", async (_case, cursor) => {
    for (const argument of ["after", "before"]) {
      const errors = await server.admin.errorsOf(PAGE, { first: 1, [argument]: cursor() });
      expect(errors).toHaveLength(1);
      expect(errors[0]!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [argument] });
      expect(errors[0]!.message).toContain("Pass a cursor, or pageInfo's");
      expect(JSON.stringify(errors)).not.toContain("4711");
    }
  });

  it("refuse a cursor that a list in another order answered", async () => {
    const first = await page({ first: 1, orderBy: "OCCURRED_AT" });
    const [error] = await server.admin.errorsOf(PAGE, { first: 1, after: first.pageInfo.endCursor });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["after"] });
  });
});

describe("totalCount of disclosures", () => {
  const listStatements = async (selection: string) => {
    const { statements } = await server.statementsOf(() =>
      server.admin.request(`{ disclosures(first: 2) { ${selection} } }`),
    );
    return statements.filter((statement) => / FROM disclosure d/.test(statement));
  };

  it("counts the whole list, whatever the page", async () => {
    const answer = await server.admin.request("{ disclosures(first: 2) { totalCount nodes { id } } }");
    expect(answer).toMatchObject({ disclosures: { totalCount: TOTAL, nodes: { length: 2 } } });
  });

  it("costs a statement of its own where it is selected, and none where it is not", async () => {
    const without = await listStatements("nodes { id } edges { cursor } pageInfo { endCursor }");
    expect(without).toHaveLength(1);
    expect(without[0]).not.toContain("count(");
    const selected = await listStatements("nodes { id } totalCount");
    expect(selected.map((statement) => statement.includes("count("))).toEqual([false, true]);
  });
});
