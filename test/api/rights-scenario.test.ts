import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { pseudonymOf } from "../../src/modules/subjects/core/pseudonym.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { Keyring } from "../../src/platform/keyring.js";
import { copiedOut, tracesIn } from "../support/copied-out.js";
import { HOSTING, MARKETING } from "../support/lawfulness-story.js";
import { MovableClock } from "../support/movable-clock.js";
import { RECIPIENTS, RightsStory } from "../support/rights-story.js";
import { COUNTED, readAll, seenOfRequest, seenOfUser, transfersOf } from "../support/rights-views.js";
import { TEST_SECRET, withTestServer } from "../support/test-server.js";

/**
 * One user of the example platform, from registration to restoration, as the platform, its analyst, its partners and its report
 * generator see it. The clock only goes forward, so the tests of this file tell one story and run in their order. Days are those of
 * Almaty, five hours ahead of UTC.
 */

const log: string[] = [];
const clock = new MovableClock("2026-02-10T10:00:00+05:00");
const logger = createLogger("trace", {}, { write: (line: string) => void log.push(line) });
const server = withTestServer({ clock, logger, sealReferences: true, smallCellsBelow: 1 });

/** The user of the story, whose reference must leave no trace, and another one, who stays. */
const ASEL = "canary-asel-7f3a";
const BOLAT = "bolat-1c88";
/** What the courier calls the first of them. */
const AT_COURIER = "courier-client-55d1";
const PSEUDONYM = pseudonymOf(new Keyring(TEST_SECRET).derive("pseudonym/v1"), ASEL);
const CANARIES = [ASEL, AT_COURIER, PSEUDONYM];

let story: RightsStory;
beforeAll(async () => {
  server.app.leader.start();
  story = await RightsStory.of(server, clock);
});
afterAll(() => server.app.leader.stop());

const userSeen = (reference: string) => seenOfUser(story, reference);
const requestSeen = (id: string, selection: string) => seenOfRequest(story, id, selection);

describe("Asel registers and consents", () => {
  it("so that the platform may begin", async () => {
    await story.consent(ASEL, { evidence: `Sign-up form of ${ASEL}` });
    await story.consent(BOLAT);
  });

  it("which her analyst sees, while a report and a partner see nobody", async () => {
    expect(await userSeen(ASEL)).toMatchObject({
      disclosures: { totalCount: 0 },
      status: { refusesUse: false, consentedGrounds: [{ key: "consent" }] },
      requests: { nodes: [] },
    });
    expect(await story.counted()).toEqual({});
    expect(await story.tasks()).toEqual({});
    for (const api of [story.reporter, story.platform, story.partners.get("example_courier")!]) {
      const [error] = await api.errorsOf(`{ dataSubject(reference: "${ASEL}") { id } }`);
      expect(error!.extensions.code).toBe("FORBIDDEN");
    }
  });
});

describe("Her data go to six recipients in eight disclosures", () => {
  it("all of them allowed", async () => {
    const users = { user: ASEL, companion: BOLAT, atCourier: AT_COURIER };
    const transfers = transfersOf({ ...users, authorityRequest: await story.demandOfCourt() });
    for (const [moment, transfer] of transfers) {
      story.until(moment);
      expect(await story.disclose({ ...transfer })).toMatchObject({ findings: [] });
    }
  });

  it("which a report counts, and partners hear nothing of", async () => {
    expect(await story.counted()).toEqual(COUNTED);
    expect(await userSeen(ASEL)).toMatchObject({ disclosures: { totalCount: 8 } });
    expect(await story.tasks()).toEqual({});
  });
});

/** What the database holds once the leader has seen through what was under way during the erasure. */
async function copiedOnceSettled(): Promise<Map<string, string>> {
  for (;;) {
    const tables = await copiedOut(server.database.ownerUrl);
    if (tables.get("erasure_pending") === "") return tables;
    await sleep(100);
  }
}

/** The accounting that she was given. */
let accounting: string;

describe("She asks to whom her data went", () => {
  let id: string;

  it("by e-mail at the address for rights, so that thirty days run from the next", async () => {
    story.until("2026-03-02T10:00:00+05:00");
    id = await story.receive(ASEL, "ACCESS", { subjectLine: "My data", details: `I am ${ASEL}.` });
    expect(await requestSeen(id, "status inDueForm dueAt overdue nothingHeld")).toEqual({
      status: "RECEIVED",
      inDueForm: true,
      dueAt: "2026-04-01T19:00:00.000Z",
      overdue: false,
      nothingHeld: false,
    });
  });

  it("and is answered with six names, and what each got", async () => {
    await story.fulfil(id, "Her identity card was seen.");
    const given = await story.call<{ accountingGiven: { id: string; text: string } }>(
      story.analyst,
      "giveAccounting",
      { id: story.newId(), subject: ASEL, request: id, form: "GROUPED", recipientsAs: "NAMED" },
      "accountingGiven { id text }",
    );
    const { text } = given.accountingGiven;
    accounting = given.accountingGiven.id;
    for (const name of ["Courier", "Hosting", "Advertising", "Survey Agency", "Bank", "District Court"])
      expect(text).toContain(`Example ${name}`);
    expect(tracesIn(new Map([["the letter", text]]), CANARIES)).toEqual([]);
    expect(await requestSeen(id, "status")).toEqual({ status: "DONE" });
    expect(await story.tasks()).toEqual({});
  });
});

describe("She refuses that her location be used", () => {
  const usage = { ...HOSTING, categories: ["usage"], subjects: [ASEL] };

  it("and from that moment it is found before, and so not done", async () => {
    story.until("2026-03-05T10:00:00+05:00");
    expect(await story.foundBefore(usage)).toEqual([]);
    const id = await story.receive(ASEL, "REFUSAL_OF_USE", { categories: ["usage.real_time_location"] });
    await story.fulfil(id, "Refused in writing.");
    expect(await requestSeen(id, "status outcome")).toEqual({ status: "DONE", outcome: "FULFILLED" });
    expect(await story.foundBefore(usage)).toEqual(["USE_REFUSED"]);
    expect(await userSeen(ASEL)).toMatchObject({ status: { refusesUse: true } });
    expect(await story.counted()).toEqual(COUNTED);
    expect(await story.tasks()).toEqual({});
  });
});

describe("She has her address corrected", () => {
  let id: string;

  it("and those who got it are to be told: the courier, and the host, which got all of it", async () => {
    story.until("2026-03-10T10:00:00+05:00");
    id = await story.receive(ASEL, "RECTIFICATION", { categories: ["identification.home_address"] });
    await story.fulfil(id, "She moved.");
    expect(await story.tasks()).toEqual({
      example_courier: ["RECTIFICATION OPEN"],
      example_hosting: ["RECTIFICATION OPEN"],
    });
    expect(await story.tasksOf("example_courier")).toMatchObject([
      { subjectReference: ASEL, partnerReferences: [AT_COURIER], dueAt: "2026-04-09T19:00:00.000Z" },
    ]);
    expect(await requestSeen(id, "status disclosedWrong { totalCount }")).toEqual({
      status: "DECIDED",
      disclosedWrong: { totalCount: 3 },
    });
  });

  it("and it is done when both have been", async () => {
    await story.report("example_courier", "RECTIFICATION", {
      status: "ACKNOWLEDGED",
      evidence: "Message 17",
    });
    expect(await requestSeen(id, "status")).toEqual({ status: "DECIDED" });
    await story.report("example_hosting", "RECTIFICATION", { status: "SENT", evidence: "Ticket 4" });
    expect(await requestSeen(id, "status")).toEqual({ status: "DONE" });
    expect(await story.tasksOf("example_courier")).toMatchObject([
      { status: "ACKNOWLEDGED", subjectReference: null },
    ]);
  });
});

describe("She withdraws her consent", () => {
  const marketing = { ...MARKETING, subjects: [ASEL] };

  it("which takes effect when the thirtieth day is over", async () => {
    story.until("2026-03-31T23:30:00+05:00");
    const id = await story.receive(ASEL, "CONSENT_WITHDRAWAL");
    await story.fulfil(id, "She may at any time.");
    expect(await requestSeen(id, "effectiveAt")).toEqual({ effectiveAt: "2026-04-30T19:00:00.000Z" });
    expect(await story.tasks()).toEqual(
      Object.fromEntries(RECIPIENTS.map((key) => [key, expect.arrayContaining(["CONSENT_WITHDRAWAL OPEN"])])),
    );
  });

  it("so that what is sent on 30 April is lawful, and on 1 May is not", async () => {
    story.until("2026-04-30T23:59:59+05:00");
    expect(await story.foundBefore(marketing)).toEqual([]);
    story.until("2026-05-01T00:00:00+05:00");
    expect(await story.foundBefore(marketing)).toEqual(["CONSENT_WITHDRAWN"]);
    expect(await userSeen(ASEL)).toMatchObject({ status: { consentedGrounds: [] } });
    expect(await story.counted()).toEqual(COUNTED);
  });

  it("and every recipient is told, or cannot be", async () => {
    for (const recipient of RECIPIENTS.filter((key) => key !== "example_court"))
      await story.report(recipient, "CONSENT_WITHDRAWAL", { status: "ACKNOWLEDGED" });
    await story.report("example_court", "CONSENT_WITHDRAWAL", {
      status: "IMPOSSIBLE",
      reason: "The case is closed.",
    });
  });
});

describe("She has her account destroyed", () => {
  let id: string;

  it("so that nobody finds her any more, while what was counted stays", async () => {
    story.until("2026-06-01T10:00:00+05:00");
    expect(tracesIn(await copiedOut(server.database.ownerUrl), CANARIES)).toEqual([
      "accounting_given_person",
      "free_text",
      "rights_request_person",
      "subject",
    ]);
    id = await story.receive(ASEL, "ERASURE", { details: `Please delete ${ASEL}` });
    await story.fulfil(id, "As she asked.");
    expect(await userSeen(ASEL)).toBeNull();
    expect(await userSeen(BOLAT)).toMatchObject({ disclosures: { totalCount: 2 } });
    expect(await story.counted()).toEqual(COUNTED);
    expect(await requestSeen(id, "status dataSubject { id } details")).toEqual({
      status: "DECIDED",
      dataSubject: null,
      details: null,
    });
  });

  it("and each recipient, and only it, learns of whom until it has reported", async () => {
    for (const recipient of RECIPIENTS) {
      const task = (await story.tasksOf(recipient)).at(-1);
      expect(task).toMatchObject({ requestKind: "ERASURE", status: "OPEN", subjectReference: ASEL });
    }
    const seenByAnalyst = await requestSeen(id, "notifications { subjectReference partnerReferences }");
    expect(tracesIn(new Map([["seen", JSON.stringify(seenByAnalyst)]]), CANARIES)).toEqual([]);
    for (const recipient of RECIPIENTS)
      await story.report(recipient, "ERASURE", { status: "ACKNOWLEDGED", evidence: "Deleted." });
    await story.report("example_hosting", "RECTIFICATION", { status: "ACKNOWLEDGED" });
    expect(await requestSeen(id, "status")).toEqual({ status: "DONE" });
  });

  it("after which no table, log or answer has a trace of her", async () => {
    const tables = await copiedOnceSettled();
    for (const table of ["recipient_notification_secret", "erasure_pending"])
      expect([table, tables.get(table)]).toEqual([table, ""]);
    const answers = await readAll(server, [ASEL, BOLAT]);
    expect(tracesIn(tables, ["Two parcels"])).toEqual(["free_text"]);
    expect(tracesIn(answers, [BOLAT])).toHaveLength(4);
    expect(tracesIn(new Map([...tables, ...answers, ["the log", log.join("")]]), CANARIES)).toEqual([]);
  });

  it("and of the accounting she was given there is left that it was", async () => {
    const { accountingGiven } = await story.analyst.request<{ accountingGiven: object }>(
      "query ($id: UUID!) { accountingGiven(id: $id) { entryCount sha256 text content } }",
      { id: accounting },
    );
    expect(accountingGiven).toMatchObject({ entryCount: 6, text: null, content: null });
  });

  it("and she is not written to, should the platform try", async () => {
    expect(await story.foundBefore({ ...MARKETING, subjects: [ASEL, BOLAT] })).toEqual([
      "CONSENT_MISSING",
      "SUBJECT_ERASED",
      "COMMUNICATION_AFTER_DELETION",
    ]);
    expect(await userSeen(ASEL)).toBeNull();
  });
});

describe("She comes back, by an act of her own", () => {
  it("and begins anew: nothing of what was comes back to her", async () => {
    story.until("2026-07-01T10:00:00+05:00");
    const restored = { id: story.newId(), subject: ASEL, restoredAt: clock.at(0) };
    await story.call(story.platform, "restoreAccount", restored, "created");
    await story.consent(ASEL);
    expect(await userSeen(ASEL)).toMatchObject({
      disclosures: { totalCount: 0 },
      requests: { nodes: [] },
      status: { refusesUse: false, communicationForbidden: false, consentedGrounds: [{ key: "consent" }] },
    });
    expect(await story.disclose({ ...MARKETING, subjects: [ASEL] })).toMatchObject({ findings: [] });
    expect(await story.counted()).toEqual({ ...COUNTED, example_advertiser: [3, 4, 3] });
    expect(await story.tasks()).toEqual(await story.tasks());
  });
});
