import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { applyDataMap } from "../support/data-map-operations.js";
import { EXAMPLE, inExample, withCourier } from "../support/example-map.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";
import { runInProcess, type Shown } from "./run-in-process.js";

const server = withTestServer();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "apply-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Applies a file of this content as the holder of a key. */
async function apply(
  content: string | Buffer,
  flags: readonly string[] = [],
  key = server.admin.key,
): Promise<Shown> {
  const path = join(folder, "map.yaml");
  await writeFile(path, content);
  return applyFile(path, flags, key);
}

function applyFile(path: string, flags: readonly string[] = [], key = server.admin.key): Promise<Shown> {
  const registryUrl = new URL(server.url).origin;
  return runInProcess(["apply", path, ...flags], { isTTY: false }, { registryUrl, registryApiKey: key });
}

describe("registry apply refuses", () => {
  it.each<[string, () => string, readonly string[], RegExp]>([
    [
      "an unknown field, and names the one that was meant",
      () => inExample("timeZone:", "timeZon:"),
      [],
      /line \d+, column \d+, controller\.timeZon: .*Did you mean "timeZone"\?/,
    ],
    [
      "a key that leads nowhere, and names the entry and the key that was meant",
      () => inExample("recipient: example_courier", "recipient: example_curier"),
      [],
      /agreements\[\d+\]\.recipient \(\w+\): .*Did you mean "example_courier"\?/,
    ],
    [
      "a circle of replacements",
      () =>
        inExample(
          /^( {2}- key: (example_court|example_police)\n)/gm,
          "$1    retiredOn: 2026-04-01\n    replacedBy: $2\n",
        ),
      [],
      /go round in a circle/,
    ],
    [
      "a tab",
      () => inExample("  timeZone:", "\ttimeZone:"),
      [],
      /line \d+, column \d+: .*Tabs are not allowed/,
    ],
    [
      "what others use, without what takes its place",
      () => inExample(/^( {2}- key: marketing\n)/m, "$1    retiredOn: 2026-05-01\n"),
      [],
      /cannot be retired: it is used by .*replacedBy/,
    ],
    [
      "a parent that is retired over live children",
      () => inExample(/^( {2}- key: usage\n)/m, "$1    retiredOn: 2026-05-01\n"),
      [],
      /while categories under it live on/,
    ],
    [
      "a revision that there is not",
      () => inExample("timeZone:", "timeZone: "),
      ["--expected-revision", "9"],
      /There is no revision 9/,
    ],
  ])("%s", async (_what, document, flags, said) => {
    const { code, stdout, stderr } = await apply(document(), flags);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(said);
    expect(server.app.dataMap.current().revision).toBe(1);
  });

  it("a kind that changes under recorded disclosures", async () => {
    await server.admin.request(RECORD, { input: disclosureInput({ recipient: "example_survey_agency" }) });
    const text = inExample(
      /(- key: example_survey_agency\n(?: {4}.*\n)*? {4}kind: )SERVICE_PROVIDER/,
      "$1OTHER",
    );
    const { code, stderr } = await apply(text);
    expect(code).toBe(1);
    expect(stderr).toContain("1 recorded disclosures rest on it");
  });

  it("a file of 50 MB, without sending it", async () => {
    const path = join(folder, "large.yaml");
    await writeFile(path, "# ");
    await truncate(path, 50_000_000);
    const { code, stderr } = await applyFile(path);
    expect(code).toBe(2);
    expect(stderr).toContain("large.yaml has 50000000 bytes: no registry takes more than 16777216 at once.");
  });

  it.each(["utf16le", "latin1"] as const)(
    "a file in %s, before it looks for a registry",
    async (encoding) => {
      const { code, stderr } = await apply(Buffer.from(`\uFEFF${EXAMPLE}\u00e9`, encoding));
      expect(code).toBe(2);
      expect(stderr).toContain("map.yaml is not UTF-8 text: save it as UTF-8");
    },
  );

  it("a key that may not do it", async () => {
    const reporter = await server.as("REPORTER");
    const { code, stdout } = await apply(EXAMPLE, ["--json"], reporter.key);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "FORBIDDEN", exitCode: 4 } });
  });

  it("what began from a revision that is no longer the newest, and a moment before that one's", async () => {
    await applyDataMap(server.admin, withCourier("One"));
    const stale = await apply(withCourier("Other"), ["--expected-revision", "1", "--json"]);
    expect(stale.code).toBe(1);
    expect(JSON.parse(stale.stdout)).toMatchObject({
      error: {
        code: "CONFLICT",
        fields: ["expectedRevision"],
        message: expect.stringContaining("revision 2"),
      },
    });
    const early = await apply(withCourier("Other"), ["--effective-from", "2020-01-01"]);
    expect(early.code).toBe(1);
    expect(early.stderr).toContain("the next one cannot apply before it");
    expect(server.app.dataMap.current().revision).toBe(2);
  });
});
