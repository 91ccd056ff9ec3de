import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema, getNamedType, isInputObjectType, isObjectType, type GraphQLInputType } from "graphql";
import type { FastifyInstance } from "fastify";
import { maxHeaderSize } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { isPersonal } from "../../../src/platform/graphql/personal-arguments.js";
import { HEAD_LIMITS, SLOWNESS_LIMITS } from "../../../src/platform/http/slow-clients.js";
import { readCommitted } from "../../support/committed-file.js";
import { openServer, type OpenServer } from "../../support/open-server.js";

const SCHEMA = buildSchema(readCommitted("schema.graphql"));
const ORIGIN = "https://desk.example.com";

const addressOf = ({ server }: FastifyInstance) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let closed: FastifyInstance;
let behindProxy: OpenServer;
beforeAll(async () => {
  closed = (await openServer()).http;
  behindProxy = await openServer({ trustedProxies: ["10.0.0.0/8"], corsOrigins: [ORIGIN] });
});
afterAll(() => Promise.all([closed.close(), behindProxy.http.close()]));

const PREFLIGHT = { "apollo-require-preflight": "1" };
const POSTED = { method: "POST", url: "/graphql", payload: { query: "{ __typename }" } } as const;

describe("every answer", () => {
  it.each([
    ["of GraphQL", POSTED],
    ["to what cannot be read", { ...POSTED, payload: "{", headers: { "content-type": "application/json" } }],
    ["where there is nothing", { method: "GET", url: "/nowhere" }],
    ["of the health check", { method: "GET", url: "/healthz" }],
    ["to a visitor", { method: "GET", url: "/graphql", headers: { accept: "text/html" } }],
  ] as const)("tells browsers that it is nothing to build on: %s", async (_case, request) => {
    const { headers } = await closed.inject(request);
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(/^default-src 'none';.* frame-ancestors 'none'$/),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers).not.toHaveProperty("strict-transport-security");
  });
});

describe("what is no HTTP", () => {
  it.each([
    ["another protocol", "EHLO iin870101300123\r\n\r\n", 400],
    ["a head without end", `GET / HTTP/1.1\r\nx: ${"iin870101300123".repeat(2_000)}`, 431],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
    ],
    ["no address", "GET /%zz/iin870101300123 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400],
    [
      "an address with a long part",
      `GET /files/${"iin870101300123".repeat(20)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      400,
    ],
    [
      "a host that is none",
      "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: [iin870101300123\r\nConnection: close\r\n\r\n",
      400,
    ],
  ])("is refused with a code, without being repeated: %s", async (_case, text, status) => {
    const { port } = new URL(
      await closed.listen({ port: 0, host: "127.0.0.1" }).catch(() => addressOf(closed)),
    );
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(text);
    let answer = "";
    for await (const chunk of socket.setEncoding("utf8")) answer += chunk as string;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*"BAD_USER_INPUT"`, "s"));
    expect(answer).not.toContain("870101300123");
  });

  it("or too slow has the limits that docs/deployment.md prints", () => {
    const { graceMs, sentBytesPerSecond, readBytesPerSecond } = SLOWNESS_LIMITS;
    const page = readCommitted("docs/deployment.md");
    expect(HEAD_LIMITS.headersTimeout).toBe(graceMs);
    for (const printed of [
      `${graceMs / 1000} seconds, ${maxHeaderSize / 1024} KiB`,
      `${sentBytesPerSecond.toLocaleString("en")} bytes a second, reckoned over ${graceMs / 1000} seconds`,
      `${readBytesPerSecond.toLocaleString("en")} bytes a second, and ${graceMs / 1000} seconds`,
      `${closed.server.keepAliveTimeout / 1000} seconds`,
    ]) {
      expect(page).toContain(`| ${printed}`);
    }
  });
});

describe("other sites' pages", () => {
  const preflight = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization",
  };
  const ask = (http: FastifyInstance, origin: string) => http.inject({ ...POSTED, headers: { origin } });
  const askFirst = (http: FastifyInstance, origin: string) =>
    http.inject({ method: "OPTIONS", url: "/graphql", headers: { origin, ...preflight } });
  const allowances = (headers: object) =>
    Object.keys(headers).filter((name) => name.startsWith("access-control"));

  it("read nothing where no origin is named", async () => {
    for (const answer of [await ask(closed, ORIGIN), await askFirst(closed, ORIGIN)]) {
      expect(allowances(answer.headers)).toEqual([]);
    }
    expect((await askFirst(closed, ORIGIN)).statusCode).toBe(404);
  });

  it("read answers where their origin is named, without credentials of the browser", async () => {
    const { http } = behindProxy;
    const first = await askFirst(http, ORIGIN);
    expect(first.statusCode).toBe(204);
    expect(first.headers).toMatchObject({
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": expect.stringContaining("Authorization"),
      vary: "Origin",
    });
    const { headers } = await ask(http, ORIGIN);
    expect(headers).toMatchObject({ "access-control-allow-origin": ORIGIN });
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });

  it.each([
    "null",
    "https://desk.example.com.evil.example",
    "http://desk.example.com",
    "https://desk.example.com:8443",
  ])("read nothing where another origin is named: %s", async (origin) => {
    for (const answer of [await ask(behindProxy.http, origin), await askFirst(behindProxy.http, origin)]) {
      expect(allowances(answer.headers)).toEqual([]);
      expect(answer.headers.vary).toContain("Origin");
    }
  });
});

describe("a query that names a person", () => {
  const MARK = "iin870101300123";
  const byGet = (query: string, variables: object = {}) =>
    closed.inject({
      url: "/graphql",
      headers: PREFLIGHT,
      query: { query, variables: JSON.stringify(variables) },
    });

  it.each<[string, string, object, string]>([
    ["in a literal", `{ dataSubject(reference: "${MARK}") { id } }`, {}, "reference"],
    ["in a variable", "query Q($r: String!) { dataSubject(reference: $r) { id } }", { r: MARK }, "reference"],
    ["in an input", `{ disclosures(filter: { subject: "${MARK}" }) { totalCount } }`, {}, "subject"],
    [
      "in an input's variable",
      "query Q($f: DisclosureFilter) { disclosures(filter: $f) { totalCount } }",
      { f: { subject: MARK } },
      "subject",
    ],
    [
      "deep inside",
      `{ disclosure(id: "x") { ...F } } fragment F on Disclosure { coverageProof(subject: "${MARK}") }`,
      {},
      "subject",
    ],
    ["in free words", `{ recipients(filter: { search: "${MARK}" }) { totalCount } }`, {}, "search"],
  ])("is refused in an address, %s, without being repeated", async (_case, query, variables, field) => {
    const answer = await byGet(query.replace('"x"', '"0198c2f0-0000-7000-8000-000000000000"'), variables);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining(`${field}: It may hold somebody's reference`),
          extensions: { code: "BAD_USER_INPUT", fields: [field] },
        },
      ],
    });
    expect(answer.body).not.toContain(MARK);
  });

  it("is taken by POST, and by GET where it names nobody", async () => {
    const posted = await closed.inject({
      ...POSTED,
      payload: { query: `{ dataSubject(reference: "${MARK}") { id } }` },
    });
    expect(posted.body).not.toContain("It may hold");
    for (const query of [
      '{ recipient(key: "example_bank") { key } }',
      '{ disclosures(first: 2, filter: { recipient: "example_bank" }) { totalCount } }',
    ]) {
      expect((await byGet(query)).body).not.toContain("It may hold");
    }
  });

  it("is recognised by these arguments, and by no others of type String that queries have", () => {
    const found = { personal: new Set<string>(), keys: new Set<string>() };
    const note = (name: string, type: GraphQLInputType) => {
      const named = getNamedType(type);
      if (isInputObjectType(named)) {
        for (const field of Object.values(named.getFields())) note(field.name, field.type);
      } else if (named.name === "String") found[isPersonal(name, type) ? "personal" : "keys"].add(name);
    };
    for (const type of Object.values(SCHEMA.getTypeMap())) {
      if (!isObjectType(type) || type.name === "Mutation" || type.name.startsWith("__")) continue;
      for (const field of Object.values(type.getFields()))
        for (const { name, type } of field.args) note(name, type);
    }
    expect([...found.personal].sort()).toEqual([
      "externalReference",
      "note",
      "partnerReference",
      "reference",
      "search",
      "subject",
      "subjects",
    ]);
    expect([...found.keys].sort()).toEqual([
      "after",
      "agreement",
      "before",
      "categories",
      "category",
      "dataStore",
      "key",
      "kind",
      "language",
      "legalGround",
      "purpose",
      "recipient",
      "retentionRule",
      "safeguard",
      "source",
    ]);
  });
});
