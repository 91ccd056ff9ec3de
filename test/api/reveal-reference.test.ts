import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { erasingOn } from "../support/erasing.js";
import { handleOf, REVEAL, reveal } from "../support/look-up-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer({ sealReferences: true });

describe("A sealed reference", () => {
  let ann: string;
  beforeAll(async () => {
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann"] }) });
    ann = await handleOf(server.admin, "ann");
  });

  it("is revealed for a reason, which is recorded and goes with the user", async () => {
    const input = { id: ann, reason: " She asked by post. " };
    const { revealReference } = await server.admin.request<{ revealReference: { lookUp: { id: string } } }>(
      REVEAL,
      { input },
    );
    const { lookUp } = revealReference;
    expect(revealReference).toEqual({
      reference: "ann",
      lookUp: { id: lookUp.id, kind: "REVEAL", recordedBy: "Administrator", reason: "She asked by post." },
    });
    await erasingOn(server).erase("ann");
    expect(await reveal(server.admin, ann)).toBeNull();
    const list = await (
      await server.as("AUDITOR")
    ).request<{ subjectLookUps: { nodes: { id: string; reason: string | null }[] } }>(
      "{ subjectLookUps(filter: { kind: REVEAL }) { nodes { id reason } } }",
    );
    expect(list.subjectLookUps.nodes.at(-1)).toEqual({ id: lookUp.id, reason: null });
  });

  it.each([
    ["no reason", { reason: " " }, ["reason"]],
    ["too long a reason", { reason: "x".repeat(1_001) }, ["reason"]],
    ["a reference in place of the handle", { id: "ann" }, ["id"]],
  ])("is not revealed for %s, and nothing is recorded", async (_case, wrong, fields) => {
    const before = await countRows(server.database.owner);
    const input = { id: ann, reason: "She asked.", ...wrong };
    const [error] = await server.admin.errorsOf(REVEAL, { input });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("is not revealed where that cannot be recorded", async () => {
    const role = new URL(server.database.apiUrl).username;
    await server.database.owner.query(`REVOKE INSERT ON subject_look_up FROM ${role}`);
    try {
      const [error] = await server.admin.errorsOf(REVEAL, { input: { id: ann, reason: "She asked." } });
      expect(error!.extensions.code).toBe("INTERNAL");
    } finally {
      await server.database.owner.query(`GRANT INSERT ON subject_look_up TO ${role}`);
    }
  });
});
