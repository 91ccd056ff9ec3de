import { describe, expect, it } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { serverAudits } from "graphql-http";
import { withTestServer, type LentServer } from "../support/test-server.js";

/** As it comes, and as an operator sets it where nobody but known programs calls. */
const open = withTestServer();
const closed = withTestServer({ limits: { introspection: false, playground: false } });

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}
type Answer = Body | readonly Body[];

/** A request with the administrator's key: what is refused to it is refused to everybody. */
async function send(server: LentServer, init: RequestInit, parameters = ""): Promise<string> {
  const headers = { authorization: `Bearer ${server.admin.key}`, ...(init.headers as object) };
  const response = await fetch(`${server.url}${parameters}`, { ...init, headers });
  expect(response.status).toBeLessThan(500);
  return response.text();
}

async function post(server: LentServer, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return JSON.parse(await send(server, { method: "POST", headers, body: JSON.stringify(body) })) as Answer;
}

const ask = (server: LentServer, query: string) => post(server, { query }) as Promise<Body>;
const times = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i));
const parametersOf = (query: string) => new URLSearchParams({ query }).toString();
const get = async (server: LentServer, query: string) =>
  JSON.parse(await send(server, {}, `?${parametersOf(query)}`)) as Body;
const messagesOf = ({ errors }: Body) => (errors ?? []).map(({ message }) => message);

/** Whether a check finds what it looks for. */
type Check = (server: LentServer) => Promise<boolean>;

async function answersForms(
  server: LentServer,
  query: string,
  sign: (body: Body) => boolean,
): Promise<boolean> {
  const requests: [RequestInit, string][] = [
    [{ method: "POST" }, `?${parametersOf(query)}`],
    [{ method: "POST", body: new URLSearchParams({ query }) }, ""],
    [{ method: "POST", body: query, headers: { "content-type": "text/plain" } }, ""],
  ];
  for (const [init, parameters] of requests) {
    if (sign(JSON.parse(await send(server, init, parameters)) as Body)) return true;
  }
  return false;
}

const CIRCULAR_FRAGMENT =
  "query { __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }";

/** The checks of graphql-cop, each with the payload it sends and the sign it takes for a weakness. */
const GRAPHQL_COP: Record<string, Check> = {
  "overloading of aliases": async (server) =>
    (await ask(server, `query cop { ${times(101, (i) => `alias${i}:__typename`).join(" ")} }`)).data
      ?.alias100 !== undefined,
  "batched queries": async (server) =>
    (
      (await post(
        server,
        times(10, () => "query cop { __typename }").map((query) => ({ query })),
      )) as unknown[]
    ).length >= 10,
  "overloading of directives": async (server) =>
    (await ask(server, "query cop { __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }")).errors?.length === 10,
  "duplicated fields": async (server) =>
    (await ask(server, `query cop { ${"__typename \n".repeat(500)} }`)).data?.__typename !== undefined,
  "circular query by introspection": async (server) =>
    (
      (
        await ask(
          server,
          "query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
        )
      ).data?.__schema as { types: unknown[] } | undefined
    )?.types !== undefined,
  "circular fragments": async (server) => (await ask(server, CIRCULAR_FRAGMENT)).errors === undefined,
  "queries by GET": async (server) =>
    (await get(server, "query cop { __typename }")).data?.__typename !== undefined,
  "mutations by GET": async (server) =>
    (await get(server, "mutation cop { __typename }")).data?.__typename !== undefined,
  "queries by a form": (server) =>
    answersForms(server, "query cop { __typename }", ({ data }) => data?.__typename !== undefined),
  traces: async (server) => {
    const { errors, extensions } = await ask(server, "query cop { __typename }");
    return extensions?.tracing !== undefined || /stacktrace|tracing/i.test(JSON.stringify(errors ?? []));
  },
  "errors that are not handled": async (server) =>
    (await ask(server, "qwerty cop { abc }")).errors!.some(({ extensions }) => "exception" in extensions),
  "suggestions of fields": async (server) =>
    messagesOf(await ask(server, "query cop { __schema { directive } }")).some((text) =>
      /did you mean/i.test(text),
    ),
  introspection: async (server) =>
    (await ask(server, "query cop { __schema { types { name fields { name } } } }")).data?.__schema !==
    undefined,
  "a page to try queries in": async (server) => {
    const pages = ["graphiql", "playground", "console", "graphql"].map(async (path) => {
      const response = await fetch(new URL(path, server.url), { headers: { accept: "text/html" } });
      // Also where it says that the page was not built.
      return response.headers.get("content-type")!.startsWith("text/");
    });
    return (await Promise.all(pages)).includes(true);
  },
};

const WORDS = "name user users account recipients data policy view viewers key keys find search list record";

/** The checks of BatchQL, likewise. */
const BATCHQL: Record<string, Check> = {
  introspection: async (server) => Boolean((await ask(server, getIntrospectionQuery())).data),
  "suggestions of the schema": async (server) =>
    messagesOf(await ask(server, `query { ${WORDS} }`)).some((text) => text.includes("Did you mean")),
  "requests another site could have sent": async (server) => {
    const sign = (body: Body) => messagesOf(body).some((text) => text.includes("Cannot query field"));
    return sign(await get(server, "query { a }")) || (await answersForms(server, "query { a }", sign));
  },
  "batches by names": async (server) =>
    ((await ask(server, "query { assetnote: Query { hacktheplanet } assetnote1: Query { hacktheplanet } }"))
      .errors?.length ?? 0) > 1,
  "batches by lists": async (server) => {
    const query = "query { assetnote: Query { hacktheplanet } }";
    return ((await post(server, [{ query }, { query }])) as unknown[]).length > 1;
  },
};

/** The names of the checks that find something, in the order of the checks. */
async function found(checks: Record<string, Check>, server: LentServer): Promise<string[]> {
  const names: string[] = [];
  for (const [name, check] of Object.entries(checks)) if (await check(server)) names.push(name);
  return names;
}

describe("The checks of graphql-cop", () => {
  it("find nothing where introspection and playground are off", async () => {
    expect(await found(GRAPHQL_COP, closed)).toEqual([]);
  });

  it("find otherwise what these two are for, and nothing else", async () => {
    expect(await found(GRAPHQL_COP, open)).toEqual([
      "suggestions of fields",
      "introspection",
      "a page to try queries in",
    ]);
  });
});

describe("The checks of BatchQL", () => {
  it("find nothing where introspection is off", async () => {
    expect(await found(BATCHQL, closed)).toEqual([]);
  });

  it("find otherwise what introspection is for, and no way to send many requests as one", async () => {
    expect(await found(BATCHQL, open)).toEqual([
      "introspection",
      "suggestions of the schema",
      "batches by names",
    ]);
  });
});

describe("The audits of graphql-http", () => {
  it("find no error, no warning, and what the defence against other sites' pages costs", async () => {
    const { admin, url } = open;
    const fetchFn = (address: string, init: RequestInit = {}) =>
      fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${admin.key}` } });
    const amiss: string[] = [];
    for (const audit of serverAudits({ url, fetchFn })) {
      const result = await audit.fn();
      if (result.status !== "ok") amiss.push(`${result.status}: ${result.name}`);
    }
    // The audits send such a GET without a header that makes a browser ask first, as any other site's page could.
    expect(amiss).toEqual([
      "notice: MAY accept application/x-www-form-urlencoded formatted GET requests",
      "notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json",
      "notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json",
    ]);
  });
});
