import { beforeAll, describe, expect, it } from "@jest/globals";
import { GIVE_ACCOUNTING, giveAccounting } from "../support/accounting-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import {
  confirmIdentity,
  DECIDE,
  decidedRequest,
  decisionInput,
  openRequest,
  readRequest,
} from "../support/rights-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

beforeAll(async () => {
  await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann"] }) });
});

describe("A request to know", () => {
  it("is done once the accounting is given for it", async () => {
    const request = await decidedRequest(server.admin, { subject: "ann" });
    expect(await readRequest(server.admin, request, "status")).toEqual({ status: "DECIDED" });
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "ann", request });
    expect(accountingGiven).toMatchObject({ entryCount: 1, request: { id: request, status: "DONE" } });
    const { steps } = (await readRequest(server.admin, request, "steps { kind }")) as {
      steps: { kind: string }[];
    };
    expect(steps.at(-1)).toEqual({ kind: "ANSWERED" });
  });

  it("of a user whom the registry has never seen is answered by an accounting without entries", async () => {
    const request = await decidedRequest(server.admin, { subject: "never seen" });
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "never seen", request });
    expect(accountingGiven).toMatchObject({ entryCount: 0, request: { status: "DONE" } });
  });

  it("is answered once, and a retry answers the same", async () => {
    const request = await decidedRequest(server.admin, { subject: "ann" });
    const { accountingGiven } = await giveAccounting(server.admin, { subject: "ann", request });
    const again = await giveAccounting(server.admin, { id: accountingGiven.id, subject: "ann", request });
    expect(again).toEqual({ created: false, accountingGiven });
    const [error] = await server.admin.errorsOf(GIVE_ACCOUNTING, { input: { subject: "ann", request } });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["request"] });
    expect(error!.message).toMatch(/ended.*Give the accounting without it/);
  });

  it("is answered once where two accountings are given for it at once", async () => {
    const request = await decidedRequest(server.admin, { subject: "ann" });
    const answers = await Promise.allSettled(
      [1, 2].map(() => giveAccounting(server.admin, { subject: "ann", request })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("An accounting for a request", () => {
  const refused = async (input: Record<string, unknown>) => {
    const before = await countRows(server.database.owner);
    const [error] = await server.admin.errorsOf(GIVE_ACCOUNTING, { input });
    expect(await countRows(server.database.owner)).toEqual(before);
    return error!;
  };

  it("that is not decided is refused, and told to be decided first", async () => {
    const request = await openRequest(server.admin, { subject: "ann" });
    const error = await refused({ subject: "ann", request });
    expect(error.extensions).toEqual({ code: "CONFLICT", fields: ["request"] });
    expect(error.message).toMatch(/^request: .*decideRightsRequest/);
    await confirmIdentity(server.admin, request);
    expect((await refused({ subject: "ann", request })).extensions.code).toBe("CONFLICT");
  });

  it("that was refused is refused", async () => {
    const request = await openRequest(server.admin, { subject: "ann" });
    await server.admin.request(DECIDE, {
      input: decisionInput(request, { outcome: "REFUSED", reasons: "It was asked every day." }),
    });
    expect((await refused({ subject: "ann", request })).extensions.code).toBe("CONFLICT");
  });

  it.each([
    ["of another user", { subject: "ben" }],
    ["of another kind", { subject: "ann", kind: "BLOCKING" }],
  ])("%s is refused", async (_case, changes) => {
    const request = await decidedRequest(server.admin, changes);
    expect((await refused({ subject: "ann", request })).extensions).toEqual({
      code: "BAD_USER_INPUT",
      fields: ["request"],
    });
  });
});
