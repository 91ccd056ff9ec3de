import { describe, expect, it } from "@jest/globals";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../../src/platform/project-root.js";

const TESTS = join(projectRoot, "test");
const JEST = join(projectRoot, "node_modules", "jest", "bin", "jest.js");

/** The files jest would run, by their path below the project. */
async function listTests(...named: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [JEST, "--listTests", ...named], {
    cwd: projectRoot,
  });
  return stdout
    .trim()
    .split("\n")
    .map((path) => relative(projectRoot, path));
}

/** What a listed file runs: a group names its files, below `test/`. */
function filesIn(listed: string): string[] {
  if (!listed.startsWith(join("dist", "test-groups"))) return [relative(TESTS, join(projectRoot, listed))];
  const text = readFileSync(join(projectRoot, listed), "utf8");
  return [...text.matchAll(/"(\S+\.test\.ts)"/g)].map(([, file]) => file!);
}

describe("a run of every test", () => {
  it("has each test file once, in a group or by itself, apart from the long tests", async () => {
    const all = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".test.ts") && !file.startsWith("torture"),
    );
    const listed = await listTests();

    expect(listed.flatMap(filesIn).sort()).toEqual(all.sort());
    // Else nothing would be gained by groups.
    expect(listed.length).toBeLessThan(all.length / 2);
  });
});

describe("a run of named tests", () => {
  it("has each of them by itself", async () => {
    const listed = await listTests("test/unit/ledger");

    expect(listed.length).toBeGreaterThan(1);
    for (const file of listed) expect(file).toMatch(/^test.unit.ledger/);
  });
});
