import { describe, expect, it } from "@jest/globals";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import { changed, refusalOf } from "./expect-problem.js";
import { smallMap } from "./small-map.js";

describe("a document that is right", () => {
  it("is read from YAML with every default filled in", () => {
    const map = smallMap();
    expect(map.recipients[1]).toMatchObject({
      affiliation: "INDEPENDENT",
      collectsOwnConsent: true,
      isExample: false,
    });
    expect(map.categories[0]?.clauses).toEqual(["6", "25a"]);
    expect(map.policyVersions[0]).toMatchObject({ effectiveFrom: "2026-01-27", effectiveFromAssumed: false });
  });

  it.each(["\t", "  ", undefined])("reads the same from JSON indented with %j", (indent) => {
    expect(parseDataMapDocument(JSON.stringify(smallMap(), null, indent), "small.json")).toEqual(smallMap());
  });

  it("keeps characters outside the basic plane that JSON writes as two escapes", () => {
    const text = JSON.stringify(smallMap()).replace("Learning Ltd", String.raw`Learning \ud83d\ude00`);
    expect(parseDataMapDocument(text, "small.json").controller.name).toBe("Learning 😀");
  });

  it("reads NO as Norway, not as false", () => {
    const text = changed(
      "{ code: KZ, name: Kazakhstan }",
      "{ code: NO, name: Norway }\n  - { code: KZ, name: Kazakhstan }",
    );
    expect(parseDataMapDocument(text, "small.yaml").jurisdictions[0]?.code).toBe("NO");
  });
});

describe("a text that is no data map at all is refused", () => {
  it.each([
    ["an empty text", "", "line 1, column 1: The document is empty."],
    ["a lone word", "hello", "line 1, column 1: This must be a group of named fields."],
    ["a list that is not closed", "formatVersion: [1", "line 1, column 18"],
    ["a field that stands twice", "formatVersion: 1\nformatVersion: 1\n", "line 2, column 1"],
    ["a second document", "formatVersion: 1\n---\nformatVersion: 1\n", "line 2, column 1"],
    ["an alias of nothing", "formatVersion: *nothing\n", "line 1, column 16"],
    ["an unknown tag", "formatVersion: !!js/function 1\n", "line 1, column 16"],
    ["a NUL behind an escape", 'formatVersion: "\\0"\n', "line 1, column 16"],
    ["half a surrogate pair", 'formatVersion: "\\ud83d"\n', "line 1, column 16"],
    ["a field named __proto__", "__proto__: { formatVersion: 1 }\n", '"__proto__"'],
    ["aliases that multiply", billionLaughs(), "more than 100 times"],
    ["brackets without end", "[".repeat(200_000), "nested too deeply"],
    ["more than a data map can hold", " ".repeat(8_000_001), "longer than 8000000 characters"],
  ])("%s", (_name, text, said) => {
    const refusal = refusalOf(text);
    expect(refusal.code).toBe("BAD_USER_INPUT");
    expect(refusal.message).toContain(said);
  });
});

describe("a text that is large and wrong", () => {
  /** Linear work takes a second or two; what is compared with everything else takes minutes. */
  const LINEAR_MS_MAX = 20_000;

  it.each([
    ["of forty thousand fields", manyFields(40_000), "has 40002 problems"],
    ["of twenty thousand keys and as many that lead nowhere", danglingReferences(20_000), "and 39950 more"],
    ["of two hundred thousand items", `purposes:\n${"- 1\n".repeat(200_000)}`, "and 199952 more"],
  ])("%s is refused without comparing everything with everything", (_name, text, said) => {
    const start = performance.now();
    expect(refusalOf(text).message).toContain(said);
    expect(performance.now() - start).toBeLessThan(LINEAR_MS_MAX);
  });

  it("names the nearest key all the same", () => {
    const { message } = refusalOf(danglingReferences(1_000));
    expect(message).toContain('There is no category "element_x0" in categories. Did you mean "element_0"?');
  });
});

function manyFields(count: number): string {
  return Array.from({ length: count }, (_, index) => `field_${index}: 1`).join("\n");
}

function danglingReferences(count: number): string {
  const map = structuredClone(smallMap()) as unknown as Record<"categories" | "activities", object[]>;
  const numbered = <Item>(make: (index: number) => Item) =>
    Array.from({ length: count }, (_, index) => make(index));
  map.categories.push(
    ...numbered((index) => ({ key: `element_${index}`, name: "Element", description: "One." })),
  );
  Object.assign(map.activities[0]!, { categories: numbered((index) => `element_x${index}`) });
  return JSON.stringify(map);
}

function billionLaughs(): string {
  const levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (const [level, below] of ["ba", "cb", "dc", "ed", "fe", "gf"]) {
    levels.push(`${level}: &${level} [${Array(10).fill(`*${below}`).join(", ")}]`);
  }
  return levels.join("\n");
}
