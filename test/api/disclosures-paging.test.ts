import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const PAGE = /* GraphQL */ `
  query Page(
    $orderBy: DisclosureOrder!
    $filter: DisclosureFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    disclosures(
      orderBy: $orderBy
      filter: $filter
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      edges {
        cursor
        node {
          id
        }
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
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Every row of both seeds shares these two moments with its neighbours. */
const SHARED = 1_000;
let ids: readonly string[];

beforeAll(async () => {
  ids = await seedDisclosures(server.database.owner, { count: SHARED });
});

async function page(variables: Record<string, unknown>): Promise<Page> {
  const answer = await server.admin.request<{ disclosures: Page }>(PAGE, {
    orderBy: "RECORDED_AT",
    ...variables,
  });
  return answer.disclosures;
}

const idsOf = ({ edges }: Page): string[] => edges.map(({ node }) => node.id);

/** Walks from the newest to the oldest; answers the ids in the order met. `between` runs after each page. */
async function walkForward(
  size: number,
  more: Record<string, unknown> = {},
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const met: string[] = [];
  for (let after: string | null = null; ;) {
    const answer: Page = await page({ ...more, first: size, after });
    met.push(...idsOf(answer));
    expect(answer.pageInfo.hasPreviousPage).toBe(after !== null);
    if (!answer.pageInfo.hasNextPage) return met;
    expect(answer.edges).toHaveLength(size);
    after = answer.pageInfo.endCursor;
    await between();
  }
}

/** Walks from the oldest to the newest; answers the ids in list order, the newest first. */
async function walkBackward(
  size: number,
  more: Record<string, unknown> = {},
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const met: string[] = [];
  for (let before: string | null = null; ;) {
    const answer: Page = await page({ ...more, last: size, before });
    met.unshift(...idsOf(answer));
    expect(answer.pageInfo.hasNextPage).toBe(before !== null);
    if (!answer.pageInfo.hasPreviousPage) return met;
    before = answer.pageInfo.startCursor;
    await between();
  }
}

describe("A walk over 1,000 disclosures that share one moment", () => {
  it.each([
    ["RECORDED_AT", 1_000],
    ["RECORDED_AT", 999],
    ["RECORDED_AT", 137],
    ["OCCURRED_AT", 500],
    ["OCCURRED_AT", 77],
  ])("by %s in pages of %i meets each exactly once, in the same order both ways", async (orderBy, size) => {
    const newestFirst = [...ids].reverse();
    expect(await walkForward(size, { orderBy })).toEqual(newestFirst);
    expect(await walkBackward(size, { orderBy })).toEqual(newestFirst);
  });

  it("meets each exactly once under a filter", async () => {
    const filter = { recipientKind: "SERVICE_PROVIDER", category: "identification", crossBorder: false };
    expect(await walkForward(90, { filter })).toEqual([...ids].reverse());
  });
});

describe("A walk while others record", () => {
  /** Rows at the shared moment among those being walked, and single recordings of now. */
  const record = async (): Promise<void> => {
    await seedDisclosures(server.database.owner, { count: 20 });
    await seedDisclosures(server.database.owner, {
      count: 5,
      recordedAt: raw("timestamptz '2026-03-02 09:59:59.999Z'"),
    });
    await server.admin.request(RECORD, { input: disclosureInput() });
  };

  it.each([
    ["forward", walkForward],
    ["backward", walkBackward],
  ])("%s loses and repeats nothing that was there at the start", async (_direction, walk) => {
    const atStart = new Set(await walkForward(1_000));
    const met = await walk(100, {}, record);
    expect(new Set(met).size).toBe(met.length);
    expect(met.filter((id) => atStart.has(id))).toEqual([...atStart]);
    expect((await walkForward(1_000)).length).toBeGreaterThan(atStart.size);
  });

  it("loses and repeats nothing when the others do not wait for its pages", async () => {
    const atStart = new Set(await walkForward(1_000));
    let walking = true;
    const writer = (async () => {
      while (walking) await record();
    })();
    const met = await walkForward(61);
    walking = false;
    await writer;
    expect(new Set(met).size).toBe(met.length);
    expect(met.filter((id) => atStart.has(id))).toEqual([...atStart]);
  });
});
