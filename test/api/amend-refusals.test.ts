import { beforeAll, describe, expect, it } from "@jest/globals";
import { v4, v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const restatedAs = (changes: Record<string, unknown> = {}) => disclosureInput({ id: undefined, ...changes });

async function record(): Promise<string> {
  const input = disclosureInput();
  await server.admin.request(RECORD, { input });
  return input.id;
}

/** Records an amendment; answers what was sent, with its id. */
async function amend(input: Record<string, unknown>) {
  const sent = { id: v7(), reason: "Wrong.", ...input };
  await server.admin.request(AMEND, { input: sent });
  return sent;
}

async function refusalOf(input: Record<string, unknown>) {
  const before = await countRows(server.database.owner);
  const errors = await server.admin.errorsOf(AMEND, { input });
  expect(errors).toHaveLength(1);
  expect(await countRows(server.database.owner)).toEqual(before);
  return { ...errors[0]!.extensions, message: errors[0]!.message };
}

describe("an amendment that cannot be understood", () => {
  let amends: string;
  beforeAll(async () => {
    amends = await record();
  });

  it.each<[string, Record<string, unknown>, string[], RegExp]>([
    [
      "neither restates nor voids",
      { void: undefined },
      ["restated"],
      /either `restated`, .* or `void: true`/,
    ],
    ["does not void after all", { void: false }, ["restated"], /either `restated`, .* or `void: true`/],
    [
      "both restates and voids",
      { restated: restatedAs() },
      ["restated"],
      /either `restated`, .* or `void: true`/,
    ],
    ["gives no reason", { reason: " \n" }, ["reason"], /^reason: Say why the record is corrected\.$/],
    ["gives too long a reason", { reason: "r".repeat(2_001) }, ["reason"], /at most 2000 characters/],
    [
      "gives a reason that text cannot hold",
      { reason: "a\u0000b" },
      ["reason"],
      /Leave out the character U\+0000/,
    ],
    ["gives a reason that is no valid Unicode", { reason: "\ud800" }, ["reason"], /Send valid Unicode text/],
    ["has an id of another version", { id: v4() }, ["id"], /Send a UUIDv7/],
    [
      "restates under another id",
      { void: undefined, restated: restatedAs({ id: v7() }) },
      ["restated.id"],
      /Leave it out: the restated disclosure takes the amendment's `id`/,
    ],
    [
      "restates what cannot be understood",
      {
        void: undefined,
        restated: restatedAs({ recipient: "nobody", subjects: ["ann", ""], recordCount: 0 }),
      },
      ["restated.recipient", "restated.subjects[1]", "restated.recordCount"],
      /^restated: recipient: /,
    ],
  ])("is refused when it %s, and nothing is stored", async (_what, changes, fields, remedy) => {
    const refusal = await refusalOf({ id: v7(), amends, reason: "Wrong.", void: true, ...changes });
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields });
    expect(refusal.message).toMatch(remedy);
  });

  it("is refused to a key with the role INTEGRATION without an id", async () => {
    const [error] = await (
      await server.as("INTEGRATION")
    ).errorsOf(AMEND, { input: { amends, reason: "Wrong.", void: true } });
    expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["id"] });
  });
});

describe("an amendment of what cannot be amended", () => {
  it("is NOT_FOUND where there is no such disclosure", async () => {
    for (const change of [{ void: true }, { restated: restatedAs() }]) {
      const refusal = await refusalOf({ id: v7(), amends: v7(), reason: "Wrong.", ...change });
      expect(refusal).toMatchObject({ code: "NOT_FOUND", fields: ["amends"] });
      expect(refusal.message).toMatch(/no disclosure with this id; check it, or record the disclosure first/);
    }
  });

  it("is NOT_FOUND where the id is that of a voiding amendment, in whose place nothing stands", async () => {
    const { id } = await amend({ amends: await record(), void: true });
    expect(await refusalOf({ id: v7(), amends: id, reason: "Wrong.", void: true })).toMatchObject({
      code: "NOT_FOUND",
      fields: ["amends"],
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ["restated", { restated: restatedAs() }],
    ["voided", { void: true }],
  ])("is a conflict that names the amendment by which it was %s already", async (_how, change) => {
    const amends = await record();
    const { id } = await amend({ amends, ...change });
    for (const again of [{ void: true }, { restated: restatedAs() }]) {
      const refusal = await refusalOf({ id: v7(), amends, reason: "Wrong.", ...again });
      expect(refusal).toMatchObject({ code: "CONFLICT", fields: ["amends"] });
      expect(refusal.message).toContain(`amended already, by ${id}`);
    }
  });

  it("is refused of itself", async () => {
    const id = await record();
    const refusal = await refusalOf({ id, amends: id.toUpperCase(), reason: "Wrong.", void: true });
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields: ["id", "amends"] });
    expect(refusal.message).toMatch(/cannot amend itself: send a fresh id/);
  });

  it("is a conflict where it would close a circle, however long", async () => {
    const first = await record();
    const { id: second } = await amend({ amends: first, restated: restatedAs() });
    const { id: third } = await amend({ amends: second, restated: restatedAs() });
    for (const amends of [second, third]) {
      for (const change of [{ void: true }, { restated: restatedAs() }]) {
        const refusal = await refusalOf({ id: first, amends, reason: "Wrong.", ...change });
        expect(refusal).toMatchObject({ code: "CONFLICT", fields: ["id", "amends"] });
        expect(refusal.message).toMatch(/close a circle.*Send a fresh id/);
      }
    }
    // The second one's id is that of an amendment already, which is what a caller has to know of it.
    expect(
      await refusalOf({ id: second, amends: third, reason: "Wrong.", restated: restatedAs() }),
    ).toMatchObject({ code: "CONFLICT", fields: ["amends"] });
  });

  it("is a conflict where another disclosure has the id", async () => {
    const [amends, id] = [await record(), await record()];
    for (const change of [{ void: true }, { restated: restatedAs() }]) {
      const refusal = await refusalOf({ id, amends, reason: "Wrong.", ...change });
      expect(refusal).toMatchObject({ code: "CONFLICT", fields: ["id"] });
      expect(refusal.message).toMatch(/recorded already\. Send a fresh id/);
    }
  });
});

describe("other content under a recorded amendment's id", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ["the reason", { reason: "Another." }, ["reason"]],
    ["a restated field", { restated: restatedAs({ recordCount: 3 }) }, ["restated.recordCount"]],
    [
      "several, users among them",
      { reason: "Another.", restated: restatedAs({ note: "More", subjects: ["cyd"] }) },
      ["reason", "restated.note", "restated.subjects"],
    ],
    ["what it does", { restated: undefined, void: true }, ["restated", "void"]],
  ])("is a conflict that names %s", async (_what, changes, fields) => {
    const sent = await amend({ amends: await record(), restated: restatedAs() });
    const refusal = await refusalOf({ ...sent, ...changes });
    expect(refusal).toMatchObject({ code: "CONFLICT", fields });
    expect(refusal.message).toContain(`what differs: ${fields.join(", ")}. Send a fresh id`);
    expect(refusal.message).not.toMatch(/Another|More|cyd/);
  });

  it("is a conflict that names the amended disclosure alone, where only that is another", async () => {
    const restating = await amend({ amends: await record(), restated: restatedAs() });
    const voiding = await amend({ amends: await record(), void: true });
    for (const sent of [restating, voiding]) {
      expect(await refusalOf({ ...sent, amends: await record() })).toMatchObject({
        code: "CONFLICT",
        fields: ["amends"],
      });
    }
  });

  it("is a conflict for recordDisclosure too, because the recorded one amends another", async () => {
    const { id } = await amend({ amends: await record(), restated: restatedAs() });
    const [error] = await server.admin.errorsOf(RECORD, { input: disclosureInput({ id }) });
    expect(error?.extensions).toEqual({ code: "CONFLICT", fields: ["amends"] });
  });
});
