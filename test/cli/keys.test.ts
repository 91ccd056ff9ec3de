import { describe, expect, it, jest } from "@jest/globals";
import { writeFile } from "node:fs/promises";
import { readClientConfig } from "../../src/platform/config.js";
import { withTestServer } from "../support/test-server.js";
import { withRegistryCommand } from "./registry-command.js";
import { runInProcess } from "./run-in-process.js";

const server = withTestServer();
// Each test waits for several programs, and on a busy machine for others.
jest.setTimeout(120_000);

const command = withRegistryCommand();

/** Runs the binary as the holder of a key of the test's server. */
function asHolderOf(key: string, arguments_: readonly string[]) {
  return command.run(arguments_, { REGISTRY_URL: new URL(server.url).origin, REGISTRY_API_KEY: key });
}

const asAdministrator = (arguments_: readonly string[]) => asHolderOf(server.admin.key, arguments_);
const json = <Data = Record<string, unknown>>(text: string) => JSON.parse(text) as Data;

describe("registry keys", () => {
  it("makes a key that works, lists it, and ends it", async () => {
    const made = await asAdministrator(["keys", "create", "--name", "Courier", "--role", "auditor"]);
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^dr_\S+\n$/);
    const id = made.stdout.split("_")[1]!;
    const listed = await asAdministrator(["keys", "list"]);
    expect(listed.stdout).toMatch(new RegExp(`Courier +AUDITOR +${id} +\\d{4}-\\d\\d-\\d\\d +works`));

    expect((await asAdministrator(["keys", "revoke", id])).stdout).toBe(`Revoked ${id} (Courier).\n`);
    expect((await asAdministrator(["keys", "list"])).stdout).not.toContain(id);
    expect((await asAdministrator(["keys", "list", "--all"])).stdout).toMatch(new RegExp(`${id}.*revoked`));
    const refused = await asHolderOf(made.stdout.trim(), ["account", "anybody"]);
    expect(refused).toMatchObject({ code: 4, stdout: "" });
  });

  it("makes a key that acts for recipients", async () => {
    const create = ["keys", "create", "--name", "Courier", "--json", "--recipient", "example_courier"];
    const made = await asAdministrator([...create, "example_bank", "--role", "integration"]);
    const { apiKey } = json<{ apiKey: object }>(made.stdout);
    expect(apiKey).toMatchObject({ recipients: ["example_bank", "example_courier"] });
    const refused = await asAdministrator([...create, "--role", "auditor"]);
    expect(json(refused.stdout)).toMatchObject({ error: { code: "BAD_USER_INPUT", fields: ["recipients"] } });
  });

  it("makes a key for some addresses alone, with an administrator's key from a file", async () => {
    const path = command.path("administrator-key");
    await writeFile(path, `${server.admin.key}\n`, { mode: 0o600 });
    const config = readClientConfig({
      REGISTRY_URL: new URL(server.url).origin,
      REGISTRY_API_KEY_FILE: path,
    });
    const create = [
      "keys",
      "create",
      "--name",
      "Courier",
      "--role",
      "auditor",
      "--address",
      "203.0.113.0/24",
    ];
    const made = await runInProcess([...create, "2001:db8::7"], { isTTY: false }, config);
    expect(made.code).toBe(0);
    const holder = { ...config, registryApiKey: made.stdout.trim() };
    expect(await runInProcess(["account", "anybody"], { isTTY: false }, holder)).toMatchObject({ code: 4 });
    expect(() => readClientConfig({ REGISTRY_API_KEY_FILE: `${path}-not` })).toThrow(
      /^REGISTRY_API_KEY_FILE: \S+ cannot be read \(ENOENT\)/,
    );
  });

  it("gives a key a new secret, and says until when the earlier one works", async () => {
    const made = await asAdministrator(["keys", "create", "--name", "Courier", "--role", "auditor"]);
    const id = made.stdout.split("_")[1]!;
    const first = made.stdout.trim();
    const rotated = await asAdministrator(["keys", "rotate", id, "--grace", "P7D"]);
    expect(rotated.code).toBe(0);
    expect(rotated.stdout).toMatch(new RegExp(`^dr_${id}_\\w{46}\\n$`));
    expect(rotated.stderr).toMatch(
      new RegExp(
        `^Rotated ${id} \\(Courier\\)\\. Its earlier secret works until \\d{4}-\\S+Z\\. .*keep it\\.\\n$`,
      ),
    );
    expect((await asAdministrator(["keys", "list"])).stdout).toMatch(
      new RegExp(`${id} +\\d{4}-\\d\\d-\\d\\d +works, its earlier secret until \\d{4}`),
    );
    const third = await asAdministrator(["keys", "rotate", id, "--json"]);
    expect(third.code).toBe(1);
    expect(json(third.stdout)).toMatchObject({ error: { code: "CONFLICT", fields: ["id"], exitCode: 1 } });

    const now = await asAdministrator(["keys", "rotate", id, "--now", "--json"]);
    const { secret, apiKey } = json<{ secret: string; apiKey: object }>(now.stdout);
    expect(apiKey).toMatchObject({ id, name: "Courier", role: "AUDITOR", revokedAt: null });
    expect(now.stderr).toBe("");
    for (const ended of [first, rotated.stdout.trim()]) {
      const refused = await asHolderOf(ended, ["export"]);
      expect(refused).toMatchObject({ code: 4, stdout: "" });
      expect(refused.stderr).toContain("was given a new secret");
    }
    expect((await asHolderOf(secret, ["export"])).code).toBe(0);
  });

  it.each([
    [["unknown00000"], 1, "no API key with this id"],
    [["unknown00000", "--grace", "P31D"], 1, "at most 30 days"],
    [["unknown00000", "--grace", "yesterday"], 1, "ISO 8601"],
    [["unknown00000", "--grace", "P1D", "--now"], 2, "cannot be used with"],
    [[], 2, "missing required argument"],
  ])("refuses to rotate %j", async (arguments_, code, said) => {
    const refused = await asAdministrator(["keys", "rotate", ...arguments_]);
    expect(refused).toMatchObject({ code, stdout: "" });
    expect(refused.stderr).toContain(said);
  });
});
