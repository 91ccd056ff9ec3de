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
import { untilWaiting } from "../support/until-waiting.js";

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

  it("while its user is about to be erased is told before the erasure, which then forgets it", async () => {
    const subject = "ben";
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [subject] }) });
    const request = await openRequest(server.admin, { subject, kind: "ERASURE" });
    await confirmIdentity(server.admin, request);
    const { owner, api } = server.database;
    let both: Promise<[{ accountingGiven: { id: string; entryCount: number } }, unknown]>;
    await owner.transaction(async (tx) => {
      await tx.query("LOCK TABLE accounting_given IN EXCLUSIVE MODE");
      // It has been read, and waits to be written down.
      const giving = giveAccounting(server.admin, { subject });
      await untilWaiting(api, 1);
      both = Promise.all([giving, server.admin.request(DECIDE, { input: decisionInput(request) })]);
      await untilWaiting(api, 2);
    });
    const [{ accountingGiven }] = await both!;
    expect(accountingGiven.entryCount).toBe(1);
    expect(await leftOf(accountingGiven.id)).toHaveLength(1);
  });
});
