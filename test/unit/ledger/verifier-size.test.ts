import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../../src/platform/project-root.js";

/** What docs/verifying.md promises to who reads the verifier before running it. */
const CODE_LINES_MAX = 1_300;
/** The one import of the verifier's entry point that is no part of the verifier: where its API key may stand. */
const SETTINGS = join(projectRoot, "src/platform/config.ts");

/** The files that a file needs to run, itself among them, and the packages. Imports of types, and those made only when called for, are no such need. */
function needsOf(file: string, files = new Set<string>(), packages = new Set<string>()) {
  if (files.has(file) || file === SETTINGS) return { files, packages };
  files.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";$/gm);
  for (const [, name] of imports) {
    if (name!.startsWith(".")) needsOf(join(dirname(file), name!.replace(/\.js$/, ".ts")), files, packages);
    else if (!name!.startsWith("node:")) packages.add(name!);
  }
  return { files, packages };
}

function codeLines(file: string): number {
  const code = readFileSync(file, "utf8").replaceAll(/\/\*[^]*?\*\//g, "");
  return code.split("\n").filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length;
}

describe("the verifier", () => {
  const { files, packages } = needsOf(join(projectRoot, "src/verify.ts"));

  it("is made of Node's own parts, the verifier's and the ledger's pure ones", () => {
    expect([...packages]).toEqual([]);
    const others = [...files].filter(
      (file) => !/\/src\/(?:verify\.ts|verifier\/|modules\/ledger\/core\/)/.test(file),
    );
    expect(others).toEqual([]);
    expect([...files].every((file) => existsSync(file))).toBe(true);
    expect(files.size).toBeGreaterThan(15);
  });

  it("can be read in one sitting", () => {
    const lines = [...files].reduce((sum, file) => sum + codeLines(file), 0);
    expect(lines).toBeLessThanOrEqual(CODE_LINES_MAX);
    const docs = readFileSync(join(projectRoot, "docs/verifying.md"), "utf8");
    expect(docs).toContain(`${CODE_LINES_MAX.toLocaleString("en")} lines of code`);
  });
});
