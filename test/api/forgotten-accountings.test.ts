import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
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

const HOUR_MS = 3_600_000;
/** The end of the day in Almaty, five hours ahead of UTC. */
function endOfToday(): Date {
  const midnight = new Date(Date.now() + 5 * HOUR_MS).setUTCHours(24, 0, 0, 0);
  return new Date(midnight - 5 * HOUR_MS);
}

/** Whom the rows of accountings that were given still tell of, and what. */
async function leftOf(accounting: string): Promise<string[]> {
  const dump = await dumpRows(server.database.owner);
  return dump.split("\n").filter((row) => row.includes(accounting));
}

/** The fact itself, its leaf in the ledger, which says no more, and that whoever gave it read it. */
const WHAT_STAYS = 3;

describe("An accounting that was given", () => {
  it("is a bare fact once its user is erased", async () => {
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann"] }) });
    const request = await decidedRequest(server.admin, { subject: "ann" });
    const { accountingGiven: given } = await giveAccounting(server.admin, { subject: "ann", request });
    expect(await leftOf(given.id)).toHaveLength(6);
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
    expect(await leftOf(given.id)).toHaveLength(WHAT_STAYS);
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
    expect(await leftOf(accountingGiven.id)).toHaveLength(WHAT_STAYS);
  });
});

describe("An accounting of a user who was erased", () => {
  it("is complete since the end of that day: what went before is tied to nobody", async () => {
    const subject = "cyd";
    const record = () => server.admin.request(RECORD, { input: disclosureInput({ subjects: [subject] }) });
    await record();
    await erase(subject);
    const completeSince = endOfToday().toISOString();
    const { accountingGiven: gone } = await giveAccounting(server.admin, { subject });
    expect(gone).toMatchObject({ completeSince, entryCount: 0 });
    const tomorrow = new Date(endOfToday().getTime() + 5 * HOUR_MS).toISOString().slice(0, 10);
    expect(gone.text).toContain(`Our register is complete from ${tomorrow} on`);

    await server.admin.request(
      `mutation ($input: RestoreAccountInput!) { restoreAccount(input: $input) { created } }`,
      { input: { id: v7(), subject, restoredAt: new Date().toISOString() } },
    );
    await record();
    const asked = `{ dataSubject(reference: "${subject}") { accounting { completeSince entries { count } } } }`;
    expect(await server.admin.request(asked)).toEqual({
      dataSubject: { accounting: { completeSince, entries: [{ count: 1 }] } },
    });
    const { accountingGiven: back } = await giveAccounting(server.admin, { subject });
    expect(back).toMatchObject({ completeSince, entryCount: 1 });
  });
});
