import { describe, expect, it } from "@jest/globals";
import { encodeCursor } from "../../src/platform/graphql/cursor.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { apiOf, withTestServer } from "../support/test-server.js";

const server = withTestServer();

const CREATE = /* GraphQL */ `
  mutation Create($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey {
        id
        name
        role
        createdAt
        createdBy
        expiresAt
        revokedAt
      }
      secret
    }
  }
`;
const REVOKE = "mutation Revoke($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id revokedAt } } }";
const LIST = /* GraphQL */ `
  query List($first: Int, $after: String, $last: Int, $before: String) {
    apiKeys(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        id
        name
        role
        createdBy
        expiresAt
        revokedAt
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;
const VIEWER = "{ viewer { name roles permissions } }";

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}
interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly ApiKey[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly endCursor: string | null;
    readonly startCursor: string | null;
  };
}

async function create(input: Record<string, unknown>): Promise<{ apiKey: ApiKey; secret: string }> {
  type Created = { createApiKey: { apiKey: ApiKey; secret: string } };
  return (
    await server.admin.request<Created>(CREATE, {
      input: { name: "A partner", role: "INTEGRATION", ...input },
    })
  ).createApiKey;
}

async function list(page: Record<string, unknown> = {}): Promise<Listed> {
  return (await server.admin.request<{ apiKeys: Listed }>(LIST, page)).apiKeys;
}

describe("createApiKey", () => {
  it("answers the key with its secret, which works at once", async () => {
    const { apiKey, secret } = await create({ name: "  Example Courier\u00a0", role: "ANALYST" });
    expect(secret).toMatch(/^dr_[0-9A-Za-z]{12}_[0-9A-Za-z]{46}$/);
    expect(secret.split("_")[1]).toBe(apiKey.id);
    expect(apiKey).toMatchObject({
      name: "Example Courier",
      role: "ANALYST",
      expiresAt: null,
      revokedAt: null,
    });
    expect(apiKey.createdBy).toBe(server.admin.key.split("_")[1]);
    expect(await apiOf(server.url, secret).request(VIEWER)).toEqual({
      viewer: {
        name: "Example Courier",
        roles: ["ANALYST"],
        permissions: [
          "READ_DATA_MAP",
          "WRITE_DATA_MAP",
          "RECORD_DISCLOSURES",
          "READ_DISCLOSURES",
          "READ_STATISTICS",
          "RECORD_SUBJECT_FACTS",
          "LOOK_UP_DATA_SUBJECTS",
          "REVIEW_AUTHORITY_REQUESTS",
          "ACKNOWLEDGE_FINDINGS",
          "OPEN_RIGHTS_REQUESTS",
          "READ_RIGHTS_REQUESTS",
          "HANDLE_RIGHTS_REQUESTS",
          "RECORD_DESTRUCTIONS",
          "REPORT_NOTIFICATIONS",
          "GIVE_ACCOUNTINGS",
          "READ_LEDGER",
        ],
      },
    });
  });

  it("stores nothing of the secret but a keyed hash", async () => {
    const { secret } = await create({});
    const stored = await dumpRows(server.database.owner);
    const [, id, rest] = secret.split("_");
    expect(stored).toContain(id);
    for (const part of [secret, rest!, rest!.slice(0, 20), server.admin.key]) {
      expect(stored).not.toContain(part);
      expect(stored).not.toContain(Buffer.from(part).toString("hex"));
    }
    const [row] = await server.database.owner.query<{ hash: Buffer }[]>(
      "SELECT secret_hash AS hash FROM api_key_secret WHERE api_key_id = $1",
      [id],
    );
    expect(row!.hash).toHaveLength(32);
  });

  it("makes a key of the same name another key", async () => {
    const [one, other] = [await create({ name: "Twin" }), await create({ name: "Twin" })];
    expect(one.secret).not.toBe(other.secret);
    expect(one.apiKey.id).not.toBe(other.apiKey.id);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["an empty name", { name: " \n" }, ["name"]],
    ["a name of 101 characters", { name: "x".repeat(101) }, ["name"]],
    ["a name of two lines", { name: "one\ntwo" }, ["name"]],
    ["a name with the character 0", { name: "canary\u0000" }, ["name"]],
    ["a name that turns the text behind it", { name: "canary\u202e" }, ["name"]],
    ["a name with half a surrogate pair", { name: "canary\ud800" }, ["name"]],
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00Z" }, ["expiresAt"]],
    ["both at once", { name: "", expiresAt: "2020-01-01T00:00:00Z" }, ["name", "expiresAt"]],
    ["an unknown role", { role: "OWNER" }, ["role"]],
    ["a malformed end", { expiresAt: "tomorrow" }, ["expiresAt"]],
  ])("refuses %s, names the field and stores nothing", async (_case, changes, fields) => {
    const before = await countRows(server.database.owner);
    const input = { name: "A partner", role: "INTEGRATION", ...changes };
    const errors = await server.admin.errorsOf(CREATE, { input });
    expect(errors).toHaveLength(1);
    expect(errors[0]!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(JSON.stringify(errors)).not.toMatch(/canary|OWNER|tomorrow/);
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});

describe("revokeApiKey", () => {
  it("ends a key at once, for good, and says since when", async () => {
    const { apiKey, secret } = await create({ role: "ADMIN" });
    const api = apiOf(server.url, secret);
    await api.request(VIEWER);
    const first = await server.admin.request<{ revokeApiKey: { apiKey: ApiKey } }>(REVOKE, { id: apiKey.id });
    expect(first.revokeApiKey.apiKey.revokedAt).not.toBeNull();
    const [error] = await api.errorsOf(VIEWER);
    expect(error!.extensions.code).toBe("UNAUTHENTICATED");
    expect(error!.message).toMatch(/was revoked: ask an administrator/);
    expect(await server.admin.request(REVOKE, { id: apiKey.id })).toEqual(first);
    expect((await list()).nodes.find(({ id }) => id === apiKey.id)).toMatchObject(first.revokeApiKey.apiKey);
  });

  it("can end the key that asks for it", async () => {
    const { apiKey, secret } = await create({ role: "ADMIN" });
    const api = apiOf(server.url, secret);
    await api.request(REVOKE, { id: apiKey.id });
    expect((await api.errorsOf(VIEWER))[0]!.extensions.code).toBe("UNAUTHENTICATED");
  });

  it.each(["canary0000ab", "", "canary\u0000", "canary".repeat(2_000), "canary\ud800"])(
    "answers NOT_FOUND for an id that no key has, without repeating it",
    async (id) => {
      const [error] = await server.admin.errorsOf(REVOKE, { id });
      expect(error!.extensions).toEqual({ code: "NOT_FOUND", fields: ["id"] });
      expect(error!.message).toMatch(/apiKeys lists them/);
      expect(JSON.stringify(error)).not.toContain("canary");
    },
  );
});

describe("apiKeys", () => {
  it("lists every key, newest first, revoked ones included, page by page and without any secret", async () => {
    for (let index = 0; index < 5; index += 1) await create({ name: `Key ${index}` });
    const all = await list();
    expect(all.nodes.map(({ name }) => name).slice(0, 5)).toEqual([
      "Key 4",
      "Key 3",
      "Key 2",
      "Key 1",
      "Key 0",
    ]);
    expect(all.nodes.at(-1)).toMatchObject({ name: "Administrator", role: "ADMIN", createdBy: null });
    expect(all.totalCount).toBe(all.nodes.length);
    expect(JSON.stringify(all)).not.toContain("secret");

    const walked: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Listed = await list({ first: 3, after });
      walked.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(walked).toEqual(all.nodes.map(({ id }) => id));
    const lastTwo = await list({ last: 2 });
    expect(lastTwo.nodes).toEqual(all.nodes.slice(-2));
  });

  it.each([
    [
      "a cursor of disclosures",
      encodeCursor(["disclosures by recordedAt", "2026-03-01T00:00:00.000Z", "canary0000ab"]),
    ],
    ["an id with the character 0", encodeCursor(["apiKeys", "2026-03-01T00:00:00.000Z", "canary\u0000"])],
    ["an id that is none", encodeCursor(["apiKeys", "2026-03-01T00:00:00.000Z", ""])],
    ["text of one's own", "canary"],
  ])("refuses as a cursor %s", async (_case, cursor) => {
    const [error] = await server.admin.errorsOf(LIST, { after: cursor });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["after"] });
    expect(JSON.stringify(error)).not.toContain("canary");
  });

  it("counts only where totalCount is selected", async () => {
    const { statements } = await server.statementsOf(() =>
      server.admin.request("{ apiKeys(first: 1) { nodes { id } } }"),
    );
    expect(statements.filter((statement) => statement.includes("count("))).toEqual([]);
  });
});
