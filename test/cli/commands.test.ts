import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import { projectRoot } from "../../src/platform/project-root.js";
import { withTestServer } from "../support/test-server.js";
import { withRegistryCommand } from "./registry-command.js";

const server = withTestServer();
// Each test waits for several programs, and on a busy machine for others.
jest.setTimeout(120_000);

const command = withRegistryCommand();

/** Runs the binary as the administrator of the test's server. */
function asAdministrator(arguments_: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  return asHolderOf(server.admin.key, arguments_, settings);
}

function asHolderOf(
  key: string,
  arguments_: readonly string[],
  settings: Readonly<Record<string, string>> = {},
) {
  return command.run(arguments_, {
    REGISTRY_URL: new URL(server.url).origin,
    REGISTRY_API_KEY: key,
    ...settings,
  });
}

const json = <Data = Record<string, unknown>>(text: string) => JSON.parse(text) as Data;
const longest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

const line = {
  externalReference: "CLI-1",
  occurredAt: "2026-01-31T20:32:30Z",
  recipient: "example_analytics_abroad",
  purpose: "statistics",
  legalGround: "consent",
  categories: ["usage", "technical"],
  subjects: ["cli-user-1"],
};

async function fileOf(name: string, lines: readonly (object | string)[]): Promise<string> {
  const path = command.path(name);
  const texts = lines.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
  await writeFile(path, `${texts.join("\n")}\n`);
  return path;
}

describe("registry record", () => {
  it("records a file once, however often it is run, and shows it in the user's account", async () => {
    const { externalReference: _, ...unnamed } = line;
    const path = await fileOf("lines.ndjson", [
      line,
      "",
      unnamed,
      { amend: "CLI-1", externalReference: "CLI-A", reason: "Another user's.", void: true },
    ]);
    const first = await asAdministrator(["record", path]);
    expect(first).toMatchObject({ code: 0, stdout: "3 recorded, 0 already there, 0 refused.\n" });
    expect(first.stderr).toContain("100 %");
    const again = await asAdministrator(["record", path, "--json"]);
    expect(json(again.stdout)).toEqual({ recorded: 0, alreadyThere: 3, refused: 0, errorsFile: null });

    const account = await asAdministrator(["account", "cli-user-1"]);
    expect(account.code).toBe(0);
    expect(account.stdout).toContain("Recipient");
    expect(account.stdout).toContain("2026-02-01");
    const { entries } = json<{ entries: { count: number }[] }>(
      (await asAdministrator(["account", "cli-user-1", "--json"])).stdout,
    );
    expect(entries.map(({ count }) => count)).toEqual([1]);
    const narrow = await asAdministrator(["account", "cli-user-1"], { COLUMNS: "40" });
    expect(longest(narrow.stdout)).toBeLessThanOrEqual(40);
    expect(narrow.stdout).toContain("Country");
  });

  it("tells each refused line in a file of its own, and records the others", async () => {
    const path = await fileOf("faulty.ndjson", [
      { ...line, externalReference: "CLI-2" },
      "{ no json",
      { ...line, externalReference: "CLI-3", recipient: "nobody" },
      { ...line, externalReference: "CLI-4", occurredAt: "yesterday" },
      { ...line, externalReference: "CLI-5", subject: "cli-user-1" },
      { amend: "CLI-9", reason: "It is not there.", void: true },
      { ...line, externalReference: "CLI-6" },
    ]);
    const run = await asAdministrator(["record", path]);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe("2 recorded, 0 already there, 5 refused.\n");
    expect(run.stderr).toContain(`${path}.errors.ndjson`);
    const text = await readFile(`${path}.errors.ndjson`, "utf8");
    const errors = text
      .trimEnd()
      .split("\n")
      .map((each) => json<{ line: number; code: string; fields: string[]; message: string }>(each));
    expect(errors.map((error) => [error.line, error.code, error.fields]).sort()).toEqual([
      [2, "BAD_USER_INPUT", []],
      [3, "BAD_USER_INPUT", ["recipient"]],
      [4, "BAD_USER_INPUT", ["occurredAt"]],
      [5, "BAD_USER_INPUT", expect.anything()],
      [6, "BAD_USER_INPUT", ["amend"]],
    ]);
    expect(errors.every(({ message }) => message.length > 10)).toBe(true);
    expect(text).not.toContain("cli-user");
    expect(text).not.toContain("inputs[");

    await writeFile(path, `${JSON.stringify({ ...line, externalReference: "CLI-2" })}\n`);
    expect((await asAdministrator(["record", path])).stdout).toBe(
      "0 recorded, 1 already there, 0 refused.\n",
    );
    await expect(stat(`${path}.errors.ndjson`)).rejects.toThrow("ENOENT");
  });

  it("refuses a line that was recorded and says something else now", async () => {
    const path = await fileOf("changed.ndjson", [{ ...line, externalReference: "CLI-7" }]);
    expect((await asAdministrator(["record", path])).code).toBe(0);
    await fileOf("changed.ndjson", [{ ...line, externalReference: "CLI-7", purpose: "marketing" }]);
    expect((await asAdministrator(["record", path])).code).toBe(1);
    expect(await readFile(`${path}.errors.ndjson`, "utf8")).toContain('"code":"CONFLICT"');
  });
});

describe("the data map on the command line", () => {
  const example = join(projectRoot, "examples", "edcrunch.datamap.yaml");

  it("is changed by applying a document, after a look at what would change", async () => {
    const path = command.path("map.yaml");
    const text = await readFile(example, "utf8");
    await writeFile(path, text.replace("    name: Statistics\n", "    name: Counting\n"));
    const same = await asAdministrator(["apply", example]);
    expect(same).toMatchObject({ code: 0, stdout: "Nothing differs from revision 1.\n" });
    const plan = await asAdministrator(["apply", path, "--dry-run"]);
    expect(plan.stdout).toContain("~ purpose statistics (Counting)\n    name: Statistics → Counting\n");
    expect(plan.stdout).toContain("Dry run, nothing stored: 1 changed.");

    const stale = await asAdministrator(["apply", path, "--expected-revision", "9", "--json"]);
    expect(stale.code).toBe(1);
    expect(json(stale.stdout)).toMatchObject({ error: { exitCode: 1 } });
    const applied = await asAdministrator(["apply", path, "-m", "Say it plainly", "--json"]);
    expect(json(applied.stdout)).toMatchObject({ revision: 2, applied: true, dryRun: false });

    const diff = await asAdministrator(["diff", "1", "2"]);
    expect(diff.stdout).toContain("name: Statistics → Counting");
    expect(diff.stdout).toContain("From 1 to 2: 1 changed.");
    const exported = await asAdministrator(["export"]);
    expect(exported.stdout).toBe(await readFile(path, "utf8"));
    const first = await asAdministrator(["export", "--revision", "1", "--format", "json"]);
    expect(json<{ purposes: object[] }>(first.stdout).purposes).toContainEqual(
      expect.objectContaining({ key: "statistics", name: "Statistics" }),
    );
  });

  it("is left alone by a document that is no YAML", async () => {
    const path = command.path("broken.yaml");
    await writeFile(path, "a: [1\nb: 2");
    const broken = await asAdministrator(["apply", path]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("line 2, column 1");
  });
});

describe("the command line refuses", () => {
  it("a file that does not exist, before it looks for a registry", async () => {
    for (const name of ["apply", "record"]) {
      const missing = await command.run([name, command.path("nowhere")]);
      expect(missing.code).toBe(2);
      expect(missing.stderr).toContain("there is no such file");
    }
  });

  it("to wait for a server that is down", async () => {
    const down = await asAdministrator(["account", "x"], { REGISTRY_URL: "http://127.0.0.1:2" });
    expect(down.code).toBe(3);
    expect(down.stderr).toContain("No registry answers at http://127.0.0.1:2 (ECONNREFUSED)");
  });

  it("what answers and is no registry", async () => {
    const elsewhere = await asAdministrator([
      "account",
      "x",
      "--url",
      `${new URL(server.url).origin}/healthz`,
    ]);
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toContain("is no registry");
  });

  it.each(["localhost:4000", "ftp://registry", "http://user:secret@registry", "nonsense"])(
    "the address %s",
    async (url) => {
      const wrong = await asAdministrator(["account", "x", "--url", url]);
      expect(wrong.code).toBe(2);
      expect(wrong.stderr).toContain("--url:");
      expect(wrong.stderr).not.toContain("secret");
    },
  );

  it("a call without a key, and one with a key that may not do it", async () => {
    const without = await command.run(["account", "x", "--url", server.url]);
    expect(without.code).toBe(4);
    expect(without.stderr).toContain("--key");
    const reporter = await server.as("REPORTER");
    const forbidden = await asHolderOf(reporter.key, ["keys", "list", "--json"]);
    expect(forbidden.code).toBe(4);
    expect(forbidden.stderr).toContain("MANAGE_API_KEYS");
    expect(json(forbidden.stdout)).toMatchObject({ error: { code: "FORBIDDEN", exitCode: 4 } });
    const path = await fileOf("forbidden.ndjson", [line]);
    expect((await asHolderOf(reporter.key, ["record", path])).code).toBe(4);
  });

  it.each([
    [["nonsense"], "unknown command"],
    [["account"], "missing required argument"],
    [["account", "x", "--nonsense"], "unknown option"],
    [["account", "x", "--from", "yesterday"], "2026-07-01"],
    [["keys", "create", "--name", "x", "--role", "boss"], "INTEGRATION"],
    [["diff", "0", "2"], "whole number"],
    [["account", "x", "--key", "dr_1"], "--url"],
  ])("%j as a wrong call", async (arguments_, said) => {
    const wrong = await command.run(arguments_);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain(said);
  });
});

describe("registry emit-schema", () => {
  it("writes the schema that is committed", async () => {
    const emitted = await command.run(["emit-schema"]);
    expect(emitted).toMatchObject({
      code: 0,
      stdout: await readFile(join(projectRoot, "schema.graphql"), "utf8"),
    });
  });
});
