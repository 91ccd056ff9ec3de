import { describe, expect, it } from "@jest/globals";
import { countRows } from "../support/stored-rows.js";
import { keysOf } from "../support/key-operations.js";
import { apiOf, withTestServer } from "../support/test-server.js";

const server = withTestServer();

const CREATE = /* GraphQL */ `
  mutation Create($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey {
        id
        recipients
      }
      secret
    }
  }
`;
const SCOPES = "{ viewer { scopes { recipients } } }";

interface Created {
  readonly createApiKey: {
    readonly apiKey: { readonly id: string; readonly recipients: string[] };
    readonly secret: string;
  };
}

async function createFor(recipients: readonly string[] | undefined, role = "INTEGRATION") {
  const input = { name: "A partner", role, recipients };
  return (await server.admin.request<Created>(CREATE, { input })).createApiKey;
}

const scopesOf = (secret: string) => apiOf(server.url, secret).request(SCOPES);

describe("a key that acts for recipients", () => {
  it("says for whom, each once and sorted, to its maker, in lists and to itself", async () => {
    const { apiKey, secret } = await createFor(["example_courier", "example_bank", "example_courier"]);
    const recipients = ["example_bank", "example_courier"];
    expect(apiKey.recipients).toEqual(recipients);
    expect(await scopesOf(secret)).toEqual({ viewer: { scopes: { recipients } } });
    type Listed = { apiKeys: { nodes: { id: string; recipients: string[] }[] } };
    const { apiKeys } = await server.admin.request<Listed>("{ apiKeys { nodes { id recipients } } }");
    expect(apiKeys.nodes.find(({ id }) => id === apiKey.id)).toEqual({ id: apiKey.id, recipients });
  });

  it("acts for the same ones under a new secret", async () => {
    const { apiKey } = await createFor(["example_bank"]);
    const { secret } = await keysOf(server).rotate(apiKey.id);
    expect(await scopesOf(secret)).toEqual({ viewer: { scopes: { recipients: ["example_bank"] } } });
  });

  it("acts for nobody where none is named", async () => {
    for (const recipients of [undefined, []]) {
      const { apiKey, secret } = await createFor(recipients);
      expect(apiKey.recipients).toEqual([]);
      expect(await scopesOf(secret)).toEqual({ viewer: { scopes: { recipients: [] } } });
    }
    expect(await server.admin.request(SCOPES)).toEqual({ viewer: { scopes: { recipients: [] } } });
  });

  it.each<[string, readonly string[], string, string[], RegExp]>([
    [
      "a recipient there is not",
      ["example_bank", "canary"],
      "INTEGRATION",
      ["recipients[1]"],
      /no recipient/,
    ],
    ["a slip of the pen", ["example_bnk"], "INTEGRATION", ["recipients[0]"], /Did you mean "example_bank"/],
    ["another role", ["example_bank"], "ANALYST", ["recipients"], /Only a key with the role INTEGRATION/],
    ["an administrator", ["example_bank"], "ADMIN", ["recipients"], /Only a key with the role INTEGRATION/],
    ["too many", Array(101).fill("example_bank"), "INTEGRATION", ["recipients"], /at most 100/],
  ])("is refused for %s", async (_case, recipients, role, fields, remedy) => {
    const before = await countRows(server.database.owner);
    const input = { name: "A partner", role, recipients };
    const [error] = await server.admin.errorsOf(CREATE, { input });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(error!.message).toMatch(remedy);
    expect(error!.message).not.toMatch(/canary|example_bnk/);
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});
