import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const SUBJECTS = /* GraphQL */ `
  query Subjects($id: UUID!, $first: Int, $after: String, $last: Int, $before: String) {
    disclosure(id: $id) {
      subjects(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes {
          id
        }
        edges {
          cursor
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  }
`;

interface Handles {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const PEOPLE = Array.from({ length: 230 }, (_, index) => `reader-${index}@school.example`);
let everyone: string;
let some: string;
/** The handles of everyone, in the order of the list. */
let order: readonly string[];

async function record(subjects: readonly string[]): Promise<string> {
  const input = disclosureInput({ subjects });
  await server.admin.request(RECORD, { input });
  return input.id;
}

beforeAll(async () => {
  everyone = await record(PEOPLE);
  some = await record([PEOPLE[7]!, "somebody else", PEOPLE[3]!]);
  order = idsOf(await subjects(everyone, { first: 1_000 }));
});

async function subjects(id: string, page: Record<string, unknown> = {}): Promise<Handles> {
  const answer = await server.admin.request<{ disclosure: { subjects: Handles } }>(SUBJECTS, { id, ...page });
  return answer.disclosure.subjects;
}

const idsOf = ({ nodes }: Handles): string[] => nodes.map(({ id }) => id);

describe("The users of a disclosure", () => {
  it("are answered as opaque handles, one for each, the first fifty where nothing is asked", async () => {
    const all = await subjects(everyone, { first: 1_000 });
    expect(all.totalCount).toBe(PEOPLE.length);
    expect(new Set(idsOf(all)).size).toBe(PEOPLE.length);
    for (const { id } of all.nodes) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(idsOf(await subjects(everyone))).toEqual(idsOf(all).slice(0, 50));
  });

  it("have the same handle in every disclosure, and as a data subject", async () => {
    const handles = idsOf(await subjects(some));
    const inBoth = handles.filter((handle) => order.includes(handle));
    expect(handles).toHaveLength(3);
    expect(inBoth).toHaveLength(2);
    const { dataSubject } = await server.admin.request<{ dataSubject: { id: string } }>(
      "query ($reference: String!) { dataSubject(reference: $reference) { id } }",
      { reference: PEOPLE[7] },
    );
    expect(inBoth).toContain(dataSubject.id);
  });

  it.each([9, 115, 230])(
    "are walked in pages of %i, each met once, in the same order both ways",
    async (size) => {
      const forward: string[] = [];
      for (let after: string | null = null; ;) {
        const page: Handles = await subjects(everyone, { first: size, after });
        forward.push(...idsOf(page));
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      expect(forward).toEqual(order);
      const backward: string[] = [];
      for (let before: string | null = null; ;) {
        const page: Handles = await subjects(everyone, { last: size, before });
        backward.unshift(...idsOf(page));
        expect(page.pageInfo.hasNextPage).toBe(before !== null);
        if (!page.pageInfo.hasPreviousPage) break;
        before = page.pageInfo.startCursor;
      }
      expect(backward).toEqual(order);
    },
    30_000,
  );

  it("are cut between two cursors", async () => {
    const { edges } = await subjects(everyone, { first: 10 });
    const page = await subjects(everyone, { first: 10, after: edges[2]!.cursor, before: edges[5]!.cursor });
    expect(idsOf(page)).toEqual(order.slice(3, 5));
    expect(idsOf(await subjects(everyone, { first: 0 }))).toEqual([]);
  });

  it("show no dense number: neither handles nor cursors hold one, however often they are decoded", async () => {
    const numbers = await server.database.owner.query<{ number: string }[]>("SELECT number FROM subject");
    expect(numbers.length).toBeGreaterThan(PEOPLE.length);
    const { nodes, edges } = await subjects(everyone, { first: 1_000 });
    const decoded = edges.map(
      ({ cursor }) => JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as string[],
    );
    expect(decoded).toEqual(nodes.map(({ id }) => ["subjects", id]));
    const blocks = nodes.map(({ id }) => Buffer.from(id, "base64url"));
    for (const block of blocks) expect(block).toHaveLength(16);
    // Numbers in sequence would make neighbouring blocks alike; of two ciphertexts about half of the 128 bits differ.
    const differing = blocks.slice(1).map((block, index) => differingBits(block, blocks[index]!));
    expect(Math.min(...differing)).toBeGreaterThan(24);
    // Nor do handles stand in the order of the numbers.
    expect([...order].sort()).not.toEqual(order);
  });

  it.each<[string, () => Promise<string> | string]>([
    ["text of one's own", () => "canary-4711"],
    ["a handle itself", async () => (await subjects(some)).nodes[0]!.id],
    ["a handle that was made up", () => cursorOf("subjects", "A".repeat(22))],
    ["a dense number", () => cursorOf("subjects", "3")],
    [
      "the cursor of another list",
      async () =>
        (
          await server.admin.request<{ disclosures: { pageInfo: { endCursor: string } } }>(
            "{ disclosures { pageInfo { endCursor } } }",
          )
        ).disclosures.pageInfo.endCursor,
    ],
  ])("are not listed after %s", async (_case, cursor) => {
    for (const argument of ["after", "before"]) {
      const errors = await server.admin.errorsOf(SUBJECTS, { id: everyone, [argument]: await cursor() });
      expect(errors).toHaveLength(1);
      expect(errors[0]!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [argument] });
      expect(errors[0]!.path).toEqual(["disclosure", "subjects"]);
      expect(JSON.stringify(errors)).not.toContain("4711");
    }
  });

  it("are not listed by more than a page at once", async () => {
    const [error] = await server.admin.errorsOf(SUBJECTS, { id: everyone, first: 1_001 });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["first"] });
  });
});

function cursorOf(...values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

function differingBits(one: Buffer, other: Buffer): number {
  return one.reduce(
    (sum, byte, index) => sum + (byte ^ other[index]!).toString(2).replaceAll("0", "").length,
    0,
  );
}
