import { beforeAll, describe, expect, it } from "@jest/globals";
import { ROLES } from "../../src/modules/access/index.js";
import { SMALL_MAP, smallMap } from "../unit/datamap/small-map.js";
import { APPLY, applyDataMap, readExample, replaced } from "../support/data-map-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { withTestServer } from "../support/test-server.js";

const NOW = "2026-03-02T08:00:00.000Z";
let example: string;

beforeAll(async () => {
  example = await readExample();
});

const inExample = (from: string | RegExp, to: string) => replaced(example, from, to);
const COURIER = /^( {2}- key: example_courier\n {4}name: )(.+)$/m;
const renamedCourier = (name: string) => inExample(COURIER, `$1${name}`);
const NEW_PURPOSE = `purposes:
  - key: research
    name: Research
    description: To learn how people learn.
    communicatesWithUser: false
`;

describe("applying a data map", () => {
  const clock = new MovableClock(NOW);
  const server = withTestServer({ clock });
  let changed: string;

  it("that says what the newest revision says changes nothing, whatever its comments and its order", async () => {
    const { statements } = await server.statementsOf(async () => {
      const same = await applyDataMap(server.admin, `# Another comment.\n${example}`);
      expect(same).toEqual({ revision: 1, applied: false, changes: [], touchedSharingRules: [] });
    });
    expect(statements.filter((text) => /INSERT|UPDATE/.test(text))).toEqual([]);
    expect((await applyDataMap(server.admin, example)).applied).toBe(false);
  });

  it("answers, dry, what would change and stores nothing", async () => {
    changed = renamedCourier("The courier").replace("purposes:\n", NEW_PURPOSE);
    await server.admin.request(RECORD, { input: disclosureInput({ id: idOf(NOW) }) });
    const plan = await applyDataMap(server.admin, changed, { dryRun: true });
    expect(plan).toMatchObject({ revision: 1, applied: false });
    expect(plan.changes).toEqual([
      {
        kind: "ADDED",
        list: "purposes",
        type: "purpose",
        key: "research",
        name: "Research",
        fields: expect.arrayContaining([
          { field: "communicatesWithUser", before: null, after: "false" },
          { field: "clauses", before: null, after: "[]" },
        ]),
      },
      {
        kind: "CHANGED",
        list: "recipients",
        type: "recipient",
        key: "example_courier",
        name: "The courier",
        fields: [{ field: "name", before: COURIER.exec(example)![2], after: "The courier" }],
      },
    ]);
    const touched = Object.fromEntries(
      plan.touchedSharingRules.map(({ sharingRule, disclosures }) => [sharingRule, disclosures]),
    );
    expect(Object.values(touched).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1);
    expect(server.app.dataMap.current().revision).toBe(1);
  });

  it("makes the next revision, with who, when, why, its text, and what SQL joins with", async () => {
    const applied = await applyDataMap(server.admin, changed, {
      message: "A courier with a name.",
      expectedRevision: 1,
    });
    expect(applied).toMatchObject({ revision: 2, applied: true });
    const { dataMap } = await server.admin.request<{ dataMap: Record<string, unknown> }>(
      `{ dataMap { revision effectiveFrom appliedAt appliedBy message } }`,
    );
    expect(dataMap).toEqual({
      revision: 2,
      effectiveFrom: NOW,
      appliedAt: NOW,
      appliedBy: expect.stringMatching(/^.+ \(key .+\)$/),
      message: "A courier with a name.",
    });
    const { owner } = server.database;
    const [stored] = await owner.query("SELECT source_text FROM data_map_revision WHERE number = 2");
    expect(stored.source_text).toBe(changed);
    expect(
      await owner.query("SELECT name, first_revision FROM recipient WHERE key = 'example_courier'"),
    ).toEqual([{ name: "The courier", first_revision: 1 }]);
    expect(
      await owner.query("SELECT name, first_revision FROM processing_purpose WHERE key = 'research'"),
    ).toEqual([{ name: "Research", first_revision: 2 }]);
    expect((await applyDataMap(server.admin, changed, { expectedRevision: 1 })).applied).toBe(false);
  });

  it("lets the new entry be used at once", async () => {
    clock.advance(MINUTE_MS);
    const input = disclosureInput({ id: idOf(clock.at(0)), purpose: "research", occurredAt: clock.at(0) });
    await server.admin.request(RECORD, { input });
    const { disclosure } = await server.admin.request<{ disclosure: { purpose: { key: string } } }>(
      `query($id: UUID!) { disclosure(id: $id) { purpose { key } } }`,
      { id: input.id },
    );
    expect(disclosure.purpose.key).toBe("research");
  });

  it("made from an older revision is told what moved, and overwrites nothing", async () => {
    const [error] = await server.admin.errorsOf(APPLY, {
      input: { document: example, expectedRevision: 1 },
    });
    expect(error).toMatchObject({ extensions: { code: "CONFLICT", fields: ["expectedRevision"] } });
    expect(error!.message).toContain("from revision 1 to revision 2");
    expect(error!.message).toContain('purpose "research" added; recipient "example_courier" changed (name)');
    expect(server.app.dataMap.current().revision).toBe(2);
  });

  it("takes JSON as well as YAML", async () => {
    const { document } = server.app.dataMap.current();
    const text = JSON.stringify({ ...document, controller: { ...document.controller, name: "EDCRUNCH" } });
    const applied = await applyDataMap(server.admin, text, { format: "JSON" });
    expect(applied.changes).toMatchObject([{ kind: "CHANGED", list: "controller", key: "controller" }]);
    expect((await applyDataMap(server.admin, changed)).revision).toBe(4);
  });

  it("for a day to come leaves today as it is", async () => {
    const later = clock.at(60 * MINUTE_MS);
    const future = replaced(changed, "name: The courier", "name: The next courier");
    expect((await applyDataMap(server.admin, future, { effectiveFrom: later })).applied).toBe(true);
    const { now, then } = await server.admin.request<
      Record<string, { recipients: { key: string; name: string }[] }>
    >(
      `query($now: DateTime!, $then: DateTime!) {
        now: dataMap(at: $now) { recipients { key name } } then: dataMap(at: $then) { recipients { key name } }
      }`,
      { now: clock.at(0), then: later },
    );
    const courier = (answer: typeof now) =>
      answer?.recipients.find(({ key }) => key === "example_courier")?.name;
    expect([courier(now), courier(then)]).toEqual(["The courier", "The next courier"]);
    const [error] = await server.admin.errorsOf(APPLY, {
      input: { document: changed, effectiveFrom: clock.at(0) },
    });
    expect(error).toMatchObject({ extensions: { code: "BAD_USER_INPUT", fields: ["effectiveFrom"] } });
    expect(error!.message).toContain(`applies from ${later}`);
  });

  it("is for those who keep the data map", async () => {
    for (const role of ROLES) {
      const api = await server.as(role);
      const attempt = applyDataMap(api, changed, { dryRun: true, effectiveFrom: clock.at(DAY_MS) });
      if (role === "ADMIN" || role === "ANALYST") expect((await attempt).applied).toBe(false);
      else
        await expect(attempt).rejects.toMatchObject({
          response: { errors: [{ extensions: { code: "FORBIDDEN" } }] },
        });
    }
  });
});

describe("two who apply at once", () => {
  const server = withTestServer();

  it("make two revisions of the same base never: one is told what moved", async () => {
    for (let round = 0; round < 5; round += 1) {
      const base = server.app.dataMap.current().revision;
      const outcomes = await Promise.allSettled(
        ["one", "other", "third"].map((name) =>
          applyDataMap(server.admin, renamedCourier(`${name} ${round}`)),
        ),
      );
      const applied = outcomes.filter(({ status }) => status === "fulfilled");
      const refused = outcomes.filter(({ status }) => status === "rejected");
      expect(applied.length + refused.length).toBe(3);
      for (const outcome of refused) {
        expect((outcome as PromiseRejectedResult).reason).toMatchObject({
          response: { errors: [{ extensions: { code: "CONFLICT" } }] },
        });
      }
      // Those that were planned after another had been stored were planned against it.
      expect(server.app.dataMap.current().revision).toBe(base + applied.length);
    }
  });
});

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
      /line \d+, column \d+, agreements\[\d+\]\.recipient: There is no recipient "example_curier".*Did you mean "example_courier"\?/,
    ],
    [
      "with an unknown field",
      () => inExample("timeZone:", "timeZon:"),
      /controller\.timeZon: There is no field "timeZon" here\. Did you mean "timeZone"\?/,
    ],
    [
      "with a key against the pattern",
      () => inExample("- key: example_bank\n", "- key: Example-Bank\n"),
      /key: A key is lower-case words/,
    ],
    [
      "with a key that stands twice",
      () => inExample("purposes:\n", `${NEW_PURPOSE}${NEW_PURPOSE.slice(10)}`),
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
      "in UTF-16",
      () => Buffer.from(`\uFEFF${example}`, "utf16le").toString("utf8"),
      /UTF-16\. Save it as UTF-8/,
    ],
    ["in UTF-16 without a mark", () => Buffer.from(example, "utf16le").toString("utf8"), /UTF-16/],
    [
      "with a NUL in a comment",
      () => `${example}# \0\n`,
      /line \d+, column 3: A character here cannot be kept/,
    ],
    ["that is too long", () => `${example}#${" ".repeat(8_000_000)}`, /longer than 8000000 characters/],
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
    expect(await refusalOf(example, { format: "JSON" })).toContain("YAML, not JSON");
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
        `line ${line}, column \\d+, categories\\[\\d+\\]\\.retiredOn: The category "usage" cannot be retired while categories under it live on`,
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
      /recipients\[\d+\]\.kind: .*"example_survey_agency" cannot change: 1 recorded disclosures rest on it/,
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
    expect(await refusalOf(renamedCourier("X"), input)).toContain(said);
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
    expect((await applyDataMap(server.admin, example)).applied).toBe(false);
  });

  it("of another organisation altogether, entry by entry", async () => {
    expect(smallMap().recipients).toHaveLength(3);
    expect(await refusalOf(SMALL_MAP)).toContain('The subject kind "registered_user" is missing');
  });
});
