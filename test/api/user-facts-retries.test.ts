import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import {
  consentInput,
  END_AGREEMENT,
  factsOf,
  RECORD_CONSENT,
  RESTRICT_USE,
  restrictionInput,
  WITHDRAW_CONSENT,
} from "../support/fact-operations.js";
import { withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const server = withTestServer();
const { record, sentList } = factsOf(server);

describe("A fact that is sent again", () => {
  it.each([
    ["recordConsent", RECORD_CONSENT, () => consentInput({ agreement: "again", evidence: "A form." })],
    [
      "withdrawConsent",
      WITHDRAW_CONSENT,
      () => ({ id: v7(), subject: "ann", legalGround: "consent", receivedAt: "2026-02-03T00:00:00Z" }),
    ],
    ["endUserAgreement", END_AGREEMENT, () => ({ id: v7(), subject: "ender", endedOn: "2026-02-03" })],
    ["restrictUse", RESTRICT_USE, () => restrictionInput({ reason: "Because." })],
  ])("under the same id is the same record: %s", async (_name, mutation, inputOf) => {
    const input = inputOf();
    const first = await record(mutation, input);
    expect(await record(mutation, { ...input, id: (input.id as string).toUpperCase() })).toEqual({
      ...first,
      created: false,
    });
  });

  it("is compared by the users of its list, even once the list is gone", async () => {
    const subjectList = await sentList(300, 40_000);
    const same = await sentList(300, 40_000);
    const other = await sentList(300, 40_001);
    const input = consentInput({ subject: null, subjectList });
    await record(RECORD_CONSENT, input);
    expect((await record(RECORD_CONSENT, { ...input, subjectList: same })).created).toBe(false);
    const [conflict] = await server.admin.errorsOf(RECORD_CONSENT, {
      input: { ...input, subjectList: other },
    });
    expect(conflict!.extensions).toMatchObject({ code: "CONFLICT", fields: ["subjectList"] });
    const [one] = await server.admin.errorsOf(RECORD_CONSENT, {
      input: { ...input, subjectList: null, subject: "user-40000" },
    });
    expect(one!.extensions).toMatchObject({ code: "CONFLICT", fields: ["subject"] });
    await server.database.owner.query("DELETE FROM subject_list");
    expect((await record(RECORD_CONSENT, input)).created).toBe(false);
  });

  it("with other content is a conflict that names what differs", async () => {
    const input = consentInput({ evidence: "One." });
    await record(RECORD_CONSENT, input);
    const [error] = await server.admin.errorsOf(RECORD_CONSENT, {
      input: { ...input, subject: "bob", givenAt: "2026-02-02T10:00:00Z", agreement: "A", evidence: "Two." },
    });
    expect(error!.extensions).toMatchObject({
      code: "CONFLICT",
      fields: ["givenAt", "agreement", "evidence", "subject"],
    });
  });

  it("as a fact of another kind is a conflict", async () => {
    const input = consentInput();
    await record(RECORD_CONSENT, input);
    const [error] = await server.admin.errorsOf(RESTRICT_USE, { input: restrictionInput({ id: input.id }) });
    expect(error).toMatchObject({ extensions: { code: "CONFLICT", fields: ["id"] } });
  });

  it("is recorded once, however many arrive at the same moment", async () => {
    const input = { id: v7(), subject: "at once", endedOn: "2026-02-03" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => record(END_AGREEMENT, input)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
  });

  it("is the same record while the first call, which has seen the user first, is under way", async () => {
    const { owner, api } = server.database;
    const input = restrictionInput({ subject: "first seen at once" });
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query("LOCK TABLE subject_fact_member IN SHARE MODE");
    const first = record(RESTRICT_USE, input);
    await untilWaiting(api, 1);
    const second = record(RESTRICT_USE, input);
    await untilWaiting(api, 2);
    await runner.rollbackTransaction();
    await runner.release();
    expect(await first).toMatchObject({ created: true });
    expect(await second).toEqual({ ...(await first), created: false });
  });
});
