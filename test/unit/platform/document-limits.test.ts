import { describe, expect, it } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { excessOf } from "../../../src/platform/graphql/limits/check-document.js";
import {
  DOCUMENT_LIMITS,
  type DocumentLimits,
} from "../../../src/platform/graphql/limits/document-limits.js";
import { readCommitted } from "../../support/committed-file.js";

const times = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(" ");
const nested = (depth: number): string => "{ a ".repeat(depth) + "}".repeat(depth);

/** For each limit, a document that has just so much of what it limits. */
const HAVING: Readonly<Record<keyof DocumentLimits, (count: number) => string>> = {
  characters: (count) => "{ a }".padEnd(count, "\n"),
  tokens: (count) => `{ a(b: [${times(count - 9, () => "1")}]) }`,
  depth: nested,
  aliases: (count) => `{ f { ${times(count, (i) => `a${i}: b`)} } }`,
  aliasCharacters: (count) => `{ ${"a".repeat(count)}: b }`,
  rootFields: (count) => `{ ${times(count, (i) => `a${i}`)} }`,
  directives: (count) => `{ f { ${times(count, (i) => `a${i} @skip(if: false)`)} } }`,
  directivesTogether: (count) => `{ a ${times(count, (i) => `@d${i}`)} }`,
  repetitions: (count) => `{ ${times(count, () => "a")} }`,
  fragments: (count) => `{ a } ${times(count, (i) => `fragment F${i} on Query { a }`)}`,
  operations: (count) => times(count, (i) => `query Q${i} { a }`),
};

describe("A document", () => {
  it.each(Object.entries(HAVING))(
    "may have as many %s as its limit says, and not one more",
    (name, having) => {
      const limit = DOCUMENT_LIMITS[name as keyof DocumentLimits];
      expect(excessOf(having(limit))).toBeNull();
      expect(excessOf(having(limit + 1))).toBe(name);
    },
  );

  it.each([
    ["depth", "fragments", `{ f { ...F } } fragment F on T ${nested(DOCUMENT_LIMITS.depth)}`],
    ["depth", "inline fragments", `{ f { ... on T ${nested(DOCUMENT_LIMITS.depth)} } }`],
    ["depth", "a second operation", `query A { f } query B ${nested(DOCUMENT_LIMITS.depth + 1)}`],
    [
      "rootFields",
      "fragments",
      `{ ...F b c } fragment F on Query { ${times(DOCUMENT_LIMITS.rootFields - 1, (i) => `a${i}`)} }`,
    ],
    ["repetitions", "inline fragments", `{ ${times(DOCUMENT_LIMITS.repetitions + 1, () => "... { a }")} }`],
    ["repetitions", "aliases", `{ ${times(DOCUMENT_LIMITS.repetitions + 1, (i) => `a: b${i}`)} }`],
    [
      "fragments",
      "spreads",
      `{ f { ${times(DOCUMENT_LIMITS.fragments + 1, (i) => `b { ...F${i % 2} }`)} } }`,
    ],
  ] as const)("is measured for %s through %s", (limit, _through, text) => {
    expect([limit, "repetitions"]).toContain(excessOf(text));
  });

  it("whose fragments lead back to themselves is measured all the same", () => {
    expect(excessOf("{ ...A } fragment A on Query { a { ...B } } fragment B on T { b { ...A } }")).toBeNull();
  });

  it("is measured in time linear in its length, however its fragments multiply", () => {
    const doubling = times(20, (i) => `fragment F${i} on T { x { ...F${i + 1} } y { ...F${i + 1} } }`);
    const begun = performance.now();
    expect(excessOf(`{ ...F0 } ${doubling} fragment F20 on T { z }`)).toBe("depth");
    expect(performance.now() - begun).toBeLessThan(100);
  });

  it("that is none is left to GraphQL", () => {
    expect(excessOf("{ a")).toBeNull();
  });

  it("may be the one by which tools learn the schema", () => {
    expect(
      excessOf(
        getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true }),
      ),
    ).toBeNull();
  });

  it("may ask for one of many kinds of thing by an inline fragment each", () => {
    expect(excessOf(`{ node(id: "x") { ${times(40, (i) => `... on T${i} { id name }`)} } }`)).toBeNull();
  });
});

describe("docs/limits.md", () => {
  it("prints the limits that are enforced, and no other", () => {
    const section = /^## The document$(.*?)(?=^## |(?![\s\S]))/ms.exec(readCommitted("docs/limits.md"))![1]!;
    const printed = [...section.matchAll(/^\| (\w+)[^|]*\| ([\d,]+) +\|$/gm)];
    expect(printed.map(([, name, limit]) => [name, Number(limit!.replace(",", ""))])).toEqual(
      Object.entries(DOCUMENT_LIMITS),
    );
  });
});
