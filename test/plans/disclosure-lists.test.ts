import { beforeAll, describe, expect, it } from "@jest/globals";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";
import { planOfWalk, statementOf, type PlanStep } from "./explain.js";

const server = withTestServer();

const LIST = /* GraphQL */ `
  query List(
    $filter: DisclosureFilter
    $orderBy: DisclosureOrder!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    disclosures(
      filter: $filter
      orderBy: $orderBy
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      nodes {
        id
      }
      pageInfo {
        startCursor
        endCursor
      }
    }
  }
`;

type Variables = Readonly<Record<string, unknown>>;
interface Listed {
  readonly disclosures: { readonly pageInfo: { readonly startCursor: string; readonly endCursor: string } };
}

beforeAll(async () => {
  await seedDisclosures(server.database.owner, { count: 10 });
});

/** How the server reads one page: the steps of the plan. */
async function planOf(variables: Variables): Promise<PlanStep[]> {
  const { api } = server.database;
  const statement = await statementOf(api, "FROM disclosure d", () => server.admin.request(LIST, variables));
  return planOfWalk(api, statement);
}

async function cursorsOf(variables: Variables): Promise<Listed["disclosures"]["pageInfo"]> {
  return (await server.admin.request<Listed>(LIST, { ...variables, first: 5 })).disclosures.pageInfo;
}

/** The one step that reads disclosures. */
const readerOf = (plan: readonly PlanStep[]): PlanStep | undefined =>
  plan.find(({ table }) => table === "disclosure");

describe("A page of disclosures", () => {
  it.each<[string, string, Variables]>([
    ["by recorded moment", "disclosure_by_recorded", { orderBy: "RECORDED_AT", filter: null }],
    [
      "by recorded moment, superseded ones included",
      "disclosure_by_recorded",
      { orderBy: "RECORDED_AT", filter: { includeSuperseded: true } },
    ],
    ["by moment of occurrence", "disclosure_by_occurred", { orderBy: "OCCURRED_AT", filter: null }],
    [
      "of one recipient",
      "disclosure_by_recipient",
      { orderBy: "RECORDED_AT", filter: { recipient: "example_courier" } },
    ],
    [
      "of the only recipient of a kind",
      "disclosure_by_recipient",
      { orderBy: "RECORDED_AT", filter: { recipientKind: "FINANCIAL_INSTITUTION" } },
    ],
    [
      "for one purpose",
      "disclosure_by_purpose",
      { orderBy: "RECORDED_AT", filter: { purpose: "marketing" } },
    ],
    [
      "of those that answered one demand",
      "disclosure_by_authority_request",
      { orderBy: "RECORDED_AT", filter: { authorityRequest: "0195511d-2c00-7cc3-98c4-dc0c0c07398f" } },
    ],
    [
      "to one country abroad",
      "disclosure_across_borders",
      { orderBy: "RECORDED_AT", filter: { jurisdiction: "DE", crossBorder: true } },
    ],
  ])("%s is one walk along %s, from its cursor on, in both directions", async (_case, index, variables) => {
    const { endCursor, startCursor } = await cursorsOf({ orderBy: variables.orderBy });
    const pages: [Variables, string][] = [
      [{ first: 3 }, ""],
      [{ first: 3, after: endCursor }, "<"],
      [{ last: 3 }, ""],
      [{ last: 3, before: endCursor }, ">"],
      [{ first: 3, after: startCursor, before: endCursor }, "<"],
    ];
    for (const [page, operator] of pages) {
      const plan = await planOf({ ...variables, ...page });
      expect(plan.map(({ type }) => type)).not.toContain("Sort");
      expect(plan.map(({ type }) => type)).not.toContain("Seq Scan");
      const reader = readerOf(plan);
      expect(reader).toMatchObject({ type: expect.stringMatching(/^Index (Only )?Scan$/), index });
      if (operator === "") continue;
      // Compared as one row: a condition taken apart with OR would be filtered row by row.
      const moment = variables.orderBy === "OCCURRED_AT" ? "occurred_at" : "recorded_at";
      expect(reader!.indexCondition).toContain(`ROW(${moment}, id) ${operator} ROW(`);
    }
  });

  it.each<[string, Variables]>([
    ["of several recipients", { orderBy: "RECORDED_AT", filter: { recipientKind: "SERVICE_PROVIDER" } }],
    ["of one category", { orderBy: "RECORDED_AT", filter: { category: "usage" } }],
    [
      "of one recipient by moment of occurrence",
      { orderBy: "OCCURRED_AT", filter: { recipient: "example_courier" } },
    ],
    [
      "of a period",
      {
        orderBy: "OCCURRED_AT",
        filter: { occurredFrom: "2026-03-01T00:00:00Z", occurredTo: "2026-04-01T00:00:00Z" },
      },
    ],
  ])("%s comes in the order of an index", async (_case, variables) => {
    const { endCursor: after } = await cursorsOf({ orderBy: variables.orderBy });
    for (const page of [{ first: 3 }, { first: 3, after }]) {
      const plan = await planOf({ ...variables, ...page });
      expect(plan.map(({ type }) => type)).not.toContain("Sort");
      expect(readerOf(plan)?.type).toMatch(/^Index (Only )?Scan$/);
    }
  });

  it("of a period starts and ends where the period does", async () => {
    const filter = { occurredFrom: "2026-03-01T00:00:00Z", occurredTo: "2026-04-01T00:00:00Z" };
    const reader = readerOf(await planOf({ orderBy: "OCCURRED_AT", filter, first: 3 }));
    expect(reader?.index).toBe("disclosure_by_occurred");
    expect(reader?.indexCondition).toMatch(/occurred_at >= .* AND .*occurred_at < /);
  });

  it("leaves superseded ones out by their key, one look a row", async () => {
    const plan = await planOf({ orderBy: "RECORDED_AT", filter: null, first: 3 });
    expect(plan.filter(({ table }) => table === "superseded")).toEqual([
      expect.objectContaining({ index: "superseded_pk", indexCondition: "(disclosure_id = d.id)" }),
    ]);
  });
});

describe("The judgement of a plan", () => {
  const plan = (text: string) => planOfWalk(server.database.api, { text, values: [] });

  it("sees a statement that cannot be walked in order, however few the rows", async () => {
    const sorted = await plan("SELECT id FROM disclosure ORDER BY recorded_at DESC, id ASC LIMIT 3");
    expect(sorted.map(({ type }) => type)).toContain("Sort");
    const read = await plan("SELECT id FROM disclosure WHERE channel = 'API'");
    expect(read.map(({ index }) => index)).not.toContain("disclosure_by_recorded");
  });

  it("sees a cursor that was taken apart", async () => {
    const apart = await plan(
      `SELECT id FROM disclosure WHERE recorded_at < now() OR (recorded_at = now() AND id < gen_random_uuid()) ORDER BY recorded_at DESC, id DESC LIMIT 3`,
    );
    expect(readerOf(apart)?.indexCondition).not.toContain("ROW(");
  });
});
