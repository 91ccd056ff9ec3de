import { beforeAll, describe, expect, it } from "@jest/globals";
import { inExample } from "../support/example-map.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { digestOf, publish, PUBLISH } from "../support/policy-operations.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const TEXT = "We keep your data.";
const NEW = { number: 2, language: "en", text: TEXT, effectiveFrom: "2026-05-01" };

async function refusalOf(input: Record<string, unknown>) {
  const [error, ...others] = await server.admin.errorsOf(PUBLISH, { input });
  expect(others).toEqual([]);
  return { ...error!.extensions, message: error!.message };
}

beforeAll(async () => {
  await publish(server.admin, { number: 1, language: "en", text: TEXT });
});

describe("A publication is refused", () => {
  it.each([
    ["without a number that counts versions", { number: 0 }, ["number"]],
    ["with a language that is none", { language: "English language" }, ["language"]],
    ["with a language that cannot be written", { language: "en-aaaa-bbbb-cccc" }, ["language"]],
    ["with an empty text", { text: " \n " }, ["text"]],
    ["with a text that cannot be kept", { text: "a\u0000b" }, ["text"]],
    ["with a text that is too long", { text: "ә".repeat(524_289) }, ["text"]],
    ["without the day from which a new version applies", { effectiveFrom: null }, ["effectiveFrom"]],
    ["with a day before that of the version before", { effectiveFrom: "2026-01-27" }, ["effectiveFrom"]],
    ["with an empty title", { title: " " }, ["title"]],
    ["with a title that is too long", { title: "a".repeat(501) }, ["title"]],
    ["for a revision that there is not yet", { revision: 2 }, ["revision"]],
    ["for a revision that there cannot be", { revision: 0 }, ["revision"]],
    [
      "with everything that is wrong at once",
      { text: "", language: "?", revision: 9, effectiveFrom: null },
      ["text", "revision", "language", "effectiveFrom"],
    ],
  ])("%s", async (_case, changes, fields) => {
    const refusal = await refusalOf({ ...NEW, ...changes });
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields });
    for (const field of fields) expect(refusal.message).toContain(`${field}: `);
  });

  it.each([
    ["where another text is published", { text: `${TEXT} ` }, ["text"]],
    ["where the text is published for another revision", { revision: 2 }, ["revision"]],
    [
      "where another language is published for another revision",
      { language: "kk", revision: 2 },
      ["revision"],
    ],
    ["where the data map says another day", { effectiveFrom: "2026-01-28" }, ["effectiveFrom"]],
    ["where the data map says another title", { title: "Another" }, ["title"]],
    ["where the data map describes it otherwise", { description: "Another" }, ["description"]],
  ])("%s: a CONFLICT", async (_case, changes, fields) => {
    const { revision } = await applyDataMap(server.admin, inExample("name: EDTECH", "name: Other"));
    expect(revision).toBe(2);
    for (const dryRun of [true, false]) {
      const refusal = await refusalOf({ number: 1, language: "en", text: TEXT, ...changes, dryRun });
      expect(refusal).toMatchObject({ code: "CONFLICT", fields });
    }
  });

  it("where the data map gives another SHA-256 for the text in the version's own language", async () => {
    const before = "    language: en\n    effectiveFrom: 2026-01-27\n";
    const { revision } = await applyDataMap(
      server.admin,
      inExample(
        before,
        `${before}    sha256: ${digestOf(TEXT)}\n  - number: 2\n    title: Second\n    description: Second.\n    language: kk\n    effectiveFrom: 2027-01-01\n    sha256: ${digestOf("Біз")}\n`,
      ),
    );
    expect(revision).toBeGreaterThan(2);
    expect(await refusalOf({ number: 2, language: "kk", text: "Біз емес" })).toMatchObject({
      code: "CONFLICT",
      fields: ["text"],
    });
    expect((await publish(server.admin, { number: 2, language: "en", text: "Us" })).created).toBe(true);
    expect((await publish(server.admin, { number: 2, language: "kk", text: "Біз" })).created).toBe(true);
  });

  it("for one of two that are sent at once with different words, and the other one stands", async () => {
    const inputs = ["One.", "Other."].map((text) => ({
      ...NEW,
      number: 3,
      text,
      effectiveFrom: "2028-01-01",
    }));
    const answers = await Promise.allSettled(inputs.map((input) => publish(server.admin, input)));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const won = answers.findIndex(({ status }) => status === "fulfilled");
    expect(await publish(server.admin, inputs[won]!)).toMatchObject({
      created: false,
      text: { text: inputs[won]!.text },
    });
    expect(await refusalOf(inputs[1 - won]!)).toMatchObject({ code: "CONFLICT", fields: ["text"] });
  });

  it.each(["INTEGRATION", "REPORTER", "AUDITOR"] as const)("of a caller with the role %s", async (role) => {
    const [error] = await (await server.as(role)).errorsOf(PUBLISH, { input: NEW });
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });
});

it("lets whoever reads the data map read what was published", async () => {
  const integration = await server.as("INTEGRATION");
  const { policyVersions } = await integration.request<{ policyVersions: { nodes: unknown[] } }>(
    "{ policyVersions(last: 1) { nodes { texts { text } } } }",
  );
  expect(policyVersions.nodes).toEqual([{ texts: [{ text: TEXT }] }]);
});
