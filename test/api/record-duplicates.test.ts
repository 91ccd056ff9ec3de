import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** Records a disclosure, which is never refused for resembling another; answers its id. */
async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput(changes);
  expect(await server.admin.request(RECORD, { input })).toMatchObject({
    recordDisclosure: { created: true },
  });
  return input.id;
}

async function suspectedOf(id: string): Promise<string[]> {
  const { disclosure } = await server.admin.request<{
    disclosure: { duplicatesSuspected: { id: string }[] };
  }>("query ($id: UUID!) { disclosure(id: $id) { duplicatesSuspected { id } } }", { id });
  return disclosure.duplicatesSuspected.map((each) => each.id);
}

async function expectMarked(one: string, other: string): Promise<void> {
  expect(await suspectedOf(one)).toEqual([other]);
  expect(await suspectedOf(other)).toEqual([one]);
}

async function expectUnmarked(...ids: string[]): Promise<void> {
  for (const id of ids) expect(await suspectedOf(id)).toEqual([]);
}

/** Users of their own, so that the disclosures of one test resemble those of no other. */
const aUser = () => ({ subjects: [v7()] });
const AT = "2026-03-01T10:00:00.000Z";
const MINUTE_LATER = "2026-03-01T10:01:00.000Z";
const MORE_THAN_A_MINUTE_LATER = "2026-03-01T10:01:00.001Z";

describe("two disclosures with the same external reference", () => {
  it("are marked as probable duplicates of each other, whatever else they say", async () => {
    const one = await record({ ...aUser(), externalReference: "order 1" });
    const other = await record({
      ...aUser(),
      externalReference: " order 1 ",
      recipient: "example_bank",
      occurredAt: "2020-01-01T00:00:00Z",
    });
    await expectMarked(one, other);
  });

  it("are not the same where the reference differs, were it only in case, or is left out", async () => {
    const ids = [
      await record({ ...aUser(), externalReference: "order 2" }),
      await record({ ...aUser(), externalReference: "Order 2" }),
      await record(aUser()),
      await record(aUser()),
    ];
    await expectUnmarked(...ids);
  });
});

describe("very many disclosures with the same external reference", () => {
  it("show twenty others, so that a careless caller cannot make one answer endless", async () => {
    const inputs = Array.from({ length: 22 }, () =>
      disclosureInput({ ...aUser(), externalReference: "always the same" }),
    );
    await server.admin.request(RECORD_BATCH, { inputs });
    const shown = await suspectedOf(inputs[7]!.id);
    expect(new Set(shown).size).toBe(20);
    expect(shown).not.toContain(inputs[7]!.id);
  });
});

describe("two disclosures of the same content", () => {
  it.each([
    ["at the same moment", AT],
    ["a minute apart", MINUTE_LATER],
  ])("are marked when they happened %s", async (_apart, occurredAt) => {
    const user = aUser();
    await expectMarked(await record({ ...user, occurredAt: AT }), await record({ ...user, occurredAt }));
  });

  it("are marked although their free text, the order of users and of categories differ", async () => {
    const subjects = [v7(), v7()];
    const categories = ["reviews", "usage"];
    const one = await record({ subjects, categories, note: "One", externalReference: v7() });
    const other = await record({
      subjects: subjects.toReversed(),
      categories: categories.toReversed(),
      note: "Other",
    });
    await expectMarked(one, other);
  });

  it("are not marked when they happened more than a minute apart", async () => {
    const user = aUser();
    await expectUnmarked(
      await record({ ...user, occurredAt: AT }),
      await record({ ...user, occurredAt: MORE_THAN_A_MINUTE_LATER }),
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ["recipient", { recipient: "example_bank" }],
    ["purpose", { purpose: "statistics" }],
    ["legal ground", { legalGround: "consent" }],
    ["categories", { categories: ["reviews"] }],
    ["direction", { direction: "INBOUND" }],
    ["number of records", { recordCount: 2 }],
    ["users", { subjects: [v7()] }],
  ])("are not the same where the %s differs", async (_what, changes) => {
    const user = aUser();
    await expectUnmarked(await record(user), await record({ ...user, ...changes }));
  });
});

describe("a disclosure that was amended", () => {
  it("is no duplicate of the one that restates it, nor of any other", async () => {
    const user = aUser();
    const original = await record({ ...user, externalReference: "order 3" });
    const twin = await record(user);
    await expectMarked(original, twin);
    const restated = disclosureInput({ id: undefined, ...user, externalReference: "order 3" });
    const id = v7();
    await server.admin.request(AMEND, { input: { id, amends: original, reason: "Again.", restated } });
    await expectUnmarked(original);
    await expectMarked(id, twin);
  });

  it("is no duplicate of anything once it is voided", async () => {
    const user = aUser();
    const [one, other] = [await record(user), await record(user)];
    await server.admin.request(AMEND, { input: { amends: other, reason: "Twice.", void: true } });
    await expectUnmarked(one, other);
  });
});
