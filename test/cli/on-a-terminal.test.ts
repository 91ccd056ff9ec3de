import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ClientConfig } from "../../src/platform/config.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { inExample, replaced, withNewPurpose } from "../support/example-map.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";
import { runInProcess, type Screen } from "./run-in-process.js";

const COLOUR = "\u001b[";
const USER = "terminal-user-1";

const server = withTestServer();
let folder: string;
let changed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "terminal-"));
  const text = withNewPurpose(
    inExample("    name: Statistics\n", "    name: Counting what is used, by whom, and how often\n"),
  );
  await applyDataMap(server.admin, text);
  changed = join(folder, "map.yaml");
  await writeFile(changed, replaced(text, "    name: Research\n", "    name: Study\n"));
  await server.admin.request(RECORD, { input: disclosureInput({ subjects: [USER] }) });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (arguments_: readonly string[], screen: Screen, config: Partial<ClientConfig> = {}) =>
  runInProcess(arguments_, screen, {
    registryUrl: new URL(server.url).origin,
    registryApiKey: server.admin.key,
    ...config,
  });

/** One call of every command that shows something of a registry. */
const shown = (): (readonly [string, readonly string[]])[] => [
  ["apply", ["apply", changed, "--dry-run"]],
  ["diff", ["diff", "1", "2"]],
  ["account", ["account", USER]],
  ["account by disclosure", ["account", USER, "--individual"]],
  ["keys list", ["keys", "list"]],
];
const NAMES = ["apply", "diff", "account", "account by disclosure", "keys list"];
const callOf = (name: string) => shown().find(([each]) => each === name)![1];

/** Without what only colours. */
const uncoloured = (text: string) => text.replaceAll(/\u001b\[\d+m/g, "");

describe("colours", () => {
  it.each(NAMES)("are for terminals only, and say nothing of their own: %s", async (name) => {
    const piped = await run(callOf(name), { isTTY: false, columns: 100 });
    expect(piped.code).toBe(0);
    expect(piped.stdout).not.toContain(COLOUR);
    const onTerminal = await run(callOf(name), { isTTY: true, columns: 100 });
    expect(onTerminal.stdout).toContain(COLOUR);
    expect(uncoloured(onTerminal.stdout)).toBe(piped.stdout);
  });

  it.each([
    ["--no-color", ["--no-color"], {}],
    ["NO_COLOR", [], { noColor: true }],
    ["--json", ["--json"], {}],
  ])("are off with %s, on a terminal too", async (_how, flags, config) => {
    const { code, stdout } = await run(["diff", "1", "2", ...flags], { isTTY: true, columns: 100 }, config);
    expect(code).toBe(0);
    expect(stdout).not.toContain(COLOUR);
  });

  it("mark an error on a terminal, and no error in a file", async () => {
    const wrong = ["diff", "1", "99"];
    expect((await run(wrong, { isTTY: true })).stderr).toContain(COLOUR);
    expect((await run(wrong, { isTTY: false })).stderr).not.toContain(COLOUR);
    expect((await run([...wrong, "--no-color"], { isTTY: true })).stderr).not.toContain(COLOUR);
  });
});

describe("a terminal of 40 columns", () => {
  it.each(NAMES)("shows all that a wide one does, and nothing runs over its edge: %s", async (name) => {
    const narrow = await run(callOf(name), { isTTY: true, columns: 40 });
    const lines = uncoloured(narrow.stdout).split("\n");
    expect(lines.filter((line) => [...line].length > 40)).toEqual([]);
    const wordsOf = (text: string) => new Set(uncoloured(text).match(/[\p{L}\d]{3,}/gu));
    const wide = await run(callOf(name), { isTTY: true, columns: 200 });
    const lost = [...wordsOf(wide.stdout)].filter((word) => !wordsOf(narrow.stdout).has(word));
    // What heads a block needs no name.
    expect(lost.filter((word) => !["Recipient", "Name"].includes(word))).toEqual([]);
  });
});

describe("registry account", () => {
  it("shows from whom data came, and since when the register is complete", async () => {
    const partners = { direction: "INBOUND", recipient: "example_bank", categories: ["partner_supplied"] };
    await server.admin.request(RECORD, {
      input: disclosureInput({ subjects: ["partner-user"], ...partners }),
    });
    const call = ["account", "partner-user"];
    const shown = (await run(call, { isTTY: false, columns: 140 })).stdout;
    expect(shown).toMatch(
      /^Nobody received .*\n\nData came from\nPartner .*\n.*\nExample Bank JSC .*KZ\n\nComplete since 20\d\d-\d\d-\d\d\.\n$/s,
    );
    const answer = JSON.parse((await run([...call, "--json"], { isTTY: false })).stdout) as object;
    expect(answer).toMatchObject({
      known: true,
      completeSince: expect.stringMatching(/Z$/),
      entries: [],
      sources: [{ partner: { key: "example_bank" }, count: 1, origin: "KZ" }],
    });
  });

  it("says of an unknown user what that can mean", async () => {
    const { code, stdout } = await run(["account", "nobody-at-all"], { isTTY: false, columns: 140 });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /knows no user by this reference: nothing was ever recorded .* or the user was erased/,
    );
    const json = (await run(["account", "nobody-at-all", "--json"], { isTTY: false })).stdout;
    expect(JSON.parse(json)).toEqual({ known: false, completeSince: null, entries: [], sources: [] });
  });
});

describe("--json", () => {
  it.each([...NAMES, "export", "keys create"])("answers one JSON object: %s", async (name) => {
    const call = name === "export" ? ["export"] : ["keys", "create", "--name", "J", "--role", "AUDITOR"];
    const arguments_ = NAMES.includes(name) ? callOf(name) : call;
    const { code, stdout } = await run([...arguments_, "--json"], { isTTY: true, columns: 40 });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(expect.any(Object));
  });

  it.each([
    ["an unknown flag", ["diff", "1", "2", "--nonsense"], "unknown option '--nonsense'"],
    ["an argument that is missing", ["diff", "1"], "missing required argument 'to'"],
    ["a value that cannot be read", ["diff", "one", "2"], "whole number"],
    ["a command that there is not", ["nonsense"], "unknown command 'nonsense'"],
    ["a file that is not there", ["apply", "/nowhere/map.yaml"], "no such file"],
    ["an address that is none", ["export", "--url", "nonsense"], "--url"],
  ])("tells a wrong call as it tells every refusal: %s", async (_what, call, said) => {
    const { code, stdout, stderr } = await run([...call, "--json"], { isTTY: false });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: "CALLED_WRONGLY", message: expect.stringContaining(said), fields: [], exitCode: 2 },
    });
    expect(stderr).toContain(said);
  });
});
