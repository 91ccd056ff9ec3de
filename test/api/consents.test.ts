import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import {
  consentInput,
  END_AGREEMENT,
  factsOf,
  RECORD_CONSENT,
  RECORD_CONSENTS,
  STATE,
  WITHDRAW_CONSENT,
  type ConsentsPayload,
} from "../support/fact-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const { record, stateOf, sentList } = factsOf(server);

describe("A consent", () => {
  it("is recorded with what it says, for a user never seen before", async () => {
    const input = consentInput({ subject: "first", agreement: "contract 7", evidence: "  Box ticked.  " });
    const { created, fact } = await record(RECORD_CONSENT, input);
    expect({ created, fact }).toMatchObject({
      created: true,
      fact: { id: input.id, subjectCount: 1, recordedBy: "Administrator" },
    });
    expect(await stateOf("first", "2026-02-02T00:00:00Z")).toMatchObject({
      consents: [
        {
          holds: true,
          lastDay: null,
          endedBy: null,
          consent: {
            id: input.id,
            givenAt: input.givenAt,
            evidence: "Box ticked.",
            namesAgreement: true,
            legalGround: { key: "consent" },
            policyVersion: { number: 1 },
          },
        },
      ],
      status: { consentedGrounds: [{ key: "consent" }], isBlocked: false },
    });
  });

  it("holds from the moment it was given, not before", async () => {
    await record(RECORD_CONSENT, consentInput({ subject: "moment" }));
    expect((await stateOf("moment", "2026-02-01T09:59:59.999Z")).consents).toEqual([]);
    expect((await stateOf("moment", "2026-02-01T10:00:00.000Z")).consents).toHaveLength(1);
  });

  it("can be given from the first moment of the day on which its policy applies", async () => {
    // Midnight of 27 January in Almaty.
    const input = consentInput({ subject: "early", givenAt: "2026-01-26T19:00:00.000Z" });
    expect((await record(RECORD_CONSENT, input)).created).toBe(true);
  });

  it("outlasts its withdrawal by the period of notice, the day of receipt not counted, and can be given again", async () => {
    await record(RECORD_CONSENT, consentInput({ subject: "notice" }));
    // 1 March in Almaty, five hours ahead of Greenwich.
    await record(WITHDRAW_CONSENT, {
      id: v7(),
      subject: "notice",
      legalGround: "consent",
      receivedAt: "2026-02-28T19:30:00Z",
    });
    const [before] = (await stateOf("notice", "2026-03-31T18:59:59.999Z")).consents;
    expect(before).toMatchObject({ holds: true, lastDay: "2026-03-31", endedBy: "WITHDRAWAL" });
    const after = await stateOf("notice", "2026-03-31T19:00:00.000Z");
    expect(after).toMatchObject({ consents: [{ holds: false }], status: { consentedGrounds: [] } });
    const again = consentInput({ subject: "notice", givenAt: "2026-03-02T10:00:00Z" });
    await record(RECORD_CONSENT, again);
    expect(await stateOf("notice", "2026-04-02T00:00:00Z")).toMatchObject({
      consents: [
        { holds: true, consent: { id: again.id } },
        { holds: false, endedBy: "WITHDRAWAL" },
      ],
    });
  });

  it("ends five years after its agreement, to the day", async () => {
    await record(RECORD_CONSENT, consentInput({ subject: "five", agreement: "A-1" }));
    await record(RECORD_CONSENT, consentInput({ subject: "five", agreement: "A-2" }));
    await record(END_AGREEMENT, { id: v7(), subject: "five", agreement: "A-1", endedOn: "2028-02-29" });
    const { consents } = await stateOf("five", "2033-02-28T18:59:59Z");
    expect(consents.map(({ holds, lastDay }) => ({ holds, lastDay }))).toEqual(
      expect.arrayContaining([
        { holds: true, lastDay: "2033-02-28" },
        { holds: true, lastDay: null },
      ]),
    );
    const later = await stateOf("five", "2033-02-28T19:00:00Z");
    expect(later.consents.map(({ holds }) => holds).sort()).toEqual([false, true]);
  });

  it("can be recorded for each user of a list at once", async () => {
    const subjectList = await sentList(10_000);
    const { created, fact } = await record(RECORD_CONSENT, consentInput({ subject: null, subjectList }));
    expect({ created, users: fact.subjectCount }).toEqual({ created: true, users: 10_000 });
    for (const user of ["user-0", "user-9999"]) {
      expect((await stateOf(user, "2026-02-02T00:00:00Z")).consents).toMatchObject([
        { consent: { id: fact.id } },
      ]);
    }
    expect((await countRows(server.database.owner)).subject_fact_member).toBeLessThan(100);
  });
});

describe("Several consents", () => {
  it("are each answered on their own, and what is wrong with one hinders no other", async () => {
    const subjectList = await sentList(50, 20_000);
    const good = consentInput({ subject: "batch-1" });
    const { recordConsents } = await server.admin.request<ConsentsPayload>(RECORD_CONSENTS, {
      inputs: [
        good,
        consentInput({ subject: "batch-2", legalGround: "consnt" }),
        consentInput({ subject: null, subjectList }),
        good,
        { ...good, subject: "batch-3" },
        consentInput({ subject: "" }),
      ],
    });
    expect(
      recordConsents.results.map(({ created, consent, error }) => ({
        created,
        users: consent?.subjectCount,
        error: error && [error.code, ...error.fields],
      })),
    ).toEqual([
      { created: true, users: 1, error: null },
      { created: false, users: undefined, error: ["BAD_USER_INPUT", "legalGround"] },
      { created: true, users: 50, error: null },
      { created: false, users: 1, error: null },
      { created: false, users: undefined, error: ["CONFLICT", "subject"] },
      { created: false, users: undefined, error: ["BAD_USER_INPUT", "subject"] },
    ]);
    expect((await stateOf("batch-1")).consents).toHaveLength(1);
    expect(await server.admin.request(STATE, { reference: "batch-2" })).toEqual({ dataSubject: null });
    expect(await server.admin.request(STATE, { reference: "batch-3" })).toEqual({ dataSubject: null });
  });

  it("are at least one and at most 1,000", async () => {
    const tooMany = Array.from({ length: 1_001 }, () => consentInput());
    for (const inputs of [[], tooMany]) {
      const [error] = await server.admin.errorsOf(RECORD_CONSENTS, { inputs });
      expect(error).toMatchObject({
        message: "inputs: Send 1 to 1000 of them in one call.",
        extensions: { code: "BAD_USER_INPUT", fields: ["inputs"] },
      });
    }
  });
});

describe("Free text and references", () => {
  it("stand in no table of facts", async () => {
    await record(
      RECORD_CONSENT,
      consentInput({ subject: "hidden user", agreement: "hidden contract", evidence: "hidden words" }),
    );
    const rows: unknown = await server.database.owner.query(
      "SELECT f::text AS line FROM subject_fact f UNION ALL SELECT m::text FROM subject_fact_member m",
    );
    expect(JSON.stringify(rows)).not.toContain("hidden");
  });
});
