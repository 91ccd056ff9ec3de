import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { json as readJson } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { postList, sendList } from "../support/send-list.js";
import { withTestIssuer } from "../support/test-issuer.js";
import { withTestServer, type LentServer } from "../support/test-server.js";

/** A minute's cost of a key lets it ask some five times for twenty disclosures. */
const slow = withTestServer({ limits: { keyCostPerMinute: 400, addressCostPerMinute: 2_500 } });
const lent = withTestIssuer();
/** A minute's cost of a key is a list's, and a hundred thousand lines. */
const other = withTestServer({
  signIn: () => lent.issuer.settings,
  limits: { keyCostPerMinute: 101_000, addressCostPerMinute: 20 },
});
const narrow = withTestServer({ limits: { keyRequestsAtOnce: 1, keyTransfersAtOnce: 1 } });

const QUERY = "{ disclosures(first: 20) { nodes { id } } }";

async function ask(server: LentServer, key: string, query = QUERY) {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== "" && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  const { status, headers } = response;
  return { status, code: body.errors?.[0]?.extensions.code, wait: Number(headers.get("retry-after")), body };
}

/** Asks until it is refused. */
async function askUntilRefused(server: LentServer, key: string, query = QUERY) {
  for (let times = 0; times < 50; times++) {
    const answer = await ask(server, key, query);
    if (answer.status === 429) return { times, ...answer };
  }
  throw new Error("It was never refused.");
}

describe("What a key may ask for in a minute", () => {
  it("is bounded by the cost, refused with the seconds to wait, and leaves other keys alone", async () => {
    const [one, other] = [await slow.as("ANALYST"), await slow.as("ANALYST")];
    const refused = await askUntilRefused(slow, one.key);
    expect(refused).toMatchObject({ code: "RATE_LIMITED" });
    expect(refused.times).toBeGreaterThan(5);
    expect(refused.wait).toBeGreaterThan(0);
    expect(refused.wait).toBeLessThanOrEqual(60);
    expect(refused.body.errors![0]!.message).toContain(`Wait ${refused.wait} seconds`);
    expect((await ask(slow, other.key)).status).toBe(200);
  });

  it("counts for texts that are no GraphQL as well", async () => {
    const { key } = await slow.as("ANALYST");
    for (let times = 0; times < 3; times++) {
      expect((await ask(slow, key, `{ ${" ".repeat(90 + times)} nonsense `)).code).toBe(
        "GRAPHQL_PARSE_FAILED",
      );
    }
    expect(await ask(slow, key, `{ ${" ".repeat(99)} nonsense `)).toMatchObject({
      status: 429,
      code: "RATE_LIMITED",
    });
  });

  it("counts for one text that is wrong each time it comes, and for one that is right the first time", async () => {
    const [wrong, right] = [await slow.as("ANALYST"), await slow.as("ANALYST")];
    const refused = await askUntilRefused(slow, wrong.key, `{ nonsense ${" ".repeat(90)} }`);
    expect(refused.times).toBeLessThan(6);
    for (let times = 0; times < 10; times++) {
      expect((await ask(slow, right.key, `{ viewer { name } ${" ".repeat(90)} }`)).status).toBe(200);
    }
  });

  it("is bounded for the other addresses of the registry too", async () => {
    const { key } = await slow.as("AUDITOR");
    await askUntilRefused(slow, key, "{ viewer { name } }");
    for (let times = 0; times < 40; times++) {
      const response = await fetch(new URL("/ledger/checkpoint", slow.url), {
        headers: { authorization: `Bearer ${key}` },
      });
      if (response.status !== 429) continue;
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
      return;
    }
    throw new Error("It was never refused.");
  });

  it("is bounded where there is nothing, for its address", async () => {
    const { key } = await other.as("ANALYST");
    const statuses: number[] = [];
    for (let times = 0; times < 40; times++)
      statuses.push((await fetch(new URL("/nothing", other.url))).status);
    expect(statuses[0]).toBe(404);
    expect(statuses).toContain(429);
    expect((await ask(other, key)).status).toBe(200);
  });

  it("counts for each line of a list, however small it was compressed", async () => {
    const gzip = { headers: { "content-encoding": "gzip" } };
    const listOf = (lines: number) => gzipSync("user-001\n".repeat(lines));
    const { url } = other;
    const [whole, parts] = [await other.as("ANALYST"), await other.as("ANALYST")];
    const refused = await postList({ url, key: whole.key }, listOf(400_000), gzip);
    expect(refused.status).toBe(429);
    // As many lines as were read cost more than a minute brings, and so all of it.
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(55);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });

    const list = await sendList({ url, key: parts.key }, listOf(60_000), gzip);
    expect(list).toMatchObject({ status: 201, count: 1, duplicates: 59_999 });
    const path = `/subject-lists/match/${list.id}`;
    const blank = gzipSync(`nobody${"\n".repeat(300_000)}`);
    const further = await postList({ url, key: parts.key }, blank, { ...gzip, path });
    expect(further.status).toBe(429);
    // Some 40,000 are left, and the first 65,536 were read: twice as many are more than a minute brings.
    expect(Number(further.headers.get("retry-after"))).toBeGreaterThan(25);
  });

  it("costs the database nothing that keys are tried out beyond it, and still lets good keys in", async () => {
    const { key } = await other.as("ANALYST");
    await askUntilRefused(other, "no-such-key");
    const { statements } = await other.statementsOf(async () => {
      for (let times = 0; times < 20; times++) {
        expect(await ask(other, `no-such-key-${times}`)).toMatchObject({ status: 429, code: "RATE_LIMITED" });
      }
    });
    // Which keys there are is asked once in a while.
    expect(statements.length).toBeLessThan(3);
    expect((await ask(other, key)).status).toBe(200);
    const later = await other.as("ANALYST");
    expect((await ask(other, later.key)).status).toBe(200);
    const elsewhere = await other.app.keys.create(
      { name: "From elsewhere", role: "ANALYST", allowedAddresses: ["192.0.2.1"] },
      "test",
    );
    const tried = await other.statementsOf(() => ask(other, elsewhere.token));
    expect(tried.statements.filter((text) => text.includes("= ANY"))).toEqual([]);
  });

  it("costs the database nothing that tokens are made up beyond it, and still lets people sign in", async () => {
    const token = await lent.issuer.token();
    const madeUp = token.replace(/[^.]*$/, "AAAA");
    await askUntilRefused(other, madeUp);
    const { statements } = await other.statementsOf(async () => {
      for (let times = 0; times < 20; times++) {
        expect(await ask(other, madeUp)).toMatchObject({ status: 429, code: "RATE_LIMITED" });
      }
    });
    expect(statements).toEqual([]);
    expect((await ask(other, token)).status).toBe(200);
  });

  it("is bounded for those who try keys out, while good keys of the same address go on", async () => {
    const { key } = await slow.as("ANALYST");
    expect((await ask(slow, "no-such-key")).code).toBe("UNAUTHENTICATED");
    expect(await askUntilRefused(slow, "no-such-key")).toMatchObject({ code: "RATE_LIMITED" });
    expect((await ask(slow, "")).code).not.toBe("INTERNAL");
    expect((await ask(slow, key)).status).toBe(200);
  });
});

describe("What a key may have under way at once", () => {
  /** Begins to send a list, and leaves it at that. */
  function beginList(key: string) {
    const url = new URL("/subject-lists", narrow.url);
    const sending = httpRequest(url, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
    });
    const answered = new Promise<number>((resolve, reject) => {
      sending.on("response", (response) => resolve(response.resume().statusCode!)).on("error", reject);
    });
    sending.write("user-001\n");
    return { answered, end: () => sending.end() };
  }

  it("is bounded for lists and exports, and free again once one has ended", async () => {
    const { key } = await narrow.as("ANALYST");
    const first = beginList(key);
    let second: number;
    do {
      // Until the first has reached the server, this one is taken.
      const sent = beginList(key);
      sent.end();
      second = await sent.answered;
    } while (second === 201);
    expect(second).toBe(429);
    expect((await ask(narrow, key)).status).toBe(200);
    first.end();
    expect(await first.answered).toBe(201);
  });

  it("is bounded for requests", async () => {
    const { key } = await narrow.as("ANALYST");
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(narrow, key)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
    expect(answers.find(({ status }) => status === 429)).toMatchObject({ code: "RATE_LIMITED", wait: 1 });
    expect((await ask(narrow, key)).status).toBe(200);
  });
});

describe("A large body", () => {
  const LARGE = 20 * 1024 * 1024;

  /** Sends a request's head, and of its body no more than given. */
  async function begin(
    server: LentServer,
    headers: Record<string, string | number | string[]>,
    body = "",
    { method, path } = { method: "POST", path: "/graphql" },
  ) {
    const { host, hostname, port } = new URL(server.url);
    const sending = httpRequest({
      hostname,
      port,
      path,
      method,
      headers: { host, "content-type": "application/json", ...headers },
    });
    const answered = once(sending, "response") as Promise<[IncomingMessage]>;
    if (body === "") sending.flushHeaders();
    else sending.end(body);
    const [response] = await answered;
    const { errors } = (await readJson(response)) as { errors?: { extensions: { code: string } }[] };
    sending.destroy();
    return { status: response.statusCode, code: errors?.[0]?.extensions.code };
  }

  it("is refused by its head alone, unless it comes with a good key", async () => {
    const large = { "content-length": LARGE };
    expect(await begin(narrow, large)).toEqual({ status: 413, code: "BAD_USER_INPUT" });
    expect(await begin(narrow, { "transfer-encoding": "chunked" })).toEqual({
      status: 413,
      code: "BAD_USER_INPUT",
    });
    expect(await begin(narrow, { ...large, authorization: "Bearer no-such-key" })).toEqual({
      status: 401,
      code: "UNAUTHENTICATED",
    });
  });

  it.each([
    { method: "POST", path: "/nothing" },
    { method: "GET", path: "/healthz" },
  ])("is refused by its head where nobody reads it: $method $path", async (place) => {
    const { key } = await narrow.as("ANALYST");
    for (const authorization of ["", `Bearer ${key}`]) {
      const headers = { "content-length": LARGE, authorization };
      expect(await begin(narrow, headers, "", place)).toEqual({ status: 413, code: "BAD_USER_INPUT" });
    }
  });

  it("is refused by its head, however many headers come before its length", async () => {
    const headers = { a: Array<string>(2_000).fill(""), "content-length": LARGE };
    expect(await begin(narrow, headers)).toEqual({ status: 413, code: "BAD_USER_INPUT" });
  });

  it("counts for no more than the longest, whatever length its head claims", async () => {
    const { key } = await narrow.as("ANALYST");
    const claimed = { "content-length": Number.MAX_SAFE_INTEGER };
    for (const sender of [key, ""]) {
      const authorization = sender && `Bearer ${sender}`;
      expect(await begin(narrow, { ...claimed, authorization })).toMatchObject({ status: 413 });
      expect(await ask(narrow, sender)).not.toMatchObject({ status: 429 });
    }
  });

  it("counts for its key, also where its length was not said", async () => {
    const { key } = await slow.as("ANALYST");
    const body = JSON.stringify({ query: "{ viewer { name } }", extensions: " ".repeat(400_000) });
    const headers = { authorization: `Bearer ${key}`, "transfer-encoding": "chunked" };
    const codes = [await begin(slow, headers, body), await begin(slow, headers, body)].map(
      ({ code }) => code,
    );
    expect(codes).toContain("RATE_LIMITED");
  });
});
