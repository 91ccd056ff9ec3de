import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { erasingOn } from "../../support/erasing.js";
import { judgeToTheEnd } from "../../support/late-facts.js";
import { notificationsFor, partnerOf } from "../../support/notification-operations.js";
import { confirmIdentity, DECIDE, decisionInput, openRequest } from "../../support/rights-operations.js";
import { dumpRows } from "../../support/stored-rows.js";
import { apiOf, withTestServer } from "../../support/test-server.js";
import { untilWaiting } from "../../support/until-waiting.js";

const server = withTestServer({ sealReferences: true });
let erasing: ReturnType<typeof erasingOn>;
beforeAll(() => {
  erasing = erasingOn(server);
});

const newUser = () => `canary-${v7()}`;
/** As far ahead as a caller's clock may be, so that it is not before the erasure. */
const soon = () => new Date(Date.now() + 240_000).toISOString();

/** Keeps others from writing to a table while `work` is done. */
async function whileHeld(table: string, work: () => Promise<void>): Promise<void> {
  const holder = server.database.owner.createQueryRunner();
  await holder.startTransaction();
  await holder.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
  try {
    await work();
  } finally {
    await holder.rollbackTransaction();
    await holder.release();
  }
}

async function codesOf(id: string): Promise<string[]> {
  const { disclosure } = await server.admin.request<{ disclosure: { findings: { code: string }[] } }>(
    "query ($id: UUID!) { disclosure(id: $id) { findings { code } } }",
    { id },
  );
  return disclosure.findings.map(({ code }) => code);
}

describe("What was under way while its user was erased", () => {
  it("does not escape: a disclosure loses its texts and digests, and is found", async () => {
    const user = newUser();
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [user] }) });
    const input = disclosureInput({
      subjects: [user, "other"],
      occurredAt: soon(),
      note: `For ${user}`,
      source: user,
    });
    let recorded: Promise<unknown> | undefined;
    await whileHeld("coverage", async () => {
      recorded = server.admin.request(RECORD, { input });
      await untilWaiting(server.database.api, 1);
      await erasing.erase(user);
      await erasing.underWay.run();
      expect(await erasing.countPending()).toBe(1);
    });
    await recorded;
    expect(await dumpRows(server.database.owner)).toContain(user);

    await erasing.seeThrough();
    await judgeToTheEnd(server);
    expect(await dumpRows(server.database.owner)).not.toContain(user);
    const prints = await server.database.owner.query<unknown[]>(
      "SELECT FROM disclosure_fingerprint WHERE disclosure_id = $1",
      [input.id],
    );
    expect(prints).toEqual([]);
    expect(
      await server.database.owner.query<unknown[]>(
        "SELECT FROM sealed_reference WHERE subject_number NOT IN (SELECT number FROM subject)",
      ),
    ).toEqual([]);
    expect(await codesOf(input.id)).toContain("SUBJECT_ERASED");
  });

  it("is still told of: the recipient of a disclosure learns of the erasure, by the name it knows", async () => {
    const user = newUser();
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [user] }) });
    const request = await openRequest(server.admin, { subject: user, kind: "ERASURE" });
    await confirmIdentity(server.admin, request);
    const input = disclosureInput({
      subjects: [user],
      occurredAt: soon(),
      recipient: "example_bank",
      partnerReference: "customer-1",
    });
    let recorded: Promise<unknown> | undefined;
    await whileHeld("coverage", async () => {
      recorded = server.admin.request(RECORD, { input });
      await untilWaiting(server.database.api, 1);
      await server.admin.request(DECIDE, { input: decisionInput(request) });
    });
    await recorded;
    const bank = apiOf(server.url, await partnerOf(server, "example_bank"));
    expect(await notificationsFor(bank, { request })).toEqual([]);

    await erasing.seeThrough();
    const told = { status: "OPEN", subjectReference: user, partnerReferences: ["customer-1"] };
    expect(await notificationsFor(bank, { request })).toMatchObject([told]);
    expect(await notificationsFor(server.admin, { request })).toHaveLength(2);
    expect(await dumpRows(server.database.owner)).not.toContain("customer-1");
  });

  it("is a first sight: whoever is erased at that moment is known to be", async () => {
    const user = newUser();
    const input = disclosureInput({ subjects: [user], occurredAt: soon(), note: `For ${user}` });
    let both: Promise<unknown> | undefined;
    await whileHeld("coverage", async () => {
      const recorded = server.admin.request(RECORD, { input });
      await untilWaiting(server.database.api, 1);
      // Waits for the number that the disclosure has given, and is not to be missed by it.
      const erased = erasing.erase(user);
      await untilWaiting(server.database.api, 2);
      both = Promise.all([recorded, erased]);
    });
    await both;
    await erasing.seeThrough();
    await judgeToTheEnd(server);
    expect(await dumpRows(server.database.owner)).not.toContain(user);
    expect(await erasing.subjects.find(user)).toBeNull();
  });
});
