import { describe, expect, it } from "@jest/globals";
import { giveAccounting } from "../support/accounting-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import {
  confirmIdentity,
  DECIDE,
  decidedRequest,
  decisionInput,
  openRequest,
} from "../support/rights-operations.js";
import { dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const erase = (subject: string) => decidedRequest(server.admin, { subject, kind: "ERASURE" });

/** Whom the rows of accountings that were given still tell of, and what. */
async function leftOf(accounting: string): Promise<string[]> {
  const dump = await dumpRows(server.database.owner);
  return dump.split("\n").filter((row) => row.includes(accounting));
}

describe("An accounting that was given", () => {
  it("is a bare fact once its user is erased", async () => {
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann"] }) });
    const request = await decidedRequest(server.admin, { subject: "ann" });
    const { accountingGiven: given } = await giveAccounting(server.admin, { subject: "ann", request });
    expect(await leftOf(given.id)).toHaveLength(4);
    await erase("ann");
    const asked = `{ accountingGiven(id: "${given.id}") { givenAt entryCount content text sha256 request { id } } }`;
    const { givenAt, entryCount } = given;
    expect(await server.admin.request(asked)).toEqual({
      accountingGiven: {
        givenAt,
        entryCount,
        content: null,
        text: null,
        sha256: null,
        request: { id: request },
      },
    });
    expect(await leftOf(given.id)).toHaveLength(1);
  });

  it("while its user is being erased is given before and goes, or after and tells of nothing", async () => {
    for (let round = 0; round < 5; round += 1) {
      const subject = `user ${round}`;
      await server.admin.request(RECORD, { input: disclosureInput({ subjects: [subject] }) });
      const request = await openRequest(server.admin, { subject, kind: "ERASURE" });
      await confirmIdentity(server.admin, request);
      const [{ accountingGiven }] = await Promise.all([
        giveAccounting(server.admin, { subject }),
        server.admin.request(DECIDE, { input: decisionInput(request) }),
      ]);
      const rows = await leftOf(accountingGiven.id);
      if (accountingGiven.entryCount > 0) expect(rows).toHaveLength(1);
      else expect(rows.join()).not.toContain("example_courier");
    }
  });
});
