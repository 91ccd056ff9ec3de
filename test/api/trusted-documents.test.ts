import { describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { get } from "node:http";
import { apiOf, withTestServer } from "../support/test-server.js";

const server = withTestServer();

const NAME = "query Name { viewer { name } }";
const DISCLOSURES = "query Disclosures($first: Int) { disclosures(first: $first) { nodes { id } } }";
const CREATE = `
  mutation Create($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { apiKey { id trustedDocuments } secret }
  }`;

interface Created {
  readonly createApiKey: {
    readonly apiKey: { readonly trustedDocuments: string[] };
    readonly secret: string;
  };
}

async function create(documents: readonly string[]) {
  const input = { name: "A program", role: "AUDITOR", documents };
  const { createApiKey } = await server.admin.request<Created>(CREATE, { input });
  return { ...createApiKey, api: apiOf(server.url, createApiKey.secret) };
}

/** Sends an address as it is written, which fetch does not. */
function statusOf(path: string, secret: string): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    get(new URL(server.url), { path, headers }, ({ statusCode }) => resolve(statusCode)).on("error", reject);
  });
}

describe("A key that was made with documents", () => {
  it("sends these, with any variables, and is told no other", async () => {
    const { api, apiKey } = await create([NAME, DISCLOSURES, NAME]);
    const digests = [NAME, DISCLOSURES].map((text) => createHash("sha256").update(text).digest("hex"));
    expect(apiKey.trustedDocuments).toEqual(digests.sort());
    expect(await api.request(NAME)).toEqual({ viewer: { name: "A program" } });
    expect(await api.request(DISCLOSURES, { first: 1 })).toEqual({ disclosures: { nodes: [] } });
    for (const other of [
      "{ viewer { name } }",
      `${NAME} `,
      "{ __schema { queryType { name } } }",
      "{ __typename }",
    ]) {
      const [error] = await api.errorsOf(other);
      expect(error).toMatchObject({ extensions: { code: "FORBIDDEN" } });
      expect(error!.message).toContain("only the documents that it was made with");
    }
  });

  it("sends no other by GET either, nor beside one of its own", async () => {
    const { secret } = await create([NAME]);
    const headers = {
      authorization: `Bearer ${secret}`,
      "apollo-require-preflight": "1",
      "content-type": "application/json",
    };
    const other = new URLSearchParams({ query: "{ viewer { roles } }" }).toString();
    expect((await fetch(`${server.url}?${other}`, { headers })).status).toBe(403);
    const body = JSON.stringify({ query: NAME });
    expect((await fetch(`${server.url}?${other}`, { method: "POST", headers, body })).status).toBe(403);
    expect((await fetch(server.url, { method: "POST", headers, body })).status).toBe(200);
  });

  it("sends no other in an address that can be read in two ways", async () => {
    const { secret } = await create([NAME]);
    const other = encodeURIComponent("{ viewer { roles } }");
    for (const query of [`${other}#&query=x`, `${other}%23%FF`, `${other}&%FF`]) {
      expect(await statusOf(`/graphql?query=${query}`, secret)).toBe(403);
    }
  });

  it("does not send by its hash what somebody else has sent whole", async () => {
    const { secret } = await create([NAME]);
    const other = "{ viewer { roles } }";
    const extensions = {
      persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(other).digest("hex") },
    };
    const send = (key: string, body: object) =>
      fetch(server.url, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      }).then((response) => response.json());
    await send(server.admin.key, { query: other, extensions });
    expect(await send(secret, { extensions })).toMatchObject({
      errors: [
        { extensions: { code: "BAD_USER_INPUT" }, message: expect.stringMatching(/^Send the document/) },
      ],
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ["none at all", [], /^documents: Send 1 to 500 documents/],
    [
      "too many",
      Array.from({ length: 501 }, (_, index) => `{ a${index} }`),
      /^documents: Send 1 to 500 documents/,
    ],
    ["what is no document", [NAME, "{ viewer"], /^documents\[1\]: This is no GraphQL document/],
    [
      "one over a limit",
      [`{ ${"a ".repeat(11)} }`],
      /^documents\[0\]: One selection names the same field more than 10 times/,
    ],
  ])("is not made with %s", async (_what, documents, message) => {
    const [error] = await server.admin.errorsOf(CREATE, {
      input: { name: "A program", role: "AUDITOR", documents },
    });
    expect(error).toMatchObject({
      extensions: { code: "BAD_USER_INPUT" },
      message: expect.stringMatching(message),
    });
  });
});

describe("A key that was made without", () => {
  it("may send any, and says so", async () => {
    const { createApiKey } = await server.admin.request<Created>(CREATE, {
      input: { name: "Free", role: "AUDITOR" },
    });
    expect(createApiKey.apiKey.trustedDocuments).toEqual([]);
    expect(await apiOf(server.url, createApiKey.secret).request("{ viewer { name } }")).toEqual({
      viewer: { name: "Free" },
    });
  });
});
