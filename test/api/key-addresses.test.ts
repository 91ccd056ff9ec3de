import { describe, expect, it } from "@jest/globals";
import { newApiKey } from "../../src/modules/access/core/api-key-format.js";
import { keysOf } from "../support/key-operations.js";
import { MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00Z");
const server = withTestServer({ clock });

const CREATE = /* GraphQL */ `
  mutation Create($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey {
        id
        allowedAddresses
        lastUsedAt
      }
      secret
    }
  }
`;

interface ApiKey {
  readonly id: string;
  readonly allowedAddresses: readonly string[];
  readonly lastUsedAt: string | null;
}

async function createFrom(allowedAddresses: unknown): Promise<{ apiKey: ApiKey; secret: string }> {
  const input = { name: "A partner", role: "AUDITOR", allowedAddresses };
  type Created = { createApiKey: { apiKey: ApiKey; secret: string } };
  return (await server.admin.request<Created>(CREATE, { input })).createApiKey;
}

/** What is answered to a key from an address: the status, and the message of the error where there is one. */
async function ask(secret: string, remoteAddress: string): Promise<{ status: number; message?: string }> {
  const answer = await server.app.http.inject({
    method: "POST",
    url: "/graphql",
    remoteAddress,
    headers: { authorization: `Bearer ${secret}` },
    payload: { query: "{ viewer { name } }" },
  });
  const { errors } = answer.json<{ errors?: { message: string }[] }>();
  return { status: answer.statusCode, ...(errors && { message: errors[0]!.message }) };
}

async function listed(id: string): Promise<ApiKey> {
  type Listed = { apiKeys: { nodes: ApiKey[] } };
  const { apiKeys } = await server.admin.request<Listed>(
    "{ apiKeys { nodes { id allowedAddresses lastUsedAt } } }",
  );
  return apiKeys.nodes.find((key) => key.id === id)!;
}

const INSIDE = "203.0.113.7";
const OUTSIDE = "198.51.100.7";

describe("a key that may be used from some addresses", () => {
  it("says which, each once and in one way of writing, and keeps them under a new secret", async () => {
    const { apiKey } = await createFrom(["2001:DB8:0::/32", "203.0.113.0/24", "2001:db8::/32"]);
    const allowedAddresses = ["2001:db8::/32", "203.0.113.0/24"];
    expect(apiKey.allowedAddresses).toEqual(allowedAddresses);
    expect((await listed(apiKey.id)).allowedAddresses).toEqual(allowedAddresses);
    const { secret } = await keysOf(server).rotate(apiKey.id);
    expect(await ask(secret, INSIDE)).toEqual({ status: 200 });
    expect(await ask(secret, "2001:db8::7")).toEqual({ status: 200 });
    expect((await ask(secret, OUTSIDE)).status).toBe(401);
  });

  it("answers elsewhere as a key that does not exist: in words, status and statements, also once it was used", async () => {
    const { apiKey, secret } = await createFrom(["203.0.113.0/24"]);
    const unknown = await ask(newApiKey().token, OUTSIDE);
    expect(unknown).toEqual({ status: 401, message: expect.stringContaining("not known here") });
    const statementsOf = async (key: string) =>
      (await server.statementsOf(() => ask(key, OUTSIDE))).statements;
    const expected = await statementsOf(newApiKey().token);
    expect(expected).toHaveLength(1);
    for (const used of [false, true]) {
      if (used) expect(await ask(secret, INSIDE)).toEqual({ status: 200 });
      expect(await ask(secret, OUTSIDE)).toEqual(unknown);
      expect(await statementsOf(secret)).toEqual(expected);
      expect(await ask(secret, INSIDE)).toEqual({ status: 200 });
    }
    await keysOf(server).rotate(apiKey.id, "PT0S");
    expect(await ask(secret, OUTSIDE)).toEqual(unknown);
    expect((await ask(secret, INSIDE)).message).toMatch(/was given a new secret/);
    await server.admin.request(`mutation { revokeApiKey(input: { id: "${apiKey.id}" }) { apiKey { id } } }`);
    expect(await ask(secret, OUTSIDE)).toEqual(unknown);
    expect((await ask(secret, INSIDE)).message).toMatch(/was revoked/);
  });

  it("takes elsewhere as long as a key that does not exist: until the same moment, whatever there was to read", async () => {
    const { secret } = await createFrom(Array.from({ length: 100 }, (_, host) => `203.0.113.${host}`));
    for (const key of [secret, newApiKey().token]) {
      const took: number[] = [];
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const asked = performance.now();
        await ask(key, OUTSIDE);
        took.push(performance.now() - asked);
      }
      // A timer may be a millisecond early.
      expect(Math.min(...took)).toBeGreaterThan(9);
    }
  });

  it.each([undefined, null, []])("may be used from everywhere where it names %j", async (none) => {
    const { apiKey, secret } = await createFrom(none);
    expect(apiKey.allowedAddresses).toEqual([]);
    expect(await ask(secret, OUTSIDE)).toEqual({ status: 200 });
  });

  it.each<[string, unknown[], string[], RegExp]>([
    ["no address", ["203.0.113.7", "canary"], ["allowedAddresses[1]"], /Write an address or a network/],
    ["an address in a network", ["203.0.113.7/24"], ["allowedAddresses[0]"], /named by its first address/],
    ["every address", ["0.0.0.0/0"], ["allowedAddresses[0]"], /limits nothing/],
    ["too many", Array(101).fill("203.0.113.7"), ["allowedAddresses"], /at most 100/],
  ])("is refused for %s", async (_case, allowedAddresses, fields, remedy) => {
    const before = await countRows(server.database.owner);
    const input = { name: "A partner", role: "AUDITOR", allowedAddresses };
    const [error] = await server.admin.errorsOf(CREATE, { input });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(error!.message).toMatch(remedy);
    expect(error!.message).not.toContain("canary");
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});

describe("when a key was last used", () => {
  it("is nowhere before it was, and is written down later, in one statement for all keys", async () => {
    const [one, other] = [await createFrom(null), await createFrom([INSIDE])];
    expect(one.apiKey.lastUsedAt).toBeNull();
    await server.app.keys.uses.write();
    await ask(one.secret, OUTSIDE);
    clock.advance(MINUTE_MS);
    const at = clock.now().toISOString();
    const { statements } = await server.statementsOf(async () => {
      for (const key of [one, other]) await ask(key.secret, INSIDE);
      await ask(other.secret, OUTSIDE);
      await server.app.keys.uses.write();
    });
    expect(statements.filter((text) => text.includes("api_key_use AS known"))).toHaveLength(1);
    for (const { apiKey } of [one, other]) expect((await listed(apiKey.id)).lastUsedAt).toBe(at);
  });

  it("does not move by a refusal, nor back by a process that tells later of an earlier use", async () => {
    const { apiKey, secret } = await createFrom([INSIDE]);
    await ask(secret, INSIDE);
    await server.app.keys.uses.write();
    const at = clock.now();
    clock.advance(MINUTE_MS);
    await ask(secret, OUTSIDE);
    server.app.keys.uses.note(apiKey.id, new Date(at.getTime() - 1));
    await server.app.keys.uses.write();
    expect((await listed(apiKey.id)).lastUsedAt).toBe(at.toISOString());
  });

  it("is written down as the process stops", async () => {
    const { apiKey, secret } = await createFrom([INSIDE]);
    await ask(secret, INSIDE);
    const at = clock.now().toISOString();
    clock.advance(MINUTE_MS);
    await server.restart();
    expect((await listed(apiKey.id)).lastUsedAt).toBe(at);
  });
});
