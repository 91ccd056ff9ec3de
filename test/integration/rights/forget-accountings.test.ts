import { describe, expect, it } from "@jest/globals";
import { ForgetAccountings } from "../../../src/modules/rights/index.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { giveAccounting } from "../../support/accounting-operations.js";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { erasingOn } from "../../support/erasing.js";
import { dumpRows } from "../../support/stored-rows.js";
import { withTestServer } from "../../support/test-server.js";

const server = withTestServer();

describe("The accountings given to an erased user", () => {
  it("keep that they were given, and lose to whom and what was told", async () => {
    const { database, admin } = server;
    await admin.request(RECORD, { input: disclosureInput({ subjects: ["ann", "ben"] }) });
    const byKind = { recipientsAs: "CATEGORIES", reason: "MARKED: it was asked every day." };
    const { accountingGiven: mine } = await giveAccounting(admin, { subject: "ann", ...byKind });
    const { accountingGiven: theirs } = await giveAccounting(admin, { subject: "ben" });
    const [pseudonym] = erasingOn(server).subjects.name(["ann"]).keys();
    await inTransaction(database.api, (tx) =>
      new ForgetAccountings().forget(tx, { number: null, pseudonym: pseudonym!, reference: "ann" }),
    );
    const asked = `query ($id: UUID!) { accountingGiven(id: $id) { id entryCount givenBy sha256 content text reason } }`;
    const { id, entryCount, givenBy } = mine;
    expect(await admin.request(asked, { id })).toEqual({
      accountingGiven: { id, entryCount, givenBy, sha256: null, content: null, text: null, reason: null },
    });
    expect(await admin.request(asked, { id: theirs.id })).toMatchObject({
      accountingGiven: { content: theirs.content, text: theirs.text },
    });
    const dump = await dumpRows(database.owner);
    expect(dump).not.toContain("MARKED");
    // The pseudonym stands with the user still; no accounting leads to it.
    expect(dump.split(pseudonym!)).toHaveLength(2);
  });

  it("answer a retry that does not compare the user any more", async () => {
    const { database, admin } = server;
    const input = { subject: "cyd" };
    const { accountingGiven } = await giveAccounting(admin, input);
    const [pseudonym] = erasingOn(server).subjects.name(["cyd"]).keys();
    await inTransaction(database.api, (tx) =>
      new ForgetAccountings().forget(tx, { number: null, pseudonym: pseudonym!, reference: "cyd" }),
    );
    const again = await giveAccounting(admin, { ...input, id: accountingGiven.id });
    expect(again).toMatchObject({ created: false, accountingGiven: { content: null } });
  });
});
