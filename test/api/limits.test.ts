import { describe, expect, it } from "@jest/globals";
import { DOCUMENT_LIMITS } from "../../src/platform/graphql/limits/document-limits.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const times = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => each(index)).join(" ");

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
}

async function post(request: unknown, key = server.admin.key): Promise<Answer> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(key !== "" && { authorization: `Bearer ${key}` }),
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
