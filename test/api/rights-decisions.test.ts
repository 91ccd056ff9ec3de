import { beforeAll, describe, expect, it } from "@jest/globals";
import type { ClientError } from "graphql-request";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { MovableClock } from "../support/movable-clock.js";
import {
  CONFIRM_IDENTITY,
  confirmIdentity,
  DECIDE,
  decidedRequest,
  decisionInput,
  LIFT_IMPEDIMENT,
  NOTE_IMPEDIMENT,
  openRequest,
  readRequest,
} from "../support/rights-operations.js";
import { dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const now = () => idOf(clock.at(0));
const open = (changes: Record<string, unknown> = {}) => openRequest(server.admin, { id: now(), ...changes });
const decided = (changes: Record<string, unknown>, decision: Record<string, unknown> = {}) =>
  decidedRequest(server.admin, { id: now(), ...changes }, decision);
const read = (id: string, fields: string) => readRequest(server.admin, id, fields);

const ofUser = async (reference: string, fields: string) => {
  const { dataSubject } = await server.admin.request<{ dataSubject: Record<string, unknown> | null }>(
    `query ($reference: String!) { dataSubject(reference: $reference) { ${fields} } }`,
    { reference },
  );
  return dataSubject;
};

beforeAll(async () => {
  await server.admin.request(RECORD, { input: disclosureInput({ id: now(), subjects: ["known"] }) });
});

describe("The course of a request", () => {
  it("goes by confirmed identity, impediments and the decision, and tells each step", async () => {
    const id = await open({ kind: "REFUSAL_OF_USE", subject: "known", purposes: ["statistics"] });
    await confirmIdentity(server.admin, id, "PASSPORT");
    const impediment = "unfulfilled_obligations";
    await server.admin.request(NOTE_IMPEDIMENT, { input: { id, impediment, note: "An unpaid order." } });
    clock.advance(60_000);
    await server.admin.request(LIFT_IMPEDIMENT, { input: { id, impediment } });
    await server.admin.request(DECIDE, { input: decisionInput(id, { reasons: " It is their right. " }) });
    expect(
      await read(
        id,
        `status outcome decidedAt reasons impediments { impediment { key } notedAt liftedAt }
         steps { number kind document outcome impediment { key } note recordedBy recordedAt }`,
      ),
    ).toEqual({
      status: "DONE",
      outcome: "FULFILLED",
      decidedAt: "2026-03-02T06:01:00.000Z",
      reasons: "It is their right.",
      impediments: [
        {
          impediment: { key: impediment },
          notedAt: "2026-03-02T06:00:00.000Z",
          liftedAt: "2026-03-02T06:01:00.000Z",
        },
      ],
      steps: [
        step(1, "IDENTITY_CONFIRMED", { document: "PASSPORT", recordedAt: "2026-03-02T06:00:00.000Z" }),
        step(2, "IMPEDIMENT_NOTED", {
          impediment: { key: impediment },
          note: "An unpaid order.",
          recordedAt: "2026-03-02T06:00:00.000Z",
        }),
        step(3, "IMPEDIMENT_LIFTED", { impediment: { key: impediment } }),
        step(4, "DECIDED", { outcome: "FULFILLED", note: "It is their right." }),
      ],
    });
  });

  it("takes up a request that was kept for its form", async () => {
    const id = await open({ address: null });
    await confirmIdentity(server.admin, id);
    expect(await read(id, "status dueAt")).toEqual({ status: "IDENTITY_CONFIRMED", dueAt: null });
  });

  it("adds nothing where the same document is confirmed again, but another one", async () => {
    const id = await open({ kind: "RECTIFICATION" });
    await confirmIdentity(server.admin, id);
    await confirmIdentity(server.admin, id);
    await confirmIdentity(server.admin, id, "DOCUMENT_OF_CORRECTION");
    expect(await read(id, "steps { document }")).toEqual({
      steps: [{ document: "IDENTITY_CARD" }, { document: "DOCUMENT_OF_CORRECTION" }],
    });
  });

  it("of a complaint needs no document, and ends with the decision", async () => {
    const id = await open({ kind: "COMPLAINT" });
    await server.admin.request(DECIDE, { input: decisionInput(id) });
    expect(await read(id, "status")).toEqual({ status: "DONE" });
  });

  it("of an access request goes on until the accounting is given", async () => {
    const id = await decided({ subject: "known" });
    expect(await read(id, "status overdue")).toEqual({ status: "DECIDED", overdue: false });
  });
});

const codesOf = (error: unknown) =>
  (error as ClientError).response.errors!.map(({ extensions }) => extensions.code);

const step = (number: number, kind: string, of: Record<string, unknown>) => ({
  number,
  kind,
  document: null,
  outcome: null,
  impediment: null,
  note: null,
  recordedBy: "Administrator",
  recordedAt: "2026-03-02T06:01:00.000Z",
  ...of,
});

describe("A fulfilled request", () => {
  it("to withdraw consent ends it as of its receipt, not of the decision", async () => {
    const consent = `mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { created } }`;
    const input = { subject: "withdraws", legalGround: "consent", policyVersion: 1 };
    await server.admin.request(consent, {
      input: { ...input, id: now(), givenAt: "2026-02-01T06:00:00Z" },
    });
    await decided({ kind: "CONSENT_WITHDRAWAL", subject: "withdraws", receivedAt: "2026-02-25T06:00:00Z" });
    expect(await ofUser("withdraws", "consents { lastDay endedBy }")).toEqual({
      consents: [{ lastDay: "2026-03-27", endedBy: "WITHDRAWAL" }],
    });
  });

  it("to refuse a use, or to block, restricts the use from the decision on", async () => {
    await decided({
      kind: "REFUSAL_OF_USE",
      subject: "refuses",
      categories: ["usage"],
      purposes: ["marketing"],
    });
    await decided({ kind: "BLOCKING", subject: "refuses" });
    expect(
      await ofUser(
        "refuses",
        "restrictions { holds restriction { kind from categories { key } purposes { key } } }",
      ),
    ).toEqual({
      restrictions: expect.arrayContaining([
        {
          holds: true,
          restriction: {
            kind: "REFUSAL",
            from: clock.at(0),
            categories: [{ key: "usage" }],
            purposes: [{ key: "marketing" }],
          },
        },
        { holds: true, restriction: { kind: "BLOCK", from: clock.at(0), categories: [], purposes: [] } },
      ]) as unknown,
    });
  });

  it("partly does the same, and a refused one nothing", async () => {
    await decided({ kind: "BLOCKING", subject: "partly" }, { outcome: "PARTLY_FULFILLED" });
    expect(await ofUser("partly", "restrictions { holds }")).toEqual({ restrictions: [{ holds: true }] });
    const id = await decided({ kind: "BLOCKING", subject: "in-vain" }, { outcome: "REFUSED" });
    expect(await read(id, "status outcome")).toEqual({ status: "DONE", outcome: "REFUSED" });
    expect(await ofUser("in-vain", "id")).toBeNull();
  });

  it("leaves the reference sealed nowhere, and still says whose it was", async () => {
    const id = await open({ kind: "COMPLAINT", subject: "known" });
    const sealedRow = (dump: string) =>
      dump.split("\n").find((row) => row.startsWith(`(${id},`) && /\\\\x[0-9a-f]{32}"?,/.test(row));
    expect(sealedRow(await dumpRows(server.database.owner))).toMatch(/,"?\\\\x[0-9a-f]{60,}"?\)$/);
    await server.admin.request(DECIDE, { input: decisionInput(id) });
    expect(sealedRow(await dumpRows(server.database.owner))).toMatch(/,\)$/);
    expect(await read(id, "nothingHeld")).toEqual({ nothingHeld: false });
  });
});

describe("A decision is refused, and changes nothing,", () => {
  const refusalOf = async (document: string, input: Record<string, unknown>) => {
    const before = await dumpRows(server.database.owner);
    const errors = await server.admin.errorsOf(document, { input });
    expect(await dumpRows(server.database.owner)).toBe(before);
    return { ...errors[0]!.extensions, message: errors[0]!.message };
  };

  it("before who asks is confirmed, unless it is a refusal", async () => {
    const id = await open({ kind: "ERASURE" });
    expect(await refusalOf(DECIDE, decisionInput(id))).toMatchObject({
      code: "CONFLICT",
      fields: ["outcome"],
      message: expect.stringMatching(/confirmIdentity/) as unknown,
    });
    await server.admin.request(DECIDE, { input: decisionInput(id, { outcome: "REFUSED" }) });
  });

  it("the second time, also where two decide at once", async () => {
    const id = await open({ kind: "BLOCKING", subject: "twice" });
    await confirmIdentity(server.admin, id);
    const answers = await Promise.allSettled(
      [1, 2, 3].map(() => server.admin.request(DECIDE, { input: decisionInput(id) })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = answers.flatMap((each) => (each.status === "rejected" ? codesOf(each.reason) : []));
    expect(codes).toEqual(["CONFLICT", "CONFLICT"]);
    expect(await ofUser("twice", "restrictions { holds }")).toEqual({ restrictions: [{ holds: true }] });
    for (const document of [DECIDE, CONFIRM_IDENTITY]) {
      const input = document === DECIDE ? decisionInput(id) : { id, document: "PASSPORT" };
      expect(await refusalOf(document, input)).toMatchObject({ code: "CONFLICT", fields: ["id"] });
    }
  });

  it("as fulfilled while an impediment stands", async () => {
    const id = await open({ kind: "COMPLAINT" });
    const impediment = "contradicts_legislation";
    await server.admin.request(NOTE_IMPEDIMENT, { input: { id, impediment } });
    const refused = await refusalOf(DECIDE, decisionInput(id));
    expect(refused).toMatchObject({ code: "CONFLICT", fields: ["outcome"] });
    expect(refused.message).toMatch(/contradicts_legislation.*liftImpediment/);
    expect(await refusalOf(NOTE_IMPEDIMENT, { id, impediment })).toMatchObject({ code: "CONFLICT" });
    const other = { id, impediment: "unfulfilled_obligations" };
    expect(await refusalOf(LIFT_IMPEDIMENT, other)).toMatchObject({
      code: "CONFLICT",
      fields: ["impediment"],
    });
    await server.admin.request(DECIDE, { input: decisionInput(id, { outcome: "PARTLY_FULFILLED" }) });
  });

  it("without reasons, or with reasons that name the user", async () => {
    const id = await open({ kind: "COMPLAINT", subject: "Canary-55" });
    for (const reasons of [" ", "x".repeat(2_001), "We wrote to canary-55."]) {
      const refused = await refusalOf(DECIDE, decisionInput(id, { reasons }));
      expect(refused).toMatchObject({ code: "BAD_USER_INPUT", fields: ["reasons"] });
      expect(refused.message).not.toMatch(/canary/i);
    }
  });

  it("for an impediment that its rule does not name, and for no request", async () => {
    const id = await open({ kind: "COMPLAINT" });
    const unknown = await refusalOf(NOTE_IMPEDIMENT, { id, impediment: "unfulfilled_obligation" });
    expect(unknown).toMatchObject({ code: "BAD_USER_INPUT", fields: ["impediment"] });
    expect(unknown.message).toMatch(/Did you mean "unfulfilled_obligations"\?/);
    expect(await refusalOf(DECIDE, decisionInput(now()))).toMatchObject({
      code: "NOT_FOUND",
      fields: ["id"],
    });
  });
});
