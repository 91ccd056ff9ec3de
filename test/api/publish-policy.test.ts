import { describe, expect, it } from "@jest/globals";
import { ApplyDataMapService, ChangeEntryService } from "../../src/modules/datamap/index.js";
import { DisclosuresUsage } from "../../src/modules/disclosures/index.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { withNewPurpose } from "../support/example-map.js";
import { MovableClock } from "../support/movable-clock.js";
import { digestOf, publish } from "../support/policy-operations.js";
import { withTestServer } from "../support/test-server.js";

const NOW = "2026-03-31T12:00:00.000Z";
const clock = new MovableClock(NOW);
const server = withTestServer({ clock });

const FIRST = "1. We are EDCRUNCH.\r\n2. We collect your e-mail.\r\n";
const SECOND = "1. We are EDCRUNCH.\n2. We collect your e-mail and your telephone number.\n";
const LATER = { number: 2, language: "en", text: SECOND, effectiveFrom: "2026-05-01" };

const DOCUMENT = /* GraphQL */ `
  {
    dataMap {
      revision
      message
      document
    }
  }
`;
const newestMap = async () =>
  (await server.admin.request<{ dataMap: { revision: number; message: string; document: string } }>(DOCUMENT))
    .dataMap;

describe("Publishing the text of a version that the data map names", () => {
  it("keeps it byte for byte, and leaves the data map alone", async () => {
    const published = await publish(server.admin, { number: 1, language: "en", text: FIRST });
    expect(published).toMatchObject({
      policyVersion: {
        number: 1,
        describesRevision: 1,
        texts: [{ language: "en", sha256: digestOf(FIRST), text: FIRST }],
      },
      text: { language: "en", publishedAt: NOW, text: FIRST },
      sha256: digestOf(FIRST),
      created: true,
      dataMapRevision: 1,
      changes: [],
    });
    expect(published.text!.publishedBy).not.toBe("");
  });

  it("answers the same record for the same text, however often it is sent", async () => {
    const again = { number: 1, language: "EN", text: FIRST, effectiveFrom: "2026-01-27" };
    expect(await publish(server.admin, again)).toMatchObject({
      created: false,
      text: { language: "en", publishedAt: NOW },
    });
  });

  it("takes other languages beside it", async () => {
    const { policyVersion } = await publish(server.admin, { number: 1, language: "kk", text: "Біз." });
    expect(policyVersion.texts.map(({ language }) => language)).toEqual(["en", "kk"]);
  });

  it("stores one of several that are sent at once", async () => {
    const same = { number: 1, language: "de", text: "Wir." };
    const answers = await Promise.all([1, 2, 3, 4].map(() => publish(server.admin, same)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ text }) => text!.text))).toEqual(new Set(["Wir."]));
  });

  it("goes on naming the revision that the first text was published for", async () => {
    await applyDataMap(server.admin, withNewPurpose());
    const { policyVersion } = await publish(server.admin, { number: 1, language: "ru", text: "Мы." });
    expect(policyVersion.describesRevision).toBe(1);
  });
});

describe("Publishing a version that the data map does not name", () => {
  it("only says what would happen, in a dry run", async () => {
    expect(await publish(server.admin, { ...LATER, dryRun: true })).toMatchObject({
      policyVersion: { number: 2, effectiveFrom: "2026-05-01", describesRevision: 3, texts: [] },
      text: null,
      sha256: digestOf(SECOND),
      created: false,
      dataMapRevision: 2,
      changes: [{ kind: "ADDED", list: "policyVersions", key: "2" }],
    });
    expect((await newestMap()).revision).toBe(2);
  });

  it("lets the version enter the data map with its text, whose digest stands there", async () => {
    const published = await publish(server.admin, LATER);
    expect(published).toMatchObject({
      policyVersion: {
        title: "Privacy Policy of EDTECH EDCRUNCH LLP",
        sha256: digestOf(SECOND),
        describesRevision: 3,
        texts: [{ language: "en", text: SECOND }],
      },
      created: true,
      dataMapRevision: 3,
      changes: [{ kind: "ADDED", list: "policyVersions", key: "2" }],
    });
    const { document, message } = await newestMap();
    expect(message).toBe("Policy version 2 was published.");
    expect(document).toContain("# Published texts of the policy.");
    expect(document).toContain("  - number: 2\n");
  });

  it("answers the same record to a retry, and makes no further revision", async () => {
    expect(await publish(server.admin, LATER)).toMatchObject({
      created: false,
      dataMapRevision: 3,
      policyVersion: { describesRevision: 3 },
    });
    expect((await newestMap()).revision).toBe(3);
  });

  it("ties it to an earlier revision where that is named", async () => {
    const input = {
      ...LATER,
      number: 3,
      effectiveFrom: "2026-06-01",
      revision: 1,
      title: "Privacy, shorter",
    };
    expect((await publish(server.admin, input)).policyVersion).toMatchObject({
      title: "Privacy, shorter",
      describesRevision: 1,
    });
  });

  it("stores one of two that are sent at once, and shows it to both", async () => {
    const both = { ...LATER, number: 4, effectiveFrom: "2026-07-01" };
    const answers = await Promise.all([publish(server.admin, both), publish(server.admin, both)]);
    expect(answers.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(new Set(answers.map(({ policyVersion }) => policyVersion.describesRevision)).size).toBe(1);
  });

  it("stores both of two languages that are sent at once, for one revision", async () => {
    const each = { ...LATER, number: 5, effectiveFrom: "2026-08-01" };
    const answers = await Promise.all(
      ["en", "kk", "ru"].map((language) => publish(server.admin, { ...each, language })),
    );
    expect(answers.map(({ created }) => created)).toEqual([true, true, true]);
    expect(new Set(answers.map(({ policyVersion }) => policyVersion.describesRevision)).size).toBe(1);
  });

  it("makes no revision where the text cannot be stored", async () => {
    const { dataMap } = server.app;
    const applying = new ApplyDataMapService(server.database.api, clock, dataMap, new DisclosuresUsage());
    const changing = new ChangeEntryService(server.database.api, clock, dataMap, applying);
    const { revision } = await newestMap();
    const version = { number: 9, title: "9", description: "9", language: "en", effectiveFrom: "2030-01-01" };
    const change = { dryRun: false, appliedBy: "test", alongWith: () => Promise.reject(new Error("Full.")) };
    await expect(changing.addPolicyVersion(version, change)).rejects.toThrow("Full.");
    expect((await dataMap.refresh()).revision).toBe(revision);
  });

  it("applies from when the newest revision does, where that is still to come", async () => {
    const { revision } = await applyDataMap(server.admin, (await newestMap()).document + "# more\n");
    const later = "2026-12-01T00:00:00.000Z";
    await applyDataMap(
      server.admin,
      withNewPurpose((await newestMap()).document).replace("research", "other"),
      {
        effectiveFrom: later,
      },
    );
    const published = await publish(server.admin, { ...LATER, number: 6, effectiveFrom: "2026-09-01" });
    expect(published.dataMapRevision).toBe(revision + 2);
    const { dataMap } = await server.admin.request<{ dataMap: { effectiveFrom: string } }>(
      "{ dataMap { effectiveFrom } }",
    );
    expect(dataMap.effectiveFrom).toBe(later);
  });
});

describe("The list of policy versions", () => {
  const LIST = /* GraphQL */ `
    query List($first: Int, $after: String) {
      policyVersions(first: $first, after: $after) {
        totalCount
        nodes {
          number
          describesRevision
          texts {
            language
            text
            publishedByKey
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `;
  interface Page {
    readonly policyVersions: {
      readonly totalCount: number;
      readonly nodes: readonly { number: number; describesRevision: number; texts: readonly unknown[] }[];
      readonly pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }
  const page = async (variables: Record<string, unknown>) =>
    (await server.admin.request<Page>(LIST, variables)).policyVersions;

  it("begins with the highest number, and goes on page by page", async () => {
    const first = await page({ first: 4 });
    expect(first.nodes.map(({ number }) => number)).toEqual([6, 5, 4, 3]);
    expect(first.totalCount).toBe(6);
    const rest = await page({ first: 4, after: first.pageInfo.endCursor });
    expect(rest.nodes.map(({ number }) => number)).toEqual([2, 1]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it("asks for the texts of all versions, their words and revisions once each", async () => {
    const { statements } = await server.statementsOf(() => page({}));
    expect(statements.filter((text) => text.includes("policy_text"))).toHaveLength(3);
  });

  it("shows a version that only the data map names as describing the first revision that does", async () => {
    const { document } = await newestMap();
    const entry =
      "  - number: 7\n    title: Seventh\n    description: Seventh.\n    language: en\n    effectiveFrom: 2027-01-01\n";
    const { revision } = await applyDataMap(
      server.admin,
      document.replace("policyVersions:\n", `policyVersions:\n${entry}`),
      { effectiveFrom: "2026-12-01T00:00:00.000Z" },
    );
    expect((await page({ first: 1 })).nodes).toEqual([{ number: 7, describesRevision: revision, texts: [] }]);
  });
});
