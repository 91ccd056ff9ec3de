import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import {
  LIST_NOTIFICATIONS,
  notificationsFor,
  notificationOf,
  partnerOf,
  recordThree,
  REPORT,
  unknownId,
} from "../support/notification-operations.js";
import { decidedRequest, readRequest } from "../support/rights-operations.js";
import { apiOf, withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

let analyst: Api;
let auditor: Api;
let courier: Api;
let bank: Api;

beforeAll(async () => {
  analyst = await server.as("ANALYST");
  auditor = await server.as("AUDITOR");
  courier = apiOf(server.url, await partnerOf(server, "example_courier"));
  bank = apiOf(server.url, await partnerOf(server, "example_bank"));
});

async function record(subject: string, changes: Record<string, unknown>): Promise<void> {
  await server.admin.request(RECORD, { input: disclosureInput({ subjects: [subject], ...changes }) });
}

describe("granting a request", () => {
  it("opens one notification for each recipient who actually received the data", async () => {
    await recordThree(server, "ann");
    const id = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "ann" });
    const request = await readRequest(
      analyst,
      id,
      "status notifications { requestKind status channel overdue reports { number } recipient { key } categories { key } dueAt deadlineProblem request { id } }",
    );
    const common = {
      requestKind: "RECTIFICATION",
      status: "OPEN",
      overdue: false,
      channel: "API",
      reports: [],
      dueAt: expect.any(String),
      deadlineProblem: null,
      request: { id },
    };
    expect(request).toEqual({
      status: "DECIDED",
      notifications: [
        { ...common, recipient: { key: "example_bank" }, categories: [{ key: "identification.email" }] },
        {
          ...common,
          recipient: { key: "example_courier" },
          categories: [{ key: "identification.first_name" }, { key: "identification.home_address" }],
        },
      ],
    });
  });

  it("tells only those who received what is affected, and of nothing else", async () => {
    await recordThree(server, "bob");
    const id = await decidedRequest(server.admin, {
      kind: "RECTIFICATION",
      subject: "bob",
      categories: ["identification.home_address"],
    });
    const [only, ...others] = await notificationsFor(analyst, { request: id });
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      recipient: { key: "example_courier" },
      categories: [{ key: "identification.home_address" }],
    });
  });

  it("says of a group that was sent what of it is affected", async () => {
    await record("liv", { categories: ["identification"] });
    const categories = ["identification.email", "usage"];
    const id = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "liv", categories });
    const [only] = await notificationsFor(analyst, { request: id });
    expect(only!.categories).toEqual([{ key: "identification.email" }]);
  });

  it("opens none where nothing is held", async () => {
    const id = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "never-seen" });
    expect(await notificationsFor(analyst, { request: id })).toEqual([]);
  });

  it("takes the way that leads to the recipient", async () => {
    await record("cyd", { recipient: "example_hosting", categories: ["usage"] });
    await record("cyd", { recipient: "example_courier" });
    const id = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "cyd" });
    const channels = (await readRequest(
      analyst,
      id,
      "notifications { channel recipient { key contacts { email } } }",
    ))!;
    for (const each of channels.notifications as {
      channel: string;
      recipient: { key: string; contacts: { email: string | null }[] };
    }[]) {
      const byMail = each.recipient.contacts.some(({ email }) => email !== null) ? "EMAIL" : "POST";
      expect(each.channel).toBe(each.recipient.key === "example_courier" ? "API" : byMail);
    }
  });
});

describe("partner code", () => {
  let request: string;
  beforeAll(async () => {
    await recordThree(server, "dan");
    request = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "dan" });
  });

  it("reads its own notifications, and alone reads whom they are about", async () => {
    const [own, ...others] = await notificationsFor(courier, { request });
    expect(others).toEqual([]);
    expect(own).toMatchObject({
      recipient: { key: "example_courier" },
      subjectReference: "dan",
      partnerReferences: ["courier-of-dan"],
    });
    const [bankers] = await notificationsFor(bank, { request });
    expect(bankers).toMatchObject({ subjectReference: "dan", partnerReferences: [] });
    for (const api of [server.admin, analyst, auditor]) {
      for (const seen of await notificationsFor(api, { request })) {
        expect(seen).toMatchObject({ subjectReference: null, partnerReferences: null });
      }
    }
  });

  it("cannot tell others' notifications from such as there are not", async () => {
    const foreign = await notificationOf(analyst, request, "example_bank");
    const nobodys = await server.as("INTEGRATION");
    const one = "query ($id: UUID!) { recipientNotification(id: $id) { id } }";
    expect(await bank.request(one, { id: foreign.id })).toEqual({
      recipientNotification: { id: foreign.id },
    });
    for (const api of [courier, nobodys]) {
      for (const id of [foreign.id, unknownId()]) {
        expect(await api.request(one, { id })).toEqual({ recipientNotification: null });
        const [error] = await api.errorsOf(REPORT, { input: { id, status: "ACKNOWLEDGED" } });
        expect(error!.extensions).toEqual({ code: "NOT_FOUND", fields: ["id"] });
        expect(error!.message).toMatch(/recipientNotifications lists/);
      }
    }
    const answers = ["example_bank", "example_nobody_at_all"].map((recipient) =>
      courier.errorsOf(
        "query ($filter: RecipientNotificationFilter) { recipientNotifications(filter: $filter) { totalCount } }",
        {
          filter: { request, recipient },
        },
      ),
    );
    expect(await answers[0]).toEqual(await answers[1]);
    expect(await notificationsFor(nobodys)).toEqual([]);
    expect(await notificationOf(analyst, request, "example_bank")).toMatchObject({ status: "OPEN" });
  });

  it("sees of requests nothing else", async () => {
    const [error] = await courier.errorsOf("{ recipientNotifications { nodes { request { id } } } }");
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });

  it("is refused to those who may only read", async () => {
    const { id } = await notificationOf(analyst, request, "example_bank");
    const [error] = await auditor.errorsOf(REPORT, { input: { id, status: "ACKNOWLEDGED" } });
    expect(error!.extensions.code).toBe("FORBIDDEN");
    const reporter = await server.as("REPORTER");
    expect((await reporter.errorsOf(LIST_NOTIFICATIONS))[0]!.extensions.code).toBe("FORBIDDEN");
  });
});

describe("the list", () => {
  it("is filtered by recipient and status, goes page by page, and knows a slip of the pen", async () => {
    const everything = await notificationsFor(analyst);
    const ofBank = await notificationsFor(analyst, { recipient: "example_bank", status: "OPEN" });
    expect(ofBank).toEqual(
      everything.filter(({ recipient, status }) => recipient.key === "example_bank" && status === "OPEN"),
    );
    expect(ofBank.length).toBeGreaterThan(1);
    type Page = {
      recipientNotifications: {
        totalCount: number;
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    const walked: string[] = [];
    for (let after: string | null = null; ;) {
      const { recipientNotifications: page }: Page = await analyst.request<Page>(LIST_NOTIFICATIONS, {
        first: 5,
        after,
      });
      expect(page.totalCount).toBe(everything.length);
      walked.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(walked).toEqual(everything.map(({ id }) => id));
    const [error] = await analyst.errorsOf(LIST_NOTIFICATIONS, { filter: { recipient: "example_bnk" } });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["filter.recipient"] });
    expect(error!.message).toMatch(/Did you mean "example_bank"/);
  });

  it("reads no more statements for more notifications", async () => {
    const statementsFor = async (first: number) =>
      (await server.statementsOf(() => courier.request(LIST_NOTIFICATIONS, { first }))).statements.length;
    expect(await statementsFor(5)).toBe(await statementsFor(1));
  });
});
