import { describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const MARK = "iin870101300123";
const VIEWER = "{ viewer { name } }";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly code: string | undefined;
  readonly message: string;
}

async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${server.admin.key}`,
    ...(init.headers as Record<string, string>),
  };
  const response = await fetch(new URL(path, server.url), { ...init, headers });
  const text = await response.text();
  const { errors } = JSON.parse(text) as { errors?: { message: string; extensions: { code: string } }[] };
  const { status, headers: answered } = response;
  return {
    status,
    headers: answered,
    text,
    code: errors?.[0]?.extensions.code,
    message: errors?.[0]?.message ?? "",
  };
}

const JSON_TYPE = { "content-type": "application/json" };
const post = (body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
  send("/graphql", { method: "POST", headers, body: body as string });
const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  send(`/graphql?${new URLSearchParams(parameters).toString()}`, { headers });

/** What makes a browser ask first, so that another site's page cannot send it (Apollo's documentation calls it CSRF prevention). */
const PREFLIGHT = { "apollo-require-preflight": "1" };

describe("A request that cannot be read", () => {
  it.each<[string, string, number, RegExp]>([
    [
      "cut off",
      `{"query": "{ viewer { name } }", "variables": {"reference": "${MARK}`,
      400,
      /send a JSON object with query and variables/,
    ],
    ["no JSON", MARK, 400, /send a JSON object with query and variables/],
    ["empty", "", 400, /send a JSON object with query and variables/],
    ["a text", JSON.stringify(MARK), 400, /JSON object/],
    ["a list", JSON.stringify([{ query: VIEWER }]), 400, /batch/i],
    ["without a query", JSON.stringify({ quarry: MARK }), 400, /query/],
    ["with a query that is no text", JSON.stringify({ query: [MARK] }), 400, /queries must be strings/],
    [
      "with variables that are no object",
      JSON.stringify({ query: VIEWER, variables: MARK }),
      400,
      /variables/,
    ],
    ["with a prototype", `{"query": "${VIEWER}", "__proto__": {"${MARK}": 1}}`, 400, /send a JSON object/],
  ])("is refused with a code, without repeating it: %s", async (_case, body, status, message) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status, code: "BAD_USER_INPUT" });
    expect(answer.message).toMatch(message);
    expect(answer.text).not.toContain(MARK);
  });

  it("or asks for what the schema has none of, is its sender's mistake", async () => {
    const answer = await post(JSON.stringify({ query: "subscription { a }" }));
    expect(answer).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
    expect(answer.message).toMatch(/has no subscription/);
  });

  it.each(["application/xml", "application/graphql", "nonsense"])(
    "is refused in the content type %s",
    async (type) => {
      const answer = await post(MARK, { "content-type": type });
      expect(answer).toMatchObject({
        status: 415,
        code: "BAD_USER_INPUT",
        message: "Send the request as application/json.",
      });
      expect(answer.text).not.toContain(MARK);
    },
  );

  it("is refused when it is larger than 20 MiB, and says what to do", async () => {
    const answer = await post(
      new TextEncoder().encode(`{"query": "${MARK}${" ".repeat(20 * 1024 * 1024)}"}`),
    );
    expect(answer).toMatchObject({ status: 413, code: "BAD_USER_INPUT" });
    expect(answer.message).toMatch(/larger than 20971520 bytes: send less at once/);
    expect(answer.text).not.toContain(MARK);
  });

  it("is refused when its document is no GraphQL", async () => {
    const answer = await post(
      JSON.stringify({ query: `{ dataSubject(reference: "${MARK}" "${MARK}") { id } }` }),
    );
    expect(answer.status).toBe(400);
    expect(answer.code).toBe("GRAPHQL_PARSE_FAILED");
    expect(answer.message).toBe("Syntax Error: Expected Name.");
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ locations: [{ line: 1 }], extensions: { code: "GRAPHQL_PARSE_FAILED" } }],
    });
  });

  it("is refused when it names an operation that it does not have, or none of several", async () => {
    const query = "query One { viewer { name } } query Two { viewer { name } }";
    for (const operationName of [MARK, undefined]) {
      const answer = await post(JSON.stringify({ query, operationName }));
      expect(answer).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
      expect(answer.text).not.toContain(MARK);
    }
  });

  it("is refused when the schema does not have what it asks for", async () => {
    const answer = await post(JSON.stringify({ query: "{ viewers { name } }" }));
    expect(answer).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
    expect(answer.message).toMatch(/Cannot query field "viewers".*Did you mean "viewer"/);
  });
});

describe("A request by GET", () => {
  it("answers a query", async () => {
    const query = "query One($key: String!) { recipient(key: $key) { key } }";
    const answer = await get({ query, variables: JSON.stringify({ key: "example_bank" }) }, PREFLIGHT);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      data: { recipient: { key: "example_bank" } },
      extensions: { cost: { requested: 11, limit: 100_000 } },
    });
  });

  it("never runs a mutation", async () => {
    const before = await countRows(server.database.owner);
    const variables = JSON.stringify({ input: disclosureInput() });
    const answer = await get({ query: RECORD, variables }, PREFLIGHT);
    expect(answer).toMatchObject({ status: 405, code: "BAD_USER_INPUT" });
    expect(answer.message).toMatch(/GET requests only support query operations/);
    expect(answer.headers.get("allow")).toBe("POST");
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("is refused without a query, and with variables that are no JSON, without repeating them", async () => {
    for (const parameters of [{ variables: MARK }, { query: VIEWER, variables: MARK }]) {
      const answer = await get(parameters as Record<string, string>, PREFLIGHT);
      expect(answer).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
      expect(answer.text).not.toContain(MARK);
    }
  });
});

describe("A request that another site's page could make a browser send", () => {
  const refusal = {
    status: 400,
    code: "BAD_USER_INPUT",
    message: expect.stringContaining("Cross-Site Request Forgery"),
  };

  it("is refused by GET without a header of ours", async () => {
    expect(await get({ query: VIEWER })).toMatchObject(refusal);
  });

  it.each(["text/plain", "text/plain; charset=utf-8"])(
    "is refused as %s, and nothing is recorded",
    async (type) => {
      const before = await countRows(server.database.owner);
      const body = JSON.stringify({ query: RECORD, variables: { input: disclosureInput() } });
      expect(await post(body, { "content-type": type })).toMatchObject(refusal);
      expect(await countRows(server.database.owner)).toEqual(before);
    },
  );

  it.each(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "is refused as %s",
    async (type) => {
      expect(await post("query=%7Bviewer%7Bname%7D%7D", { "content-type": type })).toMatchObject({
        status: 415,
        code: "BAD_USER_INPUT",
      });
    },
  );
});

describe("Every answer", () => {
  it("carries a request id of its own, which a caller cannot choose", async () => {
    const headers = { ...JSON_TYPE, "x-request-id": MARK, "request-id": MARK };
    const answers = [
      await post(JSON.stringify({ query: VIEWER }), headers),
      await post(MARK, headers),
      await send("/nowhere", { headers }),
      await send("/readyz", { headers }),
    ];
    const ids = answers.map((answer) => answer.headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(answers.length);
    for (const id of ids) expect(id).toMatch(UUID);
  });

  it("forbids whoever passes it on to keep it", async () => {
    const answers = [
      await post(JSON.stringify({ query: VIEWER })),
      await post(JSON.stringify({ query: "{ nothing }" })),
      await send("/nowhere"),
      await send("/readyz"),
    ];
    for (const answer of answers) expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["GET", `/nowhere/${MARK}`],
    ["GET", `/graphql/${MARK}?reference=${MARK}`],
    ["PUT", "/graphql"],
    ["DELETE", `/${MARK}`],
  ])("to %s %s, where there is nothing, says so without repeating the address", async (method, path) => {
    const answer = await send(path, { method });
    expect(answer).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
      message: expect.stringContaining("/graphql"),
    });
    expect(answer.text).not.toContain(MARK);
  });

  it("to the health checks needs no key", async () => {
    for (const [path, body] of [
      ["/healthz", { status: "ok" }],
      ["/readyz", { status: "ready" }],
    ] as const) {
      const response = await fetch(new URL(path, server.url));
      expect({ status: response.status, body: await response.json() }).toEqual({ status: 200, body });
    }
  });
});
