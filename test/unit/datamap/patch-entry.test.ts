import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { patchEntry, writeDocument } from "../../../src/modules/datamap/data-map-document.writer.js";

const TEXT = `# On top.
purposes:
  # Before the first.
  - key: first # beside
    name: First
    # Within.
    description: >-
      Folded
      text.
  - { key: second, name: Second } # flow

# Before a list.
recipients:
  - key: bank
    serviceTypes:
      - a # why a
      - b
`;

describe("patching one entry of a text", () => {
  it("rewrites that entry and nothing else", () => {
    expect(patchEntry(TEXT, "purposes", "first", { name: "Number one" })).toBe(
      TEXT.replace("name: First", "name: Number one").replace(
        />-\n {6}Folded\n {6}text\./,
        ">-\n      Folded text.",
      ),
    );
  });

  it("leaves a text alone that says so already, down to its folded lines", () => {
    expect(parse(patchEntry(TEXT, "purposes", "first", { name: "First" }))).toEqual(parse(TEXT));
  });

  it("adds an entry below the last, before the next comment", () => {
    expect(patchEntry(TEXT, "purposes", "third", { name: "Third", clauses: ["1", "2a"] })).toBe(
      TEXT.replace("# flow\n", '# flow\n  - key: third\n    name: Third\n    clauses: ["1", 2a]\n'),
    );
  });

  it("adds to the last list, and to a list that is not there or empty", () => {
    expect(patchEntry(TEXT, "recipients", "court", { name: "Court" })).toBe(
      `${TEXT}  - key: court\n    name: Court\n`,
    );
    expect(patchEntry(TEXT, "agreements", "one", { name: "One" })).toBe(
      `${TEXT}\nagreements:\n  - key: one\n    name: One\n`,
    );
    const empty = `${TEXT}agreements: []\n`;
    const patched = patchEntry(empty, "agreements", "one", { name: "One" });
    expect(parse(patched)).toEqual({ ...parse(TEXT), agreements: [{ key: "one", name: "One" }] });
    expect(patched).toContain("# Before the first.");
  });

  it("takes a field away, and keeps an entry on one line there", () => {
    expect(patchEntry(TEXT, "purposes", "second", { name: null, description: "Two" })).toBe(
      TEXT.replace("{ key: second, name: Second }", "{ key: second, description: Two }").replace(
        /\{ (key: second.*?) \}/,
        "{$1}",
      ),
    );
  });

  it.each(["\n", "", "\r\n"])("reads as it should whatever ends the text (%j)", (ending) => {
    const text = `purposes:\n  - key: first\n    name: First${ending}`;
    expect(parse(patchEntry(text, "purposes", "second", { name: "Second" }))).toEqual({
      purposes: [
        { key: "first", name: "First" },
        { key: "second", name: "Second" },
      ],
    });
  });

  it("makes YAML of JSON", () => {
    expect(patchEntry('{"purposes": [{"key": "first"}]}', "purposes", "first", { name: "First" })).toBe(
      "purposes:\n  - key: first\n    name: First\n",
    );
  });

  it("adds a policy version below the last, under its number", () => {
    const text = "policyVersions:\n  # The first.\n  - number: 1\n    title: One\n\n# Next.\npurposes: []\n";
    expect(patchEntry(text, "policyVersions", 2, { title: "Two", effectiveFrom: "2026-05-01" })).toBe(
      text.replace(
        "title: One\n",
        "title: One\n  - number: 2\n    title: Two\n    effectiveFrom: 2026-05-01\n",
      ),
    );
  });

  it("keeps a country's code what it is", () => {
    const text = "jurisdictions:\n  - code: NO\n    name: Norway\n";
    expect(patchEntry(text, "jurisdictions", "NO", { name: "Norge" })).toContain("code: NO\n    name: Norge");
  });
});

describe("writing a document", () => {
  it("gives YAML back as it came, and makes JSON of it", () => {
    expect(writeDocument(TEXT, "YAML")).toBe(TEXT);
    expect(JSON.parse(writeDocument(TEXT, "JSON"))).toEqual(parse(TEXT));
  });

  it("makes YAML of a text that came as JSON", () => {
    expect(parse(writeDocument('{"purposes": [{"key": "first"}]}', "YAML"))).toEqual({
      purposes: [{ key: "first" }],
    });
  });
});
