import { describe, expect, it } from "@jest/globals";
import { SMALL_MAP } from "../unit/datamap/small-map.js";
import { APPLY, applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { EXAMPLE, inExample, replaced, withCourier, withNewPurpose } from "../support/example-map.js";
import { withTestServer } from "../support/test-server.js";

/** A category lies under the one that its key begins with, so that a circle of parents cannot even be written. */
const CIRCLE_OF_CATEGORIES = ["east.west", "west.east"]
  .map((key) => `  - key: ${key}\n    name: ${key}\n    description: Under the other.\n`)
  .join("");

describe("a data map is refused", () => {
  const server = withTestServer();

  async function refusalOf(document: string, input: Record<string, unknown> = {}): Promise<string> {
    const errors = await server.admin.errorsOf(APPLY, { input: { document, ...input } });
    expect(errors).toHaveLength(1);
    expect(errors[0]!.extensions.code).toBe("BAD_USER_INPUT");
    expect(server.app.dataMap.current().revision).toBe(1);
    return errors[0]!.message;
  }

  const laughs = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    .concat(
      ["b", "c", "d", "e", "f"].map(
        (key, at) => `${key}: &${key} [${Array(10).fill(`*${"abcdef"[at]}`).join(", ")}]`,
      ),
    )
    .join("\n");

  it.each<[string, () => string, RegExp]>([
    [
      "with a key that leads nowhere",
      () => inExample("recipient: example_courier", "recipient: example_curier"),
      /line \d+, column \d+, agreements\[\d+\]\.recipient \(\w+\): There is no recipient "example_curier".*Did you mean "example_courier"\?/,
    ],
    [
      "with an unknown field",
      () => inExample("timeZone:", "timeZon:"),
      /controller\.timeZon: There is no field "timeZon" here\. Did you mean "timeZone"\?/,
    ],
    [
      "with a key against the pattern",
      () => inExample("- key: example_bank\n", "- key: Example-Bank\n"),
      /recipients\[\d+\]\.key \(Example-Bank\): A key is lower-case words/,
    ],
    [
      "with a key that stands twice",
      () => withNewPurpose(withNewPurpose()),
      /"research" stands here a second time/,
    ],
    [
      "with a YAML field that stands twice",
      () => inExample("formatVersion: 1\n", "formatVersion: 1\nformatVersion: 1\n"),
      /line \d+, column 1: The text is not well-formed YAML or JSON: Map keys must be unique/,
    ],
    [
      "with a tab for indentation",
      () => inExample("  timeZone:", "\ttimeZone:"),
      /line \d+, column \d+: The text is not well-formed/,
    ],
    ["with aliases that explode", () => laughs, /more than 100 times/],
    [
      "with replacements in a circle",
      () =>
        inExample(
          /^( {2}- key: (example_court|example_police)\n)/gm,
          "$1    retiredOn: 2026-04-01\n    replacedBy: $2\n",
        ),
      /go round in a circle/,
    ],
    [
      "with categories that would lie under each other",
      () => inExample("categories:\n", "categories:\n" + CIRCLE_OF_CATEGORIES),
      /categories\[0\]\.key \(east\.west\): There is no category "east" for "east\.west" to lie under[^]*categories\[1\]\.key \(west\.east\): There is no category "west"/,
    ],
    [
      "with a category whose parent is stated, not told by its key",
      () => inExample("  - key: usage\n", "  - key: usage\n    parent: usage.interactions\n"),
      /categories\[\d+\]\.parent \(usage\): There is no field "parent" here/,
    ],
    [
      "in UTF-16",
      () => Buffer.from(`\uFEFF${EXAMPLE}`, "utf16le").toString("utf8"),
      /UTF-16\. Save it as UTF-8/,
    ],
    ["in UTF-16 without a mark", () => Buffer.from(EXAMPLE, "utf16le").toString("utf8"), /UTF-16/],
    [
      "with a NUL in a comment",
      () => `${EXAMPLE}# \0\n`,
      /line \d+, column 3: A character here cannot be kept/,
    ],
    ["that is too long", () => `${EXAMPLE}#${" ".repeat(8_000_000)}`, /longer than 8000000 characters/],
    [
      "that leaves an entry out",
      () => inExample(/^ {2}- key: example_police\n(?: {4}.*\n)*/m, ""),
      /example_police/,
    ],
    ["that is empty", () => "", /The document is empty/],
  ])("%s", async (_name, document, said) => {
    expect(await refusalOf(document())).toMatch(said);
  });

  it("when it is YAML sent as JSON", async () => {
    expect(await refusalOf(EXAMPLE, { format: "JSON" })).toContain("YAML, not JSON");
  });

  it("when it removes what nothing else names", async () => {
    const small = replaced(SMALL_MAP, /^impediments:\n.*\n/m, "").replace("impediments: [forbidden]", "");
    expect(await refusalOf(small)).toContain(
      "is missing. Entries are never removed, because records name them",
    );
  });

  it("when it retires a category over its children, by line and column", async () => {
    const text = inExample(/^( {2}- key: usage\n)/m, "$1    retiredOn: 2026-05-01\n");
    const line = text.slice(0, text.indexOf("retiredOn: 2026-05-01")).split("\n").length;
    const message = await refusalOf(text);
    expect(message).toMatch(
      new RegExp(
        `line ${line}, column \\d+, categories\\[\\d+\\]\\.retiredOn \\(usage\\): The category "usage" cannot be retired while categories under it live on`,
      ),
    );
  });

  it("when it retires what is used, saying by whom", async () => {
    const text = inExample(/^( {2}- key: marketing\n)/m, "$1    retiredOn: 2026-05-01\n");
    expect(await refusalOf(text)).toMatch(
      /The purpose "marketing" cannot be retired: it is used by .*sharing rule ".*replacedBy/,
    );
  });

  it("when it changes the kind of a recipient that has received data, and only then", async () => {
    const text = inExample(
      /(- key: example_survey_agency\n(?: {4}.*\n)*? {4}kind: )SERVICE_PROVIDER/,
      "$1OTHER",
    );
    expect((await applyDataMap(server.admin, text, { dryRun: true })).changes).toHaveLength(1);
    await server.admin.request(RECORD, { input: disclosureInput({ recipient: "example_survey_agency" }) });
    expect(await refusalOf(text)).toMatch(
      /recipients\[\d+\]\.kind \(example_survey_agency\): .*"example_survey_agency" cannot change: 1 recorded disclosures rest on it/,
    );
  });

  it("when it changes the kind of a legal ground on which data were disclosed", async () => {
    const text = inExample(/(- key: contract\n(?: {4}.*\n)*? {4}kind: )CONTRACT/, "$1PUBLIC_TASK");
    expect(await refusalOf(text)).toMatch(/legalGrounds\[\d+\]\.kind/);
  });

  it.each([
    [{ expectedRevision: 7 }, "expectedRevision: There is no revision 7; the newest one is 1."],
    [{ expectedRevision: 0 }, "expectedRevision: There is no revision 0"],
    [{ message: "x".repeat(501) }, "message: Say it in at most 500 characters"],
    [{ message: "a\0b" }, "message: Say it"],
  ])("with %j", async (input, said) => {
    expect(await refusalOf(withCourier("X"), input)).toContain(said);
  });

  it("of 50 MB before it is even read", async () => {
    const response = await fetch(server.url, {
      method: "POST",
      headers: { authorization: `Bearer ${server.admin.key}`, "content-type": "application/json" },
      body: JSON.stringify({
        query: APPLY,
        variables: { input: { document: "#".repeat(50 * 1024 * 1024) } },
      }),
    }).catch(() => null);
    // A server may also close the connection while such a body is still being sent.
    if (response) {
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    }
    expect((await applyDataMap(server.admin, EXAMPLE)).applied).toBe(false);
  });

  it("of another organisation altogether, entry by entry", async () => {
    expect(await refusalOf(SMALL_MAP)).toContain('The subject kind "registered_user" is missing');
  });
});
