import { describe, expect, it } from "@jest/globals";
import { DOCUMENT_LIMITS, MISTAKES_MAX } from "../../src/platform/graphql/limits/document-limits.js";
import { disclosureInput } from "../support/disclosure-input.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type LentServer } from "../support/test-server.js";

const server = withTestServer();
const closed = withTestServer({ limits: { introspection: false, playground: false, costMax: 100 } });
const small = withTestServer({ limits: { costMax: 1_300 } });

const times = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => each(index)).join(" ");

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: unknown;
    readonly extensions?: { readonly cost: { readonly requested: number; readonly limit: number } };
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
}

async function post(request: unknown, to: LentServer = server): Promise<Answer> {
  const response = await fetch(to.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: `Bearer ${to.admin.key}`,
    },
    body: JSON.stringify(request),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer["body"],
  };
}

const TOO_COSTLY = { extensions: { code: "TOO_COSTLY" } };

describe("A document that is too large", () => {
  const viewer = (inside: string) => `{ viewer { ${inside} } }`;
  it.each<[string, string, RegExp]>([
    [
      "long",
      viewer("name").padEnd(DOCUMENT_LIMITS.characters + 1),
      /longer than 65,536 characters: send values as variables/,
    ],
    ["of many tokens", viewer(times(5_000, () => "name")), /more than 5,000 names and signs/],
    ["deep", `{ node(id: "x") ${"{ recipient ".repeat(15)} { id } ${"}".repeat(15)} }`, /more than 15 deep/],
    ["full of aliases", viewer(times(51, (i) => `a${i}: name`)), /more than 50 aliases/],
    [
      "asking much at once",
      `{ ${times(21, (i) => `a${i}: viewer { name }`)} }`,
      /more than 20 fields at once/,
    ],
    [
      "full of directives",
      viewer(times(21, (i) => `a${i}: name @skip(if: false)`)),
      /more than 20 directives/,
    ],
    ["with directives in a heap", viewer(`name ${"@nonsense".repeat(10)}`), /More than 4 directives/],
    ["saying the same again", viewer(times(500, () => "name")), /the same field more than 10 times/],
    [
      "full of fragments",
      `{ viewer { name } } ${times(51, (i) => `fragment F${i} on Viewer { name }`)}`,
      /more than 50 fragments/,
    ],
    ["of many operations", times(21, (i) => `query Q${i} { viewer { name } }`), /more than 20 operations/],
  ])("is refused with what to do, before anything of it runs: %s", async (_what, query, message) => {
    const { status, body } = await post({ query });
    expect({ status, ...body }).toEqual({
      status: 400,
      errors: [{ message: expect.stringMatching(message), ...TOO_COSTLY }],
    });
  });

  it("of mistakes is told of the first of them alone", async () => {
    const { status, body } = await post({ query: viewer(times(100, (index) => `nobody${index}`)) });
    expect(status).toBe(400);
    const messages = body.errors!.map(({ message }) => message);
    expect(messages.slice(0, -1)).toEqual(
      Array.from({ length: MISTAKES_MAX }, (_, index) => expect.stringContaining(`"nobody${index}"`)),
    );
    expect(messages.at(-1)).toMatch(/^Too many validation errors/);
  });

  it("is refused by GET as well, and where it comes twice", async () => {
    const query = `{ viewer { ${times(51, (i) => `a${i}: name`)} } }`;
    const response = await fetch(`${server.url}?${new URLSearchParams({ query }).toString()}`, {
      headers: { authorization: `Bearer ${server.admin.key}`, "apollo-require-preflight": "1" },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [TOO_COSTLY] });
    for (let again = 0; again < 2; again++) expect(await post({ query })).toMatchObject({ status: 400 });
  });
});

describe("A batch of requests", () => {
  it("is refused, with what to send instead", async () => {
    const { status, body } = await post([{ query: "{ viewer { name } }" }, { query: "{ viewer { name } }" }]);
    expect({ status, ...body }).toEqual({
      status: 400,
      errors: [
        {
          message: expect.stringContaining("send one request each"),
          extensions: { code: "BAD_USER_INPUT" },
        },
      ],
    });
  });
});

describe("The cost of an operation", () => {
  it("stands in its answer, also where a part of it failed", async () => {
    const { body } = await post({
      query: '{ viewer { name } disclosure(id: "00000000-0000-4000-8000-000000000000") { id } }',
    });
    expect(body.extensions).toEqual({ cost: { requested: 22, limit: 100_000 } });
  });

  it("over the limit is refused, naming both and what to do, before anything of it runs", async () => {
    const query =
      "mutation ($inputs: [RecordDisclosureInput!]!) { recordDisclosures(inputs: $inputs) { results { created } } }";
    const variables = { inputs: Array.from({ length: 17 }, () => disclosureInput()) };
    const before = await countRows(closed.database.owner);
    const { status, body } = await post({ query, variables }, closed);
    expect({ status, ...body }).toEqual({
      status: 400,
      errors: [
        {
          message: expect.stringMatching(
            /^The answer may cost 103, and 100 is allowed: ask for smaller pages/,
          ),
          ...TOO_COSTLY,
        },
      ],
      extensions: { cost: { requested: 103, limit: 100 } },
    });
    expect(await countRows(closed.database.owner)).toEqual(before);
  });

  it("follows the sizes that its variables have this time", async () => {
    const query = "query ($first: Int) { disclosures(first: $first) { nodes { id } } }";
    const costs = [];
    for (const first of [10, 20, undefined, null, 10]) {
      const { body } = await post({ query, variables: { first } });
      costs.push(body.extensions?.cost.requested);
    }
    expect(costs).toEqual([21, 31, 61, 61, 21]);
  });
});

describe("An answer that holds more than was reckoned", () => {
  const query = "{ dataMap { categories { activities { description categories { description } } } } }";

  it("is broken off with what to ask for instead, whatever the operation was reckoned to cost", async () => {
    const { status, body } = await post({ query }, small);
    expect({ status, ...body }).toEqual({
      status: 400,
      errors: [
        { message: expect.stringMatching(/^The answer holds too much\. Ask for fewer/), ...TOO_COSTLY },
      ],
    });
    expect(await post({ query })).toMatchObject({ status: 200, body: { extensions: { cost: {} } } });
  });

  it("leaves the next one alone", async () => {
    await post({ query }, small);
    expect(await post({ query: "{ viewer { name } }" }, small)).toMatchObject({ status: 200 });
  });
});

describe("Where the operator has switched them off", () => {
  it.each([
    ["the schema", "{ __schema { types { name } } }"],
    ["one type", '{ __type(name: "Query") { name } }'],
    ["it all, from a fragment", "{ ...F } fragment F on Query { __schema { queryType { name } } }"],
  ])("introspection does not tell %s", async (_what, query) => {
    const { status, body } = await post({ query }, closed);
    expect({ status, ...body }).toEqual({
      status: 400,
      errors: [
        {
          message: expect.stringContaining("read schema.graphql"),
          locations: expect.anything(),
          extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
        },
      ],
    });
  });

  it("names of the schema are not suggested, and __typename is still told", async () => {
    const { body } = await post({ query: "{ viewers { name } }" }, closed);
    expect(body.errors).toHaveLength(1);
    expect(body.errors![0]!.message).toBe('Cannot query field "viewers" on type "Query".');
    expect((await post({ query: "{ __typename }" }, closed)).body.data).toEqual({ __typename: "Query" });
  });

  it("there is no playground", async () => {
    const visit = await fetch(closed.url, { headers: { accept: "text/html" } });
    expect(visit.status).toBe(404);
    expect(await visit.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
  });
});
