import { describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { countRows } from "../../support/stored-rows.js";
import { withTestServer } from "../../support/test-server.js";

/** Free text and fingerprints stand beside their facts so that they can be erased. A retry must still find its record. */

const server = withTestServer();

async function recordAndErase(...tables: string[]) {
  const input = disclosureInput({ note: "Noted", source: "warehouse", externalReference: "order 1" });
  await server.admin.request(RECORD, { input });
  for (const table of tables) {
    const column = table === "free_text" ? "fact_id" : "disclosure_id";
    await server.database.owner.query(`DELETE FROM ${table} WHERE ${column} = $1`, [input.id]);
  }
  return input;
}

async function conflictOf(input: Record<string, unknown>): Promise<readonly string[] | undefined> {
  const [error] = await server.admin.errorsOf(RECORD, { input });
  expect(error?.extensions.code).toBe("CONFLICT");
  return error?.extensions.fields;
}

const answersTheRecord = { recordDisclosure: { created: false } };

describe("a retry of what was partly erased", () => {
  it("answers the record, and writes nothing back", async () => {
    const input = await recordAndErase("free_text", "disclosure_fingerprint");
    const before = await countRows(server.database.owner);
    expect(await server.admin.request(RECORD, { input })).toMatchObject(answersTheRecord);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("does not compare erased text, but still what was never written, and everything else", async () => {
    const input = await recordAndErase("free_text");
    expect(await server.admin.request(RECORD, { input: { ...input, note: "Other" } })).toMatchObject(
      answersTheRecord,
    );
    expect(await conflictOf({ ...input, partnerReference: "new", recordCount: 2 })).toEqual([
      "recordCount",
      "partnerReference",
    ]);
  });

  it("does not compare the users once their digest is gone, but still everything else", async () => {
    const input = await recordAndErase("disclosure_fingerprint");
    expect(await server.admin.request(RECORD, { input: { ...input, subjects: ["cyd"] } })).toMatchObject(
      answersTheRecord,
    );
    expect(await conflictOf({ ...input, subjects: ["cyd"], note: "Other" })).toEqual(["note"]);
  });

  it("shows no erased text", async () => {
    const { id } = await recordAndErase("free_text");
    const { disclosure } = await server.admin.request<{ disclosure: unknown }>(
      "query ($id: UUID!) { disclosure(id: $id) { note source externalReference duplicatesSuspected { id } } }",
      { id },
    );
    expect(disclosure).toMatchObject({ note: null, source: null, externalReference: null });
  });
});
