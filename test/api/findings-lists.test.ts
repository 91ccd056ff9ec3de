import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { ACKNOWLEDGE } from "../support/finding-operations.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

const EMAIL = { categories: ["identification.email"] };
const MARKETING = { recipient: "example_advertiser", purpose: "marketing", legalGround: "consent", ...EMAIL };
/** Of the protection in that country the data map says nothing. */
const ABROAD = {
  recipient: "example_analytics_abroad",
  purpose: "statistics",
  legalGround: "consent",
  categories: ["technical"],
  destination: "FR",
};

async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  return input.id;
}

/** By name, in the order in which they are recorded. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  ids.inOrder = await record({});
  ids.courier = await record({ ...EMAIL, occurredAt: "2026-02-28T18:59:59.999Z" });
  // In the controller's time zone, five hours ahead, this is March already.
  ids.courierInMarch = await record({ ...EMAIL, occurredAt: "2026-02-28T19:00:00.000Z" });
  ids.marketing = await record({ ...MARKETING, subjects: ["user-1", "user-2", "user-3"] });
  ids.abroad = await record(ABROAD);
  ids.wrong = await record(EMAIL);
});

interface Shown {
  readonly id: string;
  readonly code: string;
  readonly disclosure: { readonly id: string };
}

async function list(filter: object, page: object = {}) {
  const { findings } = await server.admin.request<{
    findings: {
      totalCount: number;
      nodes: Shown[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }>(
    `query ($filter: FindingFilter, $first: Int, $after: String) {
       findings(filter: $filter, first: $first, after: $after) {
         totalCount nodes { id code disclosure { id } } pageInfo { endCursor hasNextPage }
       }
     }`,
    { filter, ...page },
  );
  return findings;
}

async function foundIn(filter: object): Promise<string[]> {
  const { nodes } = await list(filter);
  const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id);
  return nodes.map(({ code, disclosure }) => `${nameOf(disclosure.id)} ${code}`).sort();
}

const ALL = [
  "abroad CONSENT_MISSING",
  "abroad SAFEGUARD_MISSING",
  "courier CATEGORY_NOT_PERMITTED",
  "courierInMarch CATEGORY_NOT_PERMITTED",
  "marketing CONSENT_MISSING",
  "wrong CATEGORY_NOT_PERMITTED",
];

describe("Query.findings", () => {
  it("shows what stands, the latest first, page by page", async () => {
    expect(await foundIn({})).toEqual(ALL);
    const all = (await list({})).nodes.map(({ id }) => id);
    expect(all).toEqual([...all].sort().reverse());
    const walked: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page = await list({}, { first: 2, after });
      expect(page.totalCount).toBe(ALL.length);
      walked.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(walked).toEqual(all);
  });

  it.each<[object, string[]]>([
    [{ codes: ["SAFEGUARD_MISSING"] }, ["abroad SAFEGUARD_MISSING"]],
    [{ codes: ["CONSENT_MISSING", "SAFEGUARD_MISSING"], recipient: "example_advertiser" }, [ALL[4]!]],
    [{ kind: "GAP" }, ["abroad SAFEGUARD_MISSING"]],
    [{ recipient: "example_courier" }, [ALL[2]!, ALL[3]!, ALL[5]!]],
    [{ purpose: "statistics" }, ALL.slice(0, 2)],
    [{ occurredTo: "2026-02-28T19:00:00Z" }, [ALL[2]!]],
    [{ occurredFrom: "2026-02-28T19:00:00Z", occurredTo: "2026-03-01T00:00:00Z" }, [ALL[3]!]],
    [{ acknowledged: true }, []],
    [{ codes: [] }, []],
  ])("answers %j", async (filter, expected) => expect(await foundIn(filter)).toEqual(expected));

  it.each<[object, string, string]>([
    [{ recipient: "example_courrier" }, "filter.recipient", "example_courier"],
    [{ purpose: "marketting" }, "filter.purpose", "marketing"],
    [
      { occurredFrom: "2026-03-02T00:00:00Z", occurredTo: "2026-03-01T00:00:00Z" },
      "filter.occurredTo",
      "filter.occurredFrom",
    ],
  ])("refuses %j and says what to change", async (filter, field, remedy) => {
    for (const query of [
      "findings(filter: $filter) { totalCount }",
      "findingCounts(filter: $filter) { findings }",
    ]) {
      const [error] = await server.admin.errorsOf(`query ($filter: FindingFilter) { ${query} }`, { filter });
      expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [field] });
      expect(error!.message).toContain(remedy);
    }
  });
});

describe("Query.findingCounts", () => {
  const counts = async (groupBy: string[], filter: object = {}) =>
    (
      await server.admin.request<{ findingCounts: Record<string, unknown>[] }>(
        `query ($groupBy: [FindingDimension!]!, $filter: FindingFilter) {
           findingCounts(groupBy: $groupBy, filter: $filter) {
             code kind recipient purpose month findings disclosures subjectFindings
           }
         }`,
        { groupBy, filter },
      )
    ).findingCounts.map((row) => Object.values(row).filter((value) => value !== null));

  it("counts all in one row where nothing is told apart", async () => {
    expect(await counts([])).toEqual([[6, 5, 13]]);
    expect(await counts([], { acknowledged: true })).toEqual([[0, 0, 0]]);
  });

  it("tells apart what is asked for", async () => {
    expect(await counts(["CODE"])).toEqual([
      ["CATEGORY_NOT_PERMITTED", 3, 3, 6],
      ["CONSENT_MISSING", 2, 2, 5],
      ["SAFEGUARD_MISSING", 1, 1, 2],
    ]);
    expect(await counts(["KIND", "PURPOSE"], { recipient: "example_analytics_abroad" })).toEqual([
      ["BREACH", "statistics", 1, 1, 2],
      ["GAP", "statistics", 1, 1, 2],
    ]);
  });

  it("cuts months in the controller's time zone", async () => {
    expect(await counts(["RECIPIENT", "MONTH"], { recipient: "example_courier" })).toEqual([
      ["example_courier", "2026-02-01", 1, 1, 2],
      ["example_courier", "2026-03-01", 2, 2, 4],
    ]);
  });

  it("refuses a dimension named twice", async () => {
    const [error] = await server.admin.errorsOf("{ findingCounts(groupBy: [CODE, CODE]) { findings } }");
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["groupBy"] });
  });
});

describe("The filter `withFindings`", () => {
  const listed = async (withFindings: boolean) => {
    const { disclosures } = await server.admin.request<{ disclosures: { nodes: { id: string }[] } }>(
      "query ($with: Boolean) { disclosures(filter: { withFindings: $with }) { nodes { id } } }",
      { with: withFindings },
    );
    return disclosures.nodes.map(({ id }) => id);
  };

  it("shows those about which something was found, or the others", async () => {
    expect(await listed(true)).toEqual([
      ids.wrong,
      ids.abroad,
      ids.marketing,
      ids.courierInMarch,
      ids.courier,
    ]);
    expect(await listed(false)).toEqual([ids.inOrder]);
  });

  it("counts them, too", async () => {
    const { disclosureStatistics } = await server.admin.request<{
      disclosureStatistics: { rows: object[] };
    }>(
      "{ disclosureStatistics(filter: { withFindings: true }, groupBy: [RECIPIENT]) { rows { recipient { key } disclosures } } }",
    );
    expect(disclosureStatistics.rows).toEqual([
      { recipient: { key: "example_advertiser" }, disclosures: 1 },
      { recipient: { key: "example_analytics_abroad" }, disclosures: 1 },
      { recipient: { key: "example_courier" }, disclosures: 3 },
    ]);
  });
});

describe("Acknowledging", () => {
  let analyst: Api;
  let finding: string;
  beforeAll(async () => {
    analyst = await server.as("ANALYST");
    finding = (await list({ recipient: "example_advertiser" })).nodes[0]!.id;
  });

  const acknowledge = (api: Api, note: string, id = finding) =>
    api.request<{ acknowledgeFinding: { created: boolean; finding: object } }>(ACKNOWLEDGE, {
      input: { id, note },
    });
  const refusal = async (api: Api, note: string, id = finding) => {
    const [error] = await api.errorsOf(ACKNOWLEDGE, { input: { id, note } });
    return [error!.extensions.code, ...error!.extensions.fields!];
  };

  it.each([
    ["an empty note", "  ", "note"],
    ["a note that is too long", "x".repeat(2_001), "note"],
    ["a note that cannot be stored", "a\0b", "note"],
  ])("refuses %s", async (_what, note, field) => {
    expect(await refusal(analyst, note)).toEqual(["BAD_USER_INPUT", field]);
  });

  it("refuses a finding that is none", async () => {
    expect(await refusal(analyst, "Seen.", v7())).toEqual(["NOT_FOUND", "id"]);
  });

  it("keeps who took notice and what was made of it, once", async () => {
    const { acknowledgeFinding } = await acknowledge(analyst, "  The users were asked again.  ");
    expect(acknowledgeFinding).toMatchObject({
      created: true,
      finding: {
        id: finding,
        acknowledgement: { acknowledgedBy: "A test's ANALYST", note: "The users were asked again." },
      },
    });
    expect((await acknowledge(analyst, "The users were asked again.")).acknowledgeFinding).toEqual({
      ...acknowledgeFinding,
      created: false,
    });
    expect(await refusal(analyst, "Something else.")).toEqual(["CONFLICT", "id"]);
    expect(await refusal(server.admin, "The users were asked again.")).toEqual(["CONFLICT", "id"]);
    expect(await foundIn({ acknowledged: true })).toEqual([ALL[4]]);
    expect(await foundIn({ acknowledged: false })).toEqual(ALL.filter((each) => each !== ALL[4]));
  });
});
