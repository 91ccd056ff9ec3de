import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { REFUSAL_LINES_PER_MINUTE } from "../../../src/platform/http/refusal-log.js";
import { DEFAULT_LIMITS } from "../../../src/platform/limits-settings.js";
import { openServer, type OpenServer } from "../../support/open-server.js";

const POSTED = { method: "POST", url: "/graphql", payload: { query: "{ __typename }" } } as const;

let behindProxy: OpenServer;
beforeAll(async () => {
  behindProxy = await openServer({ trustedProxies: ["10.0.0.0/8"], corsOrigins: [] });
});
afterAll(() => behindProxy.http.close());

describe("the id of a request", () => {
  const SENT = "5f0c2b1a9d8e4f7760a1b2c3d4e5f607";
  const idOf = async (remoteAddress: string, sent: string) => {
    const headers = { "x-request-id": sent };
    const answer = await behindProxy.http.inject({ ...POSTED, remoteAddress, headers });
    return String(answer.headers["x-request-id"]);
  };

  it("is the one a proxy that is named sent, in the answer and in the log", async () => {
    behindProxy.lines.splice(0);
    expect(await idOf("10.1.2.3", SENT)).toBe(SENT);
    expect(await idOf("10.1.2.3", "0198C2F0-0000-7000-8000-000000000000")).toBe(
      "0198c2f0-0000-7000-8000-000000000000",
    );
    expect(behindProxy.lines[0]).toMatchObject({ requestId: SENT, msg: "graphql" });
  });

  it.each([
    ["from others", "192.0.2.1", SENT],
    ["that could be somebody's reference", "10.1.2.3", "iin870101300123"],
    ["that is too long", "10.1.2.3", `${SENT}${SENT}`],
    ["of several", "10.1.2.3", `${SENT}, ${SENT}`],
  ])("is a new one instead of one %s", async (_case, from, sent) => {
    expect(await idOf(from, sent)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });
});

describe("a proxy's word", () => {
  const forwarded = { "x-forwarded-for": "198.51.100.9, 203.0.113.7", "x-forwarded-proto": "https" };

  it.each([
    [
      "taken from a proxy that is named, up to the last address nobody vouches for",
      "10.1.2.3",
      "203.0.113.7",
      true,
    ],
    ["worth nothing from others", "192.0.2.1", "192.0.2.1", false],
  ])("is %s", async (_case, remoteAddress, expected, isSecure) => {
    const { http, addresses } = behindProxy;
    const { headers } = await http.inject({ ...POSTED, remoteAddress, headers: forwarded });
    expect(addresses.at(-1)).toBe(expected);
    expect("strict-transport-security" in headers).toBe(isSecure);
  });

  it.each([
    ["with the port of its connection", "203.0.113.7:50123", "203.0.113.7"],
    ["of a chain whose members say their ports", "203.0.113.7:50123, 10.9.9.9:443", "203.0.113.7"],
    ["of IPv6 in brackets, with a port", "[2001:db8::7]:50123", "2001:db8::7"],
    ["of IPv6 in brackets", "[2001:db8::7]", "2001:db8::7"],
    ["that is none at all", "iin870101300123", ""],
    ["that is hidden", "198.51.100.9, unknown", ""],
    ["of something with a port", "iin870101300123:443", ""],
    ["of a port that is none", "203.0.113.7:iin870101300123", ""],
    ["that is half in brackets", "[2001:db8::7", ""],
  ])("is read as an address without a port, and no other text is one: %s", async (_case, sent, expected) => {
    const { http, addresses, lines } = behindProxy;
    lines.splice(0);
    await http.inject({ ...POSTED, remoteAddress: "10.1.2.3", headers: { "x-forwarded-for": sent } });
    expect(addresses.at(-1)).toBe(expected);
    const told = lines.filter(({ msg }) => msg === "no address");
    expect(told).toEqual(expected === "" ? [expect.objectContaining({ codes: ["NO_ADDRESS"] })] : []);
    expect(JSON.stringify(lines)).not.toContain("870101300123");
  });

  it.each([
    ["from one address by several ports", ["203.0.113.7:1", "203.0.113.7:2", "203.0.113.7"]],
    ["from one network of IPv6 by several ports", ["[2001:db8::7]:1", "[2001:db8::8]:2", "2001:db8::9"]],
    ["from where nobody knows", ["unknown", "_hidden", "203.0.113.7:no-port"]],
  ])("counts clients together that come %s", async (_case, senders) => {
    const { http } = await openServer(
      { trustedProxies: ["10.0.0.0/8"], corsOrigins: [] },
      { ...DEFAULT_LIMITS, addressCostPerMinute: 2_500 },
    );
    const statuses: number[] = [];
    for (const sender of senders) {
      const headers = { "x-forwarded-for": sender, authorization: "Bearer no-such-key" };
      statuses.push((await http.inject({ ...POSTED, remoteAddress: "10.1.2.3", headers })).statusCode);
    }
    expect(statuses).toEqual([401, 401, 429]);
    await http.close();
  });
});

describe("what is refused outside GraphQL", () => {
  const MARK = "iin870101300123";
  const JSON_TYPE = { "content-type": "application/json" };
  let open: OpenServer;
  beforeAll(async () => void (open = await openServer()));
  afterAll(() => open.http.close());

  it.each([
    ["a wrong key", { url: `/files/${MARK}`, headers: { authorization: MARK } }, 401, "UNAUTHENTICATED"],
    ["too little permission", { url: `/files/${MARK}?x=${MARK}` }, 403, "FORBIDDEN"],
    ["no such address", { url: `/${MARK}?x=${MARK}` }, 404, "NOT_FOUND"],
    ["no JSON", { ...POSTED, payload: `{"${MARK}`, headers: JSON_TYPE }, 400, "BAD_USER_INPUT"],
    ["another type", { ...POSTED, payload: MARK, headers: { "content-type": "a/b" } }, 415, "BAD_USER_INPUT"],
    ["a page's request", { url: `/graphql?query={${MARK}}` }, 400, "BAD_USER_INPUT"],
  ])("has one line in the log, of nothing that was sent: %s", async (_case, request, status, code) => {
    open.lines.splice(0);
    const answer = await open.http.inject(request);
    expect(answer.statusCode).toBe(status);
    const line = { requestId: answer.headers["x-request-id"], status, codes: [code], msg: "refused" };
    expect(open.lines).toEqual([expect.objectContaining(line)]);
    expect(JSON.stringify(open.lines)).not.toContain(MARK);
  });

  it("is told how to be let in where a key is missing or wrong, and not why", async () => {
    const answers = [
      await open.http.inject({ url: "/files/a", headers: { authorization: "Bearer x" } }),
      await open.http.inject({ ...POSTED, headers: { authorization: "Bearer x" } }),
    ];
    for (const { statusCode, headers } of answers) {
      expect({ statusCode, says: headers["www-authenticate"] }).toEqual({
        statusCode: 401,
        says: 'Bearer realm="disclosure-registry"',
      });
    }
    expect((await open.http.inject("/nowhere")).headers).not.toHaveProperty("www-authenticate");
  });

  it("does not fill the log in a flood, which says how much was left out", async () => {
    open.lines.splice(0);
    const sent = 2 * REFUSAL_LINES_PER_MINUTE;
    for (let number = 0; number < sent; number += 1) await open.http.inject("/nowhere");
    const ofFlood = open.lines.filter(({ codes }) => String(codes) === "NOT_FOUND");
    expect(ofFlood.length).toBeGreaterThan(REFUSAL_LINES_PER_MINUTE / 2);
    expect(ofFlood.length).toBeLessThan(1.5 * REFUSAL_LINES_PER_MINUTE);
    await open.http.inject({ url: "/files/a" });
    expect(open.lines.at(-1)).toMatchObject({ codes: ["FORBIDDEN"] });
  });

  it("is told of to the last as the server closes", async () => {
    const { http, lines } = await openServer();
    const sent = REFUSAL_LINES_PER_MINUTE + 50;
    for (let number = 0; number < sent; number += 1) await http.inject("/nowhere");
    await http.close();
    const told = lines.map(({ msg, leftOut }) => Number(msg === "refused") + Number(leftOut ?? 0));
    expect(told.reduce((sum, each) => sum + each)).toBe(sent);
    expect(lines.at(-1)).toMatchObject({ codes: ["NOT_FOUND"], msg: "left out" });
  });
});
