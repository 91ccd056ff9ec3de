import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { notificationsFor, partnerOf, unknownId } from "../support/notification-operations.js";
import { decidedRequest, openRequest, readRequest } from "../support/rights-operations.js";
import { countRows } from "../support/stored-rows.js";
import { apiOf, withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

let analyst: Api;
beforeAll(async () => {
  analyst = await server.as("ANALYST");
});

const OPEN_MISSING = /* GraphQL */ `
  mutation OpenMissing($input: OpenMissingNotificationsInput!) {
    openMissingNotifications(input: $input) {
      opened
      request {
        id
        recipientsNotYetTold {
          key
        }
      }
    }
  }
`;

async function record(subject: string, changes: Record<string, unknown> = {}) {
  const input = disclosureInput({ subjects: [subject], ...changes });
  await server.admin.request(RECORD, { input });
  return input;
}

async function notYetTold(request: string): Promise<string[]> {
  const read = await readRequest(analyst, request, "recipientsNotYetTold { key }");
  return (read!.recipientsNotYetTold as { key: string }[]).map(({ key }) => key);
}

const openMissing = (request: string, subject: string) =>
  analyst.request(OPEN_MISSING, { input: { request, subject } });

const recipientsOf = async (request: string) =>
  (await notificationsFor(analyst, { request })).map(({ recipient }) => recipient.key).sort();

describe("recipients who come to light after a decision", () => {
  it("are those whom a restated disclosure names, and are told too", async () => {
    const { id: amends, ...content } = await record("ann");
    const request = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "ann" });
    expect(await notYetTold(request)).toEqual([]);
    const restated = { ...content, recipient: "example_bank", partnerReference: "customer-1" };
    await server.admin.request(AMEND, { input: { id: v7(), amends, reason: "An error", restated } });
    expect(await notYetTold(request)).toEqual(["example_bank"]);

    expect(await openMissing(request, " ann ")).toEqual({
      openMissingNotifications: { opened: 1, request: { id: request, recipientsNotYetTold: [] } },
    });
    expect(await recipientsOf(request)).toEqual(["example_bank", "example_courier"]);
    const bank = apiOf(server.url, await partnerOf(server, "example_bank"));
    expect(await notificationsFor(bank, { request })).toMatchObject([
      { status: "OPEN", subjectReference: "ann", partnerReferences: ["customer-1"] },
    ]);
    const before = await countRows(server.database.owner);
    expect(await openMissing(request, "ann")).toMatchObject({ openMissingNotifications: { opened: 0 } });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("are not those who received data only after it, nor others than those affected", async () => {
    await record("bob");
    const request = await decidedRequest(server.admin, {
      kind: "RECTIFICATION",
      subject: "bob",
      categories: ["identification.home_address"],
    });
    const occurredAt = new Date(Date.now() + 60_000).toISOString();
    await record("bob", { recipient: "example_bank", occurredAt });
    await record("bob", { recipient: "example_hosting", categories: ["usage"] });
    expect(await notYetTold(request)).toEqual([]);
    await record("bob", { recipient: "example_hosting" });
    expect(await notYetTold(request)).toEqual(["example_hosting"]);
  });

  it("are none of a request that is not decided, or of whose kind nobody is told", async () => {
    await record("cyd");
    const undecided = await openRequest(server.admin, { kind: "RECTIFICATION", subject: "cyd" });
    const access = await decidedRequest(server.admin, { kind: "ACCESS", subject: "nobody-known" });
    for (const request of [undecided, access]) {
      expect(await notYetTold(request)).toEqual([]);
      const [error] = await analyst.errorsOf(OPEN_MISSING, { input: { request, subject: "cyd" } });
      expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["request"] });
      expect(error!.message).toMatch(/once it is decided FULFILLED or PARTLY_FULFILLED/);
    }
  });

  it("are found no more once the user is erased", async () => {
    await record("dan");
    const request = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "dan" });
    await record("dan", { recipient: "example_bank" });
    expect(await notYetTold(request)).toEqual(["example_bank"]);
    await server.database.owner.query("DELETE FROM rights_request_person WHERE request_id = $1", [request]);
    expect(await notYetTold(request)).toEqual([]);
    const [error] = await analyst.errorsOf(OPEN_MISSING, { input: { request, subject: "dan" } });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["request"] });
    expect(error!.message).toMatch(/was erased since/);
  });

  it.each<[string, Record<string, unknown>, string, string[], RegExp]>([
    ["a request there is not", { request: unknownId() }, "NOT_FOUND", ["request"], /rightsRequests lists/],
    ["another user", { subject: "canary-eve" }, "BAD_USER_INPUT", ["subject"], /name the one whose request/],
    ["no user", { subject: " " }, "BAD_USER_INPUT", ["subject"], /./],
  ])("are not looked for, for %s", async (_case, input, code, fields, remedy) => {
    await record("fay");
    const request = await decidedRequest(server.admin, { kind: "RECTIFICATION", subject: "fay" });
    await record("fay", { recipient: "example_bank" });
    const before = await recipientsOf(request);
    const [error] = await analyst.errorsOf(OPEN_MISSING, { input: { request, subject: "fay", ...input } });
    expect(error!.extensions).toEqual({ code, fields });
    expect(error!.message).toMatch(remedy);
    expect(error!.message).not.toContain("canary");
    expect(await recipientsOf(request)).toEqual(before);
  });

  it("is for those who handle requests", async () => {
    const partner = apiOf(server.url, await partnerOf(server, "example_courier"));
    const [error] = await partner.errorsOf(OPEN_MISSING, { input: { request: unknownId(), subject: "ann" } });
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });
});
