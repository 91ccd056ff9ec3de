import { beforeAll, describe, expect, it } from "@jest/globals";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const FIND = "query Find($reference: String!) { dataSubject(reference: $reference) { id } }";
const DISCLOSURES = /* GraphQL */ `
  query Disclosures(
    $reference: String!
    $orderBy: DisclosureOrder! = RECORDED_AT
    $includeSuperseded: Boolean! = false
    $first: Int
    $after: String
  ) {
    dataSubject(reference: $reference) {
      disclosures(orderBy: $orderBy, includeSuperseded: $includeSuperseded, first: $first, after: $after) {
        totalCount
        nodes {
          id
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`;

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** An é of one character, and one of two. */
const COMPOSED = "Ren\u00e9e";
const DECOMPOSED = "Rene\u0301e";

async function find(reference: string): Promise<string | null> {
  const { dataSubject } = await server.admin.request<{ dataSubject: { id: string } | null }>(FIND, {
    reference,
  });
  return dataSubject?.id ?? null;
}

async function disclosuresOf(reference: string, more: Record<string, unknown> = {}): Promise<Listed> {
  const variables = { reference, ...more };
  return (await server.admin.request<{ dataSubject: { disclosures: Listed } }>(DISCLOSURES, variables))
    .dataSubject.disclosures;
}

async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  return input.id;
}

beforeAll(() => record({ subjects: [COMPOSED, "ann", "iin 870101300123"] }));

describe("dataSubject", () => {
  it.each([
    ["as it was recorded", COMPOSED],
    ["in another Unicode form", DECOMPOSED],
    ["with white space around it", `\t ${COMPOSED}\u00a0\n`],
  ])("finds a user by the reference %s", async (_case, reference) => {
    expect(await find(reference)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await find(reference)).toBe(await find(COMPOSED));
  });

  it.each([
    ["in other letters' case", "ANN"],
    ["with white space inside", "iin  870101300123"],
    ["that was never recorded", "nobody"],
    ["of 256 characters that was never recorded", "x".repeat(256)],
  ])(
    "is null for a reference %s, and leaves nothing behind but that somebody asked",
    async (_case, reference) => {
      const before = await countRows(server.database.owner);
      expect(await find(reference)).toBeNull();
      expect(await countRows(server.database.owner)).toEqual({
        ...before,
        subject_look_up: before.subject_look_up! + 1,
        ledger_pending: before.ledger_pending! + 1,
      });
    },
  );

  it.each([
    ["an empty reference", ""],
    ["white space alone", " \t\n"],
    ["10,000 characters", "7".repeat(10_000)],
    ["257 characters", "7".repeat(257)],
    ["a control character", "an\u0007n4711"],
    ["the character 0", "an\u0000n4711"],
    ["half a surrogate pair", "an\ud800n4711"],
  ])("refuses %s and names the argument, without repeating it", async (_case, reference) => {
    const errors = await server.admin.errorsOf(FIND, { reference });
    expect(errors).toHaveLength(1);
    expect(errors[0]!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["reference"] });
    expect(errors[0]!.message).toMatch(/^reference: A user reference /);
    expect(errors[0]!.message).not.toMatch(/4711|777/);
  });

  it("lists a user's disclosures, newest recorded first or latest occurred first, page by page", async () => {
    const moments = ["2026-03-03", "2026-03-01", "2026-03-02"].map((day) => `${day}T10:00:00.000Z`);
    const [third, first, second] = [
      await record({ subjects: ["ben"], occurredAt: moments[0] }),
      await record({ subjects: ["ben", "ann"], occurredAt: moments[1] }),
      await record({ subjects: ["carl", "ben"], occurredAt: moments[2] }),
    ];
    const idsOf = ({ nodes }: Listed) => nodes.map(({ id }) => id);
    const recorded = await disclosuresOf("ben");
    expect(idsOf(recorded)).toEqual([second, first, third]);
    expect(recorded.totalCount).toBe(3);
    expect(idsOf(await disclosuresOf("ben", { orderBy: "OCCURRED_AT" }))).toEqual([third, second, first]);

    const page = await disclosuresOf("ben", { first: 2 });
    expect(idsOf(page)).toEqual([second, first]);
    expect(page).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await disclosuresOf("ben", { first: 2, after: page.pageInfo.endCursor });
    expect(idsOf(rest)).toEqual([third]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it("lists what stands, and what was restated or voided since only where asked to", async () => {
    const restated = await record({ subjects: ["dora", "erna"] });
    const voided = await record({ subjects: ["dora"] });
    const { id, ...whole } = disclosureInput({ subjects: ["erna"] });
    await server.admin.request(AMEND, {
      input: { id, amends: restated, reason: "Dora was not meant.", restated: whole },
    });
    await server.admin.request(AMEND, { input: { amends: voided, reason: "It never was.", void: true } });

    expect(await disclosuresOf("dora")).toMatchObject({ nodes: [], totalCount: 0 });
    const all = await disclosuresOf("dora", { includeSuperseded: true });
    expect(all.nodes.map((node) => node.id)).toEqual([voided, restated]);
    expect((await disclosuresOf("erna")).nodes).toEqual([{ id }]);
  });
});
