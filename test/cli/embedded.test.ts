import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { builtProgram } from "../process/built-program.js";
import { environment, withRegistryCommand } from "./registry-command.js";

// Each test waits for several programs, and on a busy machine for others.
jest.setTimeout(120_000);

const command = withRegistryCommand();
let settings: Record<string, string>;
let serving: ChildProcess | undefined;

beforeAll(async () => {
  // Under root the database runs as another user, who must be able to enter.
  await chmod(command.path("."), 0o755);
  settings = { DATA_DIR: command.path("data"), PORT: "0", LOG_LEVEL: "silent" };
});

afterAll(async () => {
  if (serving?.exitCode === null) {
    serving.kill("SIGTERM");
    await once(serving, "exit");
  }
});

/** Starts `registry serve` and answers where it listens. */
async function serve(): Promise<string> {
  const binary = join(dirname(await builtProgram()), "cli.js");
  const child = spawn(process.execPath, [binary, "serve"], {
    env: environment(settings),
    stdio: ["ignore", "pipe", "inherit"],
  });
  serving = child;
  let said = "";
  for await (const text of child.stdout.setEncoding("utf8") as AsyncIterable<string>) {
    said += text;
    const address = /answers at (\S+)/.exec(said)?.[1];
    if (address !== undefined) {
      child.stdout.resume();
      return address;
    }
  }
  throw new Error(`registry serve ended: ${said}`);
}

describe("without an address, on a machine that has only Node", () => {
  it("finds in order what is not there yet, and makes nothing", async () => {
    const examined = await command.run(["doctor"], settings);
    expect(examined.code).toBe(0);
    expect(examined.stdout).toContain("✓ Node.js");
    expect(examined.stdout).toContain("– Database: none yet");
  });

  it("starts a registry for the command, shows the first administrator's key, and leaves no key of its own", async () => {
    const made = await command.run(["keys", "create", "--name", "Kept", "--role", "ADMIN"], settings);
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^dr_\S+\n$/);
    expect(made.stderr).toContain("The administrator's API key, shown this once");
    settings = { ...settings, REGISTRY_API_KEY: made.stdout.trim() };
    const listed = await command.run(["keys", "list", "--all", "--json"], settings);
    const { apiKeys } = JSON.parse(listed.stdout) as {
      apiKeys: { name: string; revokedAt: string | null }[];
    };
    const own = apiKeys.filter(({ name }) => name === "Command line");
    expect(own).toHaveLength(2);
    expect(own[1]!.revokedAt).not.toBeNull();
    expect(listed.stderr).toBe("");
  });

  it("finds the database in order, and the secrets that others could read", async () => {
    const examined = await command.run(["doctor"], settings);
    expect(examined.stdout).not.toContain("✗");
    for (const name of ["Database: PostgreSQL", "Schema", "Role grants", "Clock", "Disk", "Secrets"]) {
      expect(examined.stdout).toContain(`✓ ${name}`);
    }
    expect(examined.code).toBe(0);
    await chmod(join(settings.DATA_DIR!, "secrets", "registry-secret"), 0o644);
    const open = await command.run(["doctor", "--json"], settings);
    expect(open.code).toBe(1);
    const { checks } = JSON.parse(open.stdout) as {
      checks: { name: string; state: string; remedy: string }[];
    };
    const problems = checks.filter(({ state }) => state === "problem");
    expect(problems).toEqual([
      expect.objectContaining({ name: "Secrets", remedy: expect.stringContaining("chmod 600") }),
    ]);
    await chmod(join(settings.DATA_DIR!, "secrets", "registry-secret"), 0o600);
  });

  it("finds nothing to migrate after a start", async () => {
    const migrated = await command.run(["migrate", "--json"], settings);
    expect({ ...migrated, stdout: JSON.parse(migrated.stdout) as unknown }).toMatchObject({
      code: 0,
      stdout: { applied: [] },
    });
  });

  it("asks for the address where a registry runs on the data folder, and talks to it there", async () => {
    const address = await serve();
    const refused = await command.run(["keys", "list"], settings);
    expect(refused).toMatchObject({ code: 3, stdout: "" });
    expect(refused.stderr).toContain(`in use by process ${serving!.pid}`);
    expect(refused.stderr).toContain("pass --url and --key");
    const examined = await command.run(["doctor"], settings);
    expect(examined.stdout).toContain("– Database: in use by process");
    const listed = await command.run(["keys", "list", "--url", address], settings);
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain("Kept");
  });
});

describe("doctor and migrate", () => {
  it("say what is wrong with the settings", async () => {
    const wrong = { DATABASE_URL: "mysql://nowhere", PORT: "many" };
    const examined = await command.run(["doctor"], wrong);
    expect(examined.code).toBe(1);
    expect(examined.stdout).toContain("DATABASE_URL must look like");
    expect(examined.stdout).toContain("PORT must be a number");
    const migrated = await command.run(["migrate"], wrong);
    expect(migrated.code).toBe(1);
  });

  it("say that the database cannot be reached, and how the program ends then", async () => {
    await mkdir(command.path("elsewhere"), { recursive: true });
    const down = {
      DATABASE_URL: "postgres://api:hidden@127.0.0.1:2/registry",
      DATABASE_OWNER_URL: "postgres://owner:hidden@127.0.0.1:2/registry",
      REGISTRY_SECRET: "a secret of the tests, long enough to be taken for one",
      DATA_DIR: command.path("elsewhere"),
    };
    const examined = await command.run(["doctor"], down);
    expect(examined.code).toBe(1);
    expect(examined.stdout).toContain("✗ Database: no connection (ECONNREFUSED)");
    expect(examined.stdout).not.toContain("hidden");
    for (const name of [["migrate"], ["account", "x"]]) {
      const failed = await command.run(name, down);
      expect(failed.code).toBe(3);
      expect(failed.stderr).toContain("DATABASE_URL");
    }
  });
});
