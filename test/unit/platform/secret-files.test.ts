import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../../src/platform/config.js";
import { readSecretFiles } from "../../../src/platform/secret-files.js";

const SECRET = "0123456789abcdef0123456789abcdef";

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "secret-files-"));
  path = join(folder, "secret");
});
afterAll(() => rm(folder, { recursive: true }));

async function refusalOf(content: string, env: Record<string, string>): Promise<string> {
  await writeFile(path, content);
  const problems: string[] = [];
  readSecretFiles(env, problems);
  expect(problems).toHaveLength(1);
  return problems[0]!;
}

describe("A secret in a file", () => {
  it.each([
    ["REGISTRY_SECRET", SECRET, "registrySecret"],
    ["ADMIN_API_KEY", "an-administrators-key", "adminApiKey"],
    ["DATABASE_URL", "postgres://api:pass@db.example/registry", "databaseUrl"],
  ])("is read as %s, without the line's end", async (name, value, field) => {
    await writeFile(path, `${value}\n`);
    const others = name === "DATABASE_URL" ? { REGISTRY_SECRET: SECRET } : {};
    expect(readConfig({ [`${name}_FILE`]: path, ...others })).toHaveProperty(field, value);
  });

  it("is refused beside the same setting, without repeating either", async () => {
    const refusal = await refusalOf("canary", {
      REGISTRY_SECRET: "another canary",
      REGISTRY_SECRET_FILE: path,
    });
    expect(refusal).toBe("REGISTRY_SECRET and REGISTRY_SECRET_FILE are both set: set one of them.");
  });

  it.each([
    ["empty", " \n", "is empty"],
    ["larger than any secret", "c".repeat(20_000), "is too large"],
  ])("is refused where it is %s", async (_case, content, expected) => {
    expect(await refusalOf(content, { ADMIN_API_KEY_FILE: path })).toContain(expected);
  });

  it("is refused where it cannot be read, with the file and the reason", async () => {
    const nowhere = join(folder, "nowhere");
    expect(await refusalOf("", { REGISTRY_SECRET_FILE: nowhere })).toBe(
      `REGISTRY_SECRET_FILE: ${nowhere} cannot be read (ENOENT): name a file that the registry's user may read.`,
    );
  });

  it("is held to what the setting is held to", async () => {
    await writeFile(path, "short");
    expect(() => readConfig({ REGISTRY_SECRET_FILE: path })).toThrow(/too short/);
  });
});
