import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

describe("a disclosure under the id of an amendment that voided another one", () => {
  const voided = disclosureInput();
  const voiding = { id: disclosureInput().id, amends: voided.id, reason: "It never was.", void: true };
  const input = disclosureInput({ id: voiding.id });

  beforeAll(async () => {
    await server.admin.request(RECORD, { input: voided });
    await server.admin.request(AMEND, { input: voiding });
  });

  it("is a conflict that says why, and leaves nothing", async () => {
    const before = await countRows(server.database.owner);
    const [error, ...more] = await server.admin.errorsOf(RECORD, { input });
    expect(more).toEqual([]);
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["id"] });
    expect(error!.message).toMatch(
      /amendment that voided a disclosure has this id already\. Send a fresh id/,
    );
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("hinders no other disclosure of its batch", async () => {
    const neighbour = disclosureInput();
    const { recordDisclosures } = await server.admin.request<{ recordDisclosures: { results: object[] } }>(
      RECORD_BATCH,
      { inputs: [input, neighbour, voided] },
    );
    expect(recordDisclosures.results).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: "CONFLICT", fields: ["id"] }) }),
      expect.objectContaining({ created: true, error: null }),
      expect.objectContaining({ created: false, error: null }),
    ]);
  });

  it("does not touch the retry of the amendment, nor disclosures under the ids of restating ones", async () => {
    expect(await server.admin.request(AMEND, { input: voiding })).toMatchObject({
      amendDisclosure: { created: false },
    });
    const wrong = disclosureInput();
    await server.admin.request(RECORD, { input: wrong });
    const restating = { id: disclosureInput().id, amends: wrong.id, reason: "Another purpose." };
    const restated = disclosureInput({ id: undefined, purpose: "statistics", legalGround: "consent" });
    expect(await server.admin.request(AMEND, { input: { ...restating, restated } })).toMatchObject({
      amendDisclosure: { created: true },
    });
  });
});
