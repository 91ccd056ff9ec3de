import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** Everything a disclosure can say, so that each part can be changed. */
const everything = disclosureInput({
  recipient: "example_hosting",
  agreement: "example_hosting_agreement",
  safeguard: "example_hosting_clauses",
  destination: "DE",
  channel: "API",
  source: "warehouse",
  nature: "ROUTINE",
  recordCount: 4,
  outcome: "DELIVERED",
  note: "Third delivery",
  externalReference: "order 17",
  partnerReference: "parcel 4711",
});

beforeAll(async () => {
  await server.admin.request(RECORD, { input: everything });
});

async function conflictOf(changes: Record<string, unknown>) {
  const before = await countRows(server.database.owner);
  const errors = await server.admin.errorsOf(RECORD, { input: { ...everything, ...changes } });
  expect(await countRows(server.database.owner)).toEqual(before);
  expect(errors).toHaveLength(1);
  return errors[0]!;
}

describe("other content under a recorded id", () => {
  it.each<[string, unknown]>([
    ["occurredAt", "2026-03-01T10:00:00.001Z"],
    ["purpose", "statistics"],
    ["legalGround", "consent"],
    ["categories", ["identification.first_name"]],
    ["categories", ["identification.first_name", "identification.home_address", "reviews"]],
    ["nature", "ADDITIONAL"],
    ["destination", "US"],
    ["destination", null],
    ["agreement", null],
    ["safeguard", null],
    ["channel", "FILE"],
    ["channel", null],
    ["outcome", "FAILED"],
    ["recordCount", 5],
    ["recordCount", null],
    ["source", "Warehouse"],
    ["note", "Fourth delivery"],
    ["note", null],
    ["externalReference", "order 18"],
    ["partnerReference", null],
    ["subjects", ["user-1"]],
    ["subjects", ["user-1", "user-2", "user-3"]],
    ["subjects", ["user-1", "User-2"]],
  ])("is a conflict that names %s alone, when it reads %j", async (field, value) => {
    const { message, extensions } = await conflictOf({ [field]: value });
    expect(extensions).toEqual({ code: "CONFLICT", fields: [field] });
    expect(message).toContain(`what differs: ${field}. `);
  });

  it("is a conflict that names recipient, when only that and what hangs on it is changed", async () => {
    const { extensions } = await conflictOf({ recipient: "example_courier", agreement: null });
    expect(extensions).toEqual({ code: "CONFLICT", fields: ["recipient", "agreement"] });
  });

  it("names every field that differs, and says what to do", async () => {
    const { message, extensions } = await conflictOf({
      recipient: "example_bank",
      agreement: null,
      direction: "INBOUND",
      destination: null,
      note: "Other",
      subjects: ["user-9"],
    });
    const differing = ["recipient", "direction", "destination", "agreement", "note", "subjects"];
    expect(extensions).toEqual({ code: "CONFLICT", fields: differing });
    expect(message).toContain(`what differs: ${differing.join(", ")}. `);
    expect(message).toContain("send a fresh id");
    expect(message).toContain("amendDisclosure");
  });

  it("repeats neither what was recorded nor what was sent", async () => {
    const { message } = await conflictOf({ note: "a marked note", subjects: ["a-marked-user"] });
    expect(message).not.toMatch(/Third|marked|user-/);
  });

  it("leaves the record as it was", async () => {
    await conflictOf({ recordCount: 99 });
    const { disclosure } = await server.admin.request<{ disclosure: unknown }>(
      "query ($id: UUID!) { disclosure(id: $id) { recordCount note recipient { key } subjectCount } }",
      { id: everything.id },
    );
    expect(disclosure).toEqual({
      recordCount: 4,
      note: "Third delivery",
      recipient: { key: "example_hosting" },
      subjectCount: 2,
    });
  });
});
