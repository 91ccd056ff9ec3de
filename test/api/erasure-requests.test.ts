import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { factsOf, RESTRICT_USE } from "../support/fact-operations.js";
import { CONFIRM_IDENTITY, DECIDE, openRequest, readRequest } from "../support/rights-operations.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const { record: recordFact } = factsOf(server);
const newUser = () => `canary-${v7()}`;

async function decide(id: string) {
  const input = { id, outcome: "FULFILLED", reasons: "Asked in due form" };
  return server.admin.request(DECIDE, { input });
}

/** A request for erasure of which the identity is confirmed. */
async function erasureOf(subject: string): Promise<string> {
  const id = await openRequest(server.admin, { subject, kind: "ERASURE" });
  await server.admin.request(CONFIRM_IDENTITY, { input: { id, document: "IDENTITY_CARD" } });
  return id;
}

const OUTCOME = "status erasureOutcome { category { key } fate keptUntil rules { key } }";
const LOOK_UP = "query ($user: String!) { dataSubject(reference: $user) { id } }";

describe("An erasure that a user asked for", () => {
  it("erases the user, and says what became of the data, element by element", async () => {
    const user = newUser();
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [user] }) });
    const id = await erasureOf(user);
    expect(await readRequest(server.admin, id, "erasureOutcome { fate }")).toEqual({ erasureOutcome: null });
    await decide(id);
    expect(await server.admin.request(LOOK_UP, { user })).toEqual({ dataSubject: null });
    const { erasureOutcome } = (await readRequest(server.admin, id, OUTCOME)) as {
      erasureOutcome: { category: { key: string } }[];
    };
    expect(erasureOutcome).toContainEqual({
      category: { key: "identification.email" },
      fate: "DESTROYED",
      keptUntil: null,
      rules: [{ key: "account_deleted" }],
    });
    expect(erasureOutcome).toContainEqual({
      category: { key: "usage.interactions" },
      fate: "KEPT",
      keptUntil: null,
      rules: [{ key: "as_long_as_needed" }, { key: "while_consent_lasts" }],
    });
  });

  it("is refused under a legal hold, and leaves everything as it was", async () => {
    const user = newUser();
    const { fact } = await recordFact(RESTRICT_USE, {
      id: v7(),
      subject: user,
      kind: "LEGAL_HOLD",
      from: "2026-02-01T10:00:00Z",
    });
    const id = await erasureOf(user);
    const input = { id, outcome: "FULFILLED", reasons: "Asked in due form" };
    const [error] = await server.admin.errorsOf(DECIDE, { input });
    expect(error).toMatchObject({
      extensions: { code: "CONFLICT" },
      message: expect.stringMatching(new RegExp(`${fact.id}.*liftRestriction`)),
    });
    expect(await readRequest(server.admin, id, "status erasureOutcome { fate }")).toEqual({
      status: "IDENTITY_CONFIRMED",
      erasureOutcome: null,
    });
    expect(await server.admin.request(LOOK_UP, { user })).toEqual({
      dataSubject: { id: expect.any(String) },
    });
  });

  it("is refused to somebody who was erased already", async () => {
    const user = newUser();
    await decide(await erasureOf(user));
    const id = await erasureOf(user);
    const input = { id, outcome: "FULFILLED", reasons: "Asked again" };
    const [error] = await server.admin.errorsOf(DECIDE, { input });
    expect(error).toMatchObject({
      extensions: { code: "CONFLICT" },
      message: expect.stringContaining("erased on"),
    });
  });
});
