import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  notificationOf,
  notificationsFor,
  partnerOf,
  recordThree,
  REPORT,
  type Reported,
} from "../support/notification-operations.js";
import { decidedRequest, readRequest } from "../support/rights-operations.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { apiOf, withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

let analyst: Api;
let courier: Api;
let bank: Api;

beforeAll(async () => {
  analyst = await server.as("ANALYST");
  courier = apiOf(server.url, await partnerOf(server, "example_courier"));
  bank = apiOf(server.url, await partnerOf(server, "example_bank"));
});

const report = async (api: Api, input: Record<string, unknown>) =>
  (await api.request<Reported>(REPORT, { input })).reportNotification;

const statusOf = async (id: string) => (await readRequest(analyst, id, "status"))!.status;

describe("reporting", () => {
  async function opened(subject: string) {
    await recordThree(server, subject);
    const request = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject });
    const [own] = await notificationsFor(courier, { request });
    return { request, id: own!.id, other: await notificationOf(analyst, request, "example_bank") };
  }

  it("ends the request once nobody is left to be told", async () => {
    const { request, id, other } = await opened("eve");
    expect(
      await report(analyst, { id, status: "SENT", channel: "EMAIL", evidence: "Message 12" }),
    ).toMatchObject({
      created: true,
      notification: { id, status: "SENT" },
      report: { number: 1, status: "SENT", channel: "EMAIL", evidence: "Message 12", reason: null },
    });
    expect(await statusOf(request)).toBe("DECIDED");
    await report(bank, { id: other.id, status: "IMPOSSIBLE", reason: "Our archive cannot be searched." });
    expect(await statusOf(request)).toBe("DONE");
    expect(await report(courier, { id, status: "ACKNOWLEDGED" })).toMatchObject({
      notification: { status: "ACKNOWLEDGED" },
      report: { number: 2, channel: "API", evidence: null },
    });
    expect(await notificationsFor(analyst, { request, status: "OPEN" })).toEqual([]);
    const steps = (await readRequest(analyst, request, "steps { kind }"))!.steps;
    expect((steps as unknown[]).slice(1)).toEqual([{ kind: "DECIDED" }, { kind: "RECIPIENTS_TOLD" }]);
  });

  it("that both last ones are told of, at the same moment, ends the request too", async () => {
    const { request, id, other } = await opened("fay");
    await Promise.all([
      report(courier, { id, status: "ACKNOWLEDGED" }),
      report(bank, { id: other.id, status: "ACKNOWLEDGED" }),
    ]);
    expect(await statusOf(request)).toBe("DONE");
  });

  it("destroys whom it is about with what closes it, and not before", async () => {
    const { id } = await opened("canary-gus");
    const secrets = async () => {
      const rows = await server.database.owner.query<object[]>(
        "SELECT 1 FROM recipient_notification_secret WHERE notification_id = $1",
        [id],
      );
      return rows.length;
    };
    await report(courier, { id, status: "SENT", evidence: "Queued" });
    expect(await secrets()).toBe(1);
    expect((await notificationsFor(courier))[0]).toMatchObject({ id, subjectReference: "canary-gus" });
    await report(courier, { id, status: "ACKNOWLEDGED" });
    expect(await secrets()).toBe(0);
    expect((await notificationsFor(courier))[0]).toMatchObject({
      id,
      subjectReference: null,
      partnerReferences: null,
    });
  });

  it("is a retry where the same is reported again, whatever came after", async () => {
    const { id } = await opened("hal");
    const sent = { id, status: "SENT", evidence: "Letter 7" };
    const first = await report(courier, sent);
    await report(courier, { id, status: "ACKNOWLEDGED" });
    const before = await countRows(server.database.owner);
    expect(await report(courier, { ...sent, evidence: " Letter 7 " })).toEqual({
      ...first,
      created: false,
      notification: { id, status: "ACKNOWLEDGED" },
    });
    expect(await report(courier, { id, status: "ACKNOWLEDGED" })).toMatchObject({ created: false });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("the same twice at once records it once", async () => {
    const { id } = await opened("ida");
    const both = await Promise.all([1, 2].map(() => report(courier, { id, status: "ACKNOWLEDGED" })));
    expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
  });

  it.each<[string, Record<string, unknown>, string, string[], RegExp]>([
    [
      "other evidence",
      { status: "SENT", evidence: "Letter 8" },
      "CONFLICT",
      ["status", "evidence"],
      /what differs/,
    ],
    [
      "another way",
      { status: "SENT", evidence: "Letter 7", channel: "POST" },
      "CONFLICT",
      ["status", "channel"],
      /what differs/,
    ],
    ["no evidence", { status: "SENT" }, "BAD_USER_INPUT", ["evidence"], /by what it can be shown/],
    ["no reason", { status: "IMPOSSIBLE" }, "BAD_USER_INPUT", ["reason"], /why the recipient cannot be told/],
    [
      "the user's reference",
      { status: "ACKNOWLEDGED", evidence: "Forgot CANARY-Jon" },
      "BAD_USER_INPUT",
      ["evidence"],
      /leave it out/,
    ],
    [
      "its own name of the user",
      { status: "IMPOSSIBLE", reason: "No courier-of-canary-jon here" },
      "BAD_USER_INPUT",
      ["reason"],
      /leave it out/,
    ],
  ])("is refused for %s, and changes nothing", async (_case, input, code, fields, remedy) => {
    const subject = `canary-jon`;
    const { id } = await opened(subject);
    await report(courier, { id, status: "SENT", evidence: "Letter 7" });
    const before = await dumpRows(server.database.owner);
    const [error] = await courier.errorsOf(REPORT, { input: { id, ...input } });
    expect(error!.extensions).toEqual({ code, fields });
    expect(error!.message).toMatch(remedy);
    expect(error!.message).not.toMatch(/canary/i);
    expect(await dumpRows(server.database.owner)).toEqual(before);
  });

  it("of a closed notification is refused", async () => {
    const { id } = await opened("kim");
    await report(courier, { id, status: "IMPOSSIBLE", reason: "Gone" });
    for (const input of [
      { id, status: "SENT", evidence: "Letter 7" },
      { id, status: "ACKNOWLEDGED" },
    ]) {
      const [error] = await courier.errorsOf(REPORT, { input });
      expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["status"] });
      expect(error!.message).toMatch(/closed as IMPOSSIBLE/);
    }
  });
});
