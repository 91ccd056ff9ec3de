import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { MovableClock } from "../support/movable-clock.js";
import {
  OPEN_REQUEST,
  openRequest,
  readRequest,
  rightsRequestInput,
  type OpenedRightsRequest,
} from "../support/rights-operations.js";
import { dumpRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const now = () => idOf(clock.at(0));
const open = (changes: Record<string, unknown> = {}, api: Api = server.admin) =>
  openRequest(api, { id: now(), ...changes });
const read = (id: string, fields: string) => readRequest(server.admin, id, fields);

beforeAll(async () => {
  await server.admin.request(RECORD, { input: disclosureInput({ id: now(), subjects: ["known"] }) });
});

describe("A rights request", () => {
  it("says what was asked for, how it came, and by when it is to be answered", async () => {
    const id = await open({
      subject: "known",
      channel: "support_service",
      subjectLine: " My data ",
      details: "What do you know of me?",
    });
    expect(
      await read(
        id,
        `id kind status receivedAt recordedAt form inDueForm formProblems revision address subjectLine details
         channel { key } categories { key } purposes { key } legalGround { key } recordedBy recordedByKey
         rule { key } dueOn dueAt effectiveAt deadlineProblem overdue identityNeeded steps { kind } impediments { notedAt }
         outcome decidedAt reasons nothingHeld dataSubject { id } supervisoryAuthority { name } complaintBodies { name }`,
      ),
    ).toEqual({
      id,
      kind: "ACCESS",
      status: "RECEIVED",
      receivedAt: "2026-03-01T06:00:00.000Z",
      recordedAt: expect.any(String) as unknown,
      form: "WRITTEN",
      inDueForm: true,
      formProblems: [],
      revision: 1,
      address: "info@edcrunch.kz",
      subjectLine: "My data",
      details: "What do you know of me?",
      channel: { key: "support_service" },
      categories: [],
      purposes: [],
      legalGround: null,
      recordedBy: "Administrator",
      recordedByKey: server.admin.key.split("_")[1],
      rule: { key: "right_to_know" },
      dueOn: "2026-03-31",
      // The end of the day in Almaty.
      dueAt: "2026-03-31T19:00:00.000Z",
      effectiveAt: null,
      deadlineProblem: null,
      overdue: false,
      identityNeeded: true,
      steps: [],
      impediments: [],
      outcome: null,
      decidedAt: null,
      reasons: null,
      nothingHeld: false,
      dataSubject: { id: expect.stringMatching(/^[\w-]{22}$/) as unknown },
      supervisoryAuthority: null,
      complaintBodies: [],
    });
  });

  it("to withdraw consent says from when it has its effect", async () => {
    const id = await open({
      kind: "CONSENT_WITHDRAWAL",
      legalGround: "consent",
      receivedAt: "2026-02-01T20:00:00Z",
    });
    // Received on the 2nd in Almaty, whose 30th day after is the 4th of March.
    expect(await read(id, "legalGround { key } effectiveAt")).toEqual({
      legalGround: { key: "consent" },
      effectiveAt: "2026-03-04T19:00:00.000Z",
    });
  });

  it("to complain names the authority and the bodies that hear complaints", async () => {
    const id = await open({
      kind: "COMPLAINT",
      address: "support@edcrunch.kz",
      subjectLine: "Personal Data",
    });
    expect(
      await read(id, "inDueForm identityNeeded supervisoryAuthority { name } complaintBodies { kind }"),
    ).toEqual({
      inDueForm: true,
      identityNeeded: false,
      supervisoryAuthority: { name: expect.stringContaining("Ministry of Digital Development") as unknown },
      complaintBodies: [{ kind: "AUTHORISED_BODY" }, { kind: "PRE_TRIAL_BODY" }, { kind: "COURT" }],
    });
  });

  it("to refuse a use names the categories and purposes, each once, in order", async () => {
    const id = await open({
      kind: "REFUSAL_OF_USE",
      categories: ["usage.real_time_location", "reviews", "reviews"],
      purposes: ["marketing"],
    });
    expect(await read(id, "categories { key } purposes { key }")).toEqual({
      categories: [{ key: "reviews" }, { key: "usage.real_time_location" }],
      purposes: [{ key: "marketing" }],
    });
  });

  it("that may go unanswered for its form is kept and marked, without a deadline", async () => {
    const id = await open({ address: "office@edcrunch.kz", channel: "telegram" });
    expect(await read(id, "status inDueForm formProblems dueAt overdue details")).toEqual({
      status: "KEPT",
      inDueForm: false,
      formProblems: ["OTHER_ADDRESS", "CHANNEL_NOT_ADMITTED"],
      dueAt: null,
      overdue: false,
      details: null,
    });
  });

  it("is found as a node, and at its user", async () => {
    const id = await open({ subject: "asks-twice" });
    await server.admin.request(RECORD, { input: disclosureInput({ id: now(), subjects: ["asks-twice"] }) });
    const later = await open({ subject: " asks-twice ", receivedAt: clock.at(0) });
    expect(
      await server.admin.request(
        `query ($id: ID!) {
           node(id: $id) { id ... on RightsRequest { kind } }
           dataSubject(reference: "asks-twice") { requests { totalCount nodes { id } } }
         }`,
        { id: id.toUpperCase() },
      ),
    ).toEqual({
      node: { id, kind: "ACCESS" },
      dataSubject: { requests: { totalCount: 2, nodes: [{ id: later }, { id }] } },
    });
  });

  it("names its user nowhere in clear", async () => {
    await open({ subject: "canary-7301" });
    expect(await dumpRows(server.database.owner)).not.toContain("canary-7301");
  });
});

describe("A request of somebody whom nobody knows", () => {
  it("is opened exactly like one of a user, and told apart only by those who may look users up", async () => {
    const integration = await server.as("INTEGRATION");
    const openAs = async (subject: string) => {
      const input = rightsRequestInput({ id: now(), subject });
      let answer: OpenedRightsRequest | undefined;
      const { statements } = await server.statementsOf(async () => {
        answer = await integration.request<OpenedRightsRequest>(OPEN_REQUEST, { input });
      });
      return { id: input.id, statements, answer: answer! };
    };
    // The first request of a key also looks the key up.
    await openAs("known");
    const known = await openAs("known");
    const unknown = await openAs("nobody-ever-saw");
    expect(unknown.answer.openRightsRequest).toEqual({
      created: true,
      rightsRequest: { ...known.answer.openRightsRequest.rightsRequest, id: unknown.id },
    });
    expect(unknown.statements).toEqual(known.statements);
    expect(known.statements.length).toBeGreaterThan(3);
    expect(await read(known.id, "nothingHeld")).toEqual({ nothingHeld: false });
    expect(await read(unknown.id, "nothingHeld dataSubject { id }")).toEqual({
      nothingHeld: true,
      dataSubject: null,
    });
    const auditor = await server.as("AUDITOR");
    const [error] = await auditor.errorsOf(`{ rightsRequest(id: "${unknown.id}") { nothingHeld } }`);
    expect(error!.extensions.code).toBe("FORBIDDEN");
    expect(await readRequest(auditor, unknown.id, "status")).toEqual({ status: "RECEIVED" });
  });
});

describe("A key with the role INTEGRATION", () => {
  it("opens requests under ids of its own, sees what it opened in the answer, and nothing else", async () => {
    const integration = await server.as("INTEGRATION");
    const { id: _, ...withoutId } = rightsRequestInput();
    const [missing] = await integration.errorsOf(OPEN_REQUEST, { input: withoutId });
    expect(missing!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["id"] });
    const id = await open({}, integration);
    for (const query of [`{ rightsRequest(id: "${id}") { status } }`, "{ rightsRequests { totalCount } }"]) {
      const [refused] = await integration.errorsOf(query);
      expect(refused!.extensions.code).toBe("FORBIDDEN");
    }
    const [inside] = await integration.errorsOf(
      `mutation ($input: OpenRightsRequestInput!) {
         openRightsRequest(input: $input) { rightsRequest { dueAt steps { kind } } }
       }`,
      { input: rightsRequestInput({ id }) },
    );
    expect(inside!.extensions.code).toBe("FORBIDDEN");
  });
});

describe("An id of nothing", () => {
  it("is answered by null", async () => {
    expect(await read(v7(), "id")).toBeNull();
  });
});
