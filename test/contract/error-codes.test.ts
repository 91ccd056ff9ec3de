import { describe, expect, it } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.js";
import { readCommitted } from "../support/committed-file.js";

/** What GraphQL itself answers; the other codes are the registry's own. */
const GRAPHQL_CODES = ["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"];

function ownCodes(): string[] {
  const union = /export type ErrorCode =([^;]+);/.exec(readCommitted("src/platform/errors.ts"))?.[1] ?? "";
  return [...union.matchAll(/"([A-Z_]+)"/g)].map(([, code]) => code!);
}

/** The codes that a text of tests expects of an answer: `code: "…"`, or a code that is compared by itself. */
function expectedCodes(text: string): Set<string> {
  return new Set([...text.matchAll(/(?:\bcode: |\.code\)\.toBe\()"([A-Z_]+)"/g)].map(([, code]) => code!));
}

function testsOverHttp(): string {
  const folder = join(projectRoot, "test", "api");
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  return files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

describe("Every error code", () => {
  it("that callers can meet is provoked over HTTP by some test", () => {
    const codes = [...ownCodes(), ...GRAPHQL_CODES];
    expect(codes).toEqual(expect.arrayContaining(["UNAUTHENTICATED", "CONFLICT", "UNAVAILABLE", "INTERNAL"]));
    const expected = expectedCodes(testsOverHttp());
    expect({ missing: codes.filter((code) => !expected.has(code)) }).toEqual({ missing: [] });
  });

  it("that callers can meet stands in docs/http.md, and no other", () => {
    const told = [...readCommitted("docs/http.md").matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) +\|.*\d{3} +\|$/gm)];
    const codes = told.flatMap(([, cell]) => cell!.replaceAll("`", "").split(", "));
    expect(codes.sort()).toEqual([...ownCodes(), ...GRAPHQL_CODES].sort());
  });

  it("is found where a test expects it, and not where it is merely named", () => {
    const text = `// CONFLICT
      toEqual({ code: "NOT_FOUND", fields: [] }); expect(error.extensions.code).toBe("FORBIDDEN"); "UNAVAILABLE"`;
    expect([...expectedCodes(text)].sort()).toEqual(["FORBIDDEN", "NOT_FOUND"]);
  });
});
