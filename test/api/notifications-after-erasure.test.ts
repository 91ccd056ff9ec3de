import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  notificationOf,
  notificationsFor,
  partnerOf,
  recordThree,
  REPORT,
} from "../support/notification-operations.js";
import { decidedRequest, readRequest } from "../support/rights-operations.js";
import { dumpRows } from "../support/stored-rows.js";
import { apiOf, withTestServer, type Api } from "../support/test-server.js";

/** The tasks that follow from an erasure outlive the user, and name the user to nobody but those who must be told. */

const server = withTestServer({ sealReferences: true });
const CANARY = "canary-7f3a9c51";

let analyst: Api;
let courier: Api;
let bank: Api;
let earlier: string;
let erasure: string;

const report = (api: Api, input: Record<string, unknown>) => api.request(REPORT, { input });
const statusOf = async (id: string) => (await readRequest(analyst, id, "status"))!.status;

async function traces(): Promise<boolean> {
  const stored = await dumpRows(server.database.owner);
  return [CANARY, Buffer.from(CANARY).toString("hex")].some((text) => stored.includes(text));
}

beforeAll(async () => {
  analyst = await server.as("ANALYST");
  courier = apiOf(server.url, await partnerOf(server, "example_courier"));
  bank = apiOf(server.url, await partnerOf(server, "example_bank"));
  await recordThree(server, CANARY);
  earlier = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: CANARY });
  erasure = await decidedRequest(server.admin, { kind: "ERASURE", subject: CANARY });
});

describe("after an erasure", () => {
  it("the recipients' own code still learns whom to forget, of this and of earlier requests", async () => {
    for (const request of [earlier, erasure]) {
      expect(await notificationsFor(courier, { request })).toMatchObject([
        { status: "OPEN", subjectReference: CANARY, partnerReferences: [`courier-of-${CANARY}`] },
      ]);
      expect(await notificationsFor(bank, { request })).toMatchObject([
        { status: "OPEN", subjectReference: CANARY, partnerReferences: [] },
      ]);
    }
  });

  it("nobody else finds the user, nor further recipients", async () => {
    expect(await traces()).toBe(false);
    for (const request of [earlier, erasure]) {
      for (const each of await notificationsFor(server.admin, { request })) {
        expect(each).toMatchObject({ subjectReference: null, partnerReferences: null });
      }
      const read = await readRequest(analyst, request, "recipientsNotYetTold { key }");
      expect(read!.recipientsNotYetTold).toEqual([]);
    }
  });

  it("the requests end once everyone was told, and nothing secret is left", async () => {
    for (const request of [earlier, erasure]) {
      expect(await statusOf(request)).toBe("DECIDED");
      const [ours] = await notificationsFor(courier, { request });
      await report(courier, { id: ours!.id, status: "ACKNOWLEDGED", evidence: "Ticket 12" });
      const theirs = await notificationOf(analyst, request, "example_bank");
      await report(analyst, { id: theirs.id, status: "IMPOSSIBLE", reason: "The bank was dissolved." });
      expect(await statusOf(request)).toBe("DONE");
    }
    const secrets = await server.database.owner.query<object[]>(
      "SELECT 1 FROM recipient_notification_secret",
    );
    expect(secrets).toEqual([]);
    expect(await traces()).toBe(false);
    const told = await readRequest(analyst, erasure, "notifications { status reports { evidence reason } }");
    expect(told!.notifications).toEqual([
      { status: "IMPOSSIBLE", reports: [{ evidence: null, reason: "The bank was dissolved." }] },
      { status: "ACKNOWLEDGED", reports: [{ evidence: "Ticket 12", reason: null }] },
    ]);
  });
});
