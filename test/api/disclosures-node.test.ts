import { beforeAll, describe, expect, it } from "@jest/globals";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { apiOf, withTestServer } from "../support/test-server.js";

const server = withTestServer();

const NODE = "query Node($id: ID!) { node(id: $id) { __typename id ... on Disclosure { subjectCount } } }";
const ONE =
  "query One($id: UUID!) { disclosure(id: $id) { id subjectCount amendedBy { kind restated { id } } amends { id } } }";

let recorded: string;

beforeAll(async () => {
  const input = disclosureInput();
  await server.admin.request(RECORD, { input });
  recorded = input.id;
});

describe("node(id:)", () => {
  it("answers a disclosure by its UUID, in any case of letters", async () => {
    const found = { node: { __typename: "Disclosure", id: recorded, subjectCount: 2 } };
    expect(await server.admin.request(NODE, { id: recorded })).toEqual(found);
    expect(await server.admin.request(NODE, { id: recorded.toUpperCase() })).toEqual(found);
  });

  it.each([
    "DataCategory:identification.email",
    "ProcessingPurpose:marketing",
    "LegalGround:consent",
    "Recipient:example_bank",
    "Jurisdiction:KZ",
    "Agreement:example_courier_agreement",
    "PolicyVersion:1",
  ])("answers %s of the data map", async (id) => {
    expect(await server.admin.request(NODE, { id })).toEqual({ node: { __typename: id.split(":")[0], id } });
  });

  it.each([
    ["a UUID of nothing", disclosureInput().id],
    ["an unknown key", "Recipient:nobody"],
    ["an unknown type", "Bakery:example_bank"],
    ["nothing", ""],
    ["10,000 characters", "x".repeat(10_000)],
    ["a name of JavaScript's own", "constructor:toString"],
  ])("answers null for %s", async (_case, id) => {
    expect(await server.admin.request(NODE, { id })).toEqual({ node: null });
  });

  it("shows a disclosure only to whom disclosures may be shown, and the data map to everyone with a key", async () => {
    const integration = await server.as("INTEGRATION");
    const [error] = await integration.errorsOf(NODE, { id: recorded });
    expect(error).toMatchObject({ extensions: { code: "FORBIDDEN" }, path: ["node"] });
    expect(error!.message).toContain("READ_DISCLOSURES");
    // Whether there is such a disclosure is told to nobody who may not read it.
    const [sameError] = await integration.errorsOf(NODE, { id: disclosureInput().id });
    expect(sameError!.message).toBe(error!.message);
    expect(await integration.request(NODE, { id: "Recipient:example_bank" })).toMatchObject({
      node: { id: "Recipient:example_bank" },
    });
    for (const id of [recorded, "Recipient:example_bank"]) {
      const [withoutKey] = await apiOf(server.url, "").errorsOf(NODE, { id });
      expect(withoutKey!.extensions.code).toBe("UNAUTHENTICATED");
    }
  });
});

describe("disclosure(id:)", () => {
  it("is null for an id that nothing was recorded under", async () => {
    expect(await server.admin.request(ONE, { id: disclosureInput().id })).toEqual({ disclosure: null });
  });

  it("refuses a malformed UUID without repeating it", async () => {
    const [error] = await server.admin.errorsOf(ONE, { id: "canary-4711" });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["id"] });
    expect(error!.message).toMatch(/UUID expects/);
    expect(JSON.stringify(error)).not.toContain("4711");
  });

  it("also shows one that was restated, with what took its place", async () => {
    const first = disclosureInput();
    await server.admin.request(RECORD, { input: first });
    const { id: second, ...restated } = disclosureInput({ subjects: ["user-1"] });
    await server.admin.request(AMEND, {
      input: { id: second, amends: first.id, reason: "One user only.", restated },
    });
    expect(await server.admin.request(ONE, { id: first.id })).toEqual({
      disclosure: {
        id: first.id,
        subjectCount: 2,
        amends: null,
        amendedBy: { kind: "RESTATED", restated: { id: second } },
      },
    });
    expect(await server.admin.request(ONE, { id: second })).toEqual({
      disclosure: { id: second, subjectCount: 1, amends: { id: first.id }, amendedBy: null },
    });
  });
});
