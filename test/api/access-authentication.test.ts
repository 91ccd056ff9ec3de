import { describe, expect, it } from "@jest/globals";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { entities } from "../../src/entities.js";
import { MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { apiOf, startApp, withTestServer, type RequestError } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00Z");
const server = withTestServer({ clock });

const VIEWER = "{ viewer { name } }";

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly errors: readonly RequestError[];
  readonly data: unknown;
}

async function ask(headers: Record<string, string>, query = VIEWER): Promise<Answer> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const { errors = [], data } = JSON.parse(text) as { errors?: RequestError[]; data?: unknown };
  return { status: response.status, text, errors, data };
}

async function newKey(expiresAt: string | null = null): Promise<{ id: string; secret: string }> {
  const { createApiKey } = await server.admin.request<{
    createApiKey: { apiKey: { id: string }; secret: string };
  }>(
    `mutation ($expiresAt: DateTime) {
      createApiKey(input: { name: "A partner", role: AUDITOR, expiresAt: $expiresAt }) { apiKey { id } secret }
    }`,
    { expiresAt },
  );
  return { id: createApiKey.apiKey.id, secret: createApiKey.secret };
}

const INCOMPLETE = /incomplete or mistyped: copy it again/;
const UNKNOWN = /not known here: check that it was made on this registry/;
const HEADER = /must read: Bearer <your API key>/;

/** One letter of the secret is another one. */
function mistype(key: string): string {
  const letter = key[20] === "A" ? "B" : "A";
  return key.slice(0, 20) + letter + key.slice(21);
}

describe("A key that is not good", () => {
  it.each<[string, (key: string) => string, RegExp]>([
    ["mistyped", (key) => `Bearer ${mistype(key)}`, INCOMPLETE],
    ["cut off", (key) => `Bearer ${key.slice(0, -1)}`, INCOMPLETE],
    ["with something behind it", (key) => `Bearer ${key}x`, INCOMPLETE],
    ["in other letters' case", (key) => `Bearer ${key.toLowerCase()}`, INCOMPLETE],
    ["only begun", () => "Bearer dr_", INCOMPLETE],
    ["of another system", () => "Bearer ghp_16C7e42F292c6912E7710c838347Ae178B4a", UNKNOWN],
    ["of another registry", () => "Bearer another-registrys-key-of-some-length", UNKNOWN],
    ["in another scheme", (key) => `Basic ${key}`, HEADER],
    ["without a scheme", (key) => key, HEADER],
    ["missing behind its scheme", () => "Bearer ", HEADER],
    ["with a blank in it", (key) => `Bearer ${key.slice(0, 20)} ${key.slice(20)}`, HEADER],
    ["twice", (key) => `Bearer ${key}, Bearer ${key}`, HEADER],
  ])("is refused with HTTP 401 and a remedy: %s", async (_case, headerOf, remedy) => {
    const authorization = headerOf(server.admin.key);
    const answer = await ask({ authorization });
    expect(answer.status).toBe(401);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]!.extensions).toEqual({ code: "UNAUTHENTICATED" });
    expect(answer.errors[0]!.message).toMatch(remedy);
    expect(answer.data).toBeUndefined();
    expect(answer.text).not.toContain(server.admin.key.slice(3, 15));
    expect(answer.text).not.toContain("Ae178B4a");
  });

  it("is asked for where none is sent", async () => {
    const answer = await ask({});
    expect(answer.errors.map(({ extensions }) => extensions)).toEqual([{ code: "UNAUTHENTICATED" }]);
    expect(answer.errors[0]!.message).toMatch(/Send an API key in the header Authorization: Bearer/);
  });

  it("is not needed to read the schema, which is public", async () => {
    const answer = await ask({}, "{ __schema { queryType { name } } }");
    expect(answer).toMatchObject({
      status: 200,
      errors: [],
      data: { __schema: { queryType: { name: "Query" } } },
    });
  });

  it.each(["bearer", "BEARER", "Bearer  "])(
    "is another thing than a scheme written as %j, which is good",
    async (scheme) => {
      const answer = await ask({ authorization: `${scheme} ${server.admin.key}` });
      expect(answer).toMatchObject({ status: 200, errors: [] });
    },
  );
});

describe("A key with an end", () => {
  it("works until its moment and not at it, though it is remembered", async () => {
    const { secret } = await newKey(clock.at(MINUTE_MS));
    const authorization = `Bearer ${secret}`;
    clock.advance(MINUTE_MS - 1);
    expect((await ask({ authorization })).status).toBe(200);
    clock.advance(1);
    const answer = await ask({ authorization });
    expect(answer.status).toBe(401);
    expect(answer.errors[0]!.message).toMatch(/has expired: ask an administrator/);
  });
});

describe("A key revoked on another process", () => {
  it("works no longer after a few seconds", async () => {
    const dataSource = await createDataSource({ url: server.database.apiUrl, entities }).initialize();
    const other = await startApp(dataSource, { clock }, server.admin.key);
    try {
      const { id, secret } = await newKey();
      const there = apiOf(other.url, secret);
      await there.request(VIEWER);
      await server.admin.request(`mutation { revokeApiKey(input: { id: "${id}" }) { apiKey { id } } }`);
      expect((await ask({ authorization: `Bearer ${secret}` })).status).toBe(401);
      const since = performance.now();
      let isRefused = false;
      while (!isRefused && performance.now() - since < 8_000) {
        isRefused = await there.request(VIEWER).then(
          () => false,
          () => true,
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(isRefused).toBe(true);
      expect(performance.now() - since).toBeLessThan(7_000);
    } finally {
      await other.app.http.close();
      await dataSource.destroy();
    }
  });

  it("is looked up once for many requests in between", async () => {
    const { secret } = await newKey();
    const authorization = `Bearer ${secret}`;
    await ask({ authorization });
    const { statements } = await server.statementsOf(() =>
      Promise.all(Array.from({ length: 20 }, () => ask({ authorization }))),
    );
    expect(statements).toEqual([]);
  });
});
