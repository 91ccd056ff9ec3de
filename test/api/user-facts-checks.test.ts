import { describe, expect, it } from "@jest/globals";
import {
  END_AGREEMENT,
  factsOf,
  LIFT_RESTRICTION,
  RECORD_CONSENT,
  RESTRICT_USE,
  type FactInput,
} from "../support/fact-operations.js";
import { factInputsAt, refusalOf } from "../support/fact-refusals.js";
import { MovableClock } from "../support/movable-clock.js";
import { withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const clock = new MovableClock("2026-06-01T12:00:00.000Z");
const server = withTestServer({ clock });
const { consent, restriction, end, lifting } = factInputsAt(clock);
const { sentList } = factsOf(server);

async function given(mutation: string, input: FactInput): Promise<void> {
  await server.admin.request(mutation, { input });
}

describe("The end of an agreement", () => {
  it("is refused before it began, and twice", async () => {
    await given(RECORD_CONSENT, consent({ subject: "eve", agreement: "A", givenAt: "2026-03-10T12:00:00Z" }));
    const early = await refusalOf(
      server,
      END_AGREEMENT,
      end({ subject: "eve", agreement: "A", endedOn: "2026-03-09" }),
    );
    expect(early).toMatchObject({
      fields: ["endedOn"],
      message: expect.stringContaining("given on 2026-03-10"),
    });
    const earlyForAll = await refusalOf(
      server,
      END_AGREEMENT,
      end({ subject: "eve", endedOn: "2026-03-09" }),
    );
    expect(earlyForAll).toMatchObject({ fields: ["endedOn"] });
    await given(END_AGREEMENT, end({ subject: "eve", agreement: "A", endedOn: "2026-03-10" }));
    const again = await refusalOf(
      server,
      END_AGREEMENT,
      end({ subject: "eve", agreement: "A", endedOn: "2026-04-10" }),
    );
    expect(again).toMatchObject({
      fields: ["agreement"],
      message: expect.stringContaining("ended on 2026-03-10"),
    });
  });

  it("is refused before a consent that hangs on it, whichever was recorded first", async () => {
    for (const givenAt of ["2026-03-10T12:00:00Z", "2026-04-10T12:00:00Z"])
      await given(RECORD_CONSENT, consent({ subject: "lou", agreement: "E", givenAt }));
    for (const agreement of ["E", null]) {
      const input = end({ subject: "lou", agreement, endedOn: "2026-04-09" });
      expect(await refusalOf(server, END_AGREEMENT, input)).toMatchObject({
        code: "BAD_USER_INPUT",
        fields: ["endedOn"],
        message: expect.stringContaining("given on 2026-04-10"),
      });
    }
    await given(END_AGREEMENT, end({ subject: "lou", agreement: "E", endedOn: "2026-04-10" }));
  });

  it("ends no consent given under it since; that needs an agreement of its own", async () => {
    await given(RECORD_CONSENT, consent({ subject: "max", agreement: "B" }));
    await given(END_AGREEMENT, end({ subject: "max", endedOn: "2026-04-30" }));
    const late = { subject: "max", givenAt: "2026-05-02T00:00:00Z" };
    expect(await refusalOf(server, RECORD_CONSENT, consent({ ...late, agreement: "B" }))).toMatchObject({
      fields: ["agreement"],
      message: expect.stringContaining("ended on 2026-04-30"),
    });
    expect(
      await refusalOf(server, END_AGREEMENT, end({ subject: "max", endedOn: "2026-05-01" })),
    ).toMatchObject({
      fields: ["endedOn"],
    });
    // Two agreements may run side by side.
    await given(RECORD_CONSENT, consent({ ...late, agreement: "C" }));
    await given(RECORD_CONSENT, consent({ ...late, agreement: "D" }));
    await given(END_AGREEMENT, end({ subject: "max", agreement: "C", endedOn: "2026-05-03" }));
    await given(END_AGREEMENT, end({ subject: "max", endedOn: "2026-05-04" }));
  });
});

describe("Lifting a restriction", () => {
  it("is refused for another user, before it began, and twice", async () => {
    const input = restriction({ subject: "ida" });
    await given(RESTRICT_USE, input);
    const lift = (overrides: FactInput) => lifting({ subject: "ida", restriction: input.id, ...overrides });
    expect(await refusalOf(server, LIFT_RESTRICTION, lift({ subject: "ann" }))).toMatchObject({
      fields: ["restriction"],
    });
    expect(
      await refusalOf(server, LIFT_RESTRICTION, lift({ liftedAt: "2026-02-01T09:59:59Z" })),
    ).toMatchObject({
      fields: ["liftedAt"],
    });
    await given(LIFT_RESTRICTION, lift({}));
    expect(await refusalOf(server, LIFT_RESTRICTION, lift({}))).toMatchObject({
      fields: ["restriction"],
      message: expect.stringContaining("nothing left to lift"),
    });
  });

  it("is refused for a list of which some were not restricted, with how many", async () => {
    const input = restriction({ subject: null, subjectList: await sentList(10_000, 0) });
    await given(RESTRICT_USE, input);
    const some = await refusalOf(
      server,
      LIFT_RESTRICTION,
      lifting({ subject: null, subjectList: await sentList(3_000, 9_000), restriction: input.id }),
    );
    expect(some.message).toContain("For 2000 of the 3000 users of the list: There is no restriction");
    const none = await refusalOf(
      server,
      LIFT_RESTRICTION,
      lifting({ subject: null, subjectList: await sentList(20, 50_000), restriction: input.id }),
    );
    expect(none.message).toContain("For 20 of the 20 users");
  });

  it.each([
    ["one by one", () => Promise.resolve([{ subject: "user-77" }, { subject: "user-77" }])],
    [
      "for a list and for one of it",
      async () => [{ subject: null, subjectList: await sentList(10, 70) }, { subject: "user-77" }],
    ],
  ])("by two at the same moment is recorded once: %s", async (_how, whom) => {
    const input = restriction({ subject: null, subjectList: await sentList(10, 70) });
    await given(RESTRICT_USE, input);
    const liftings = (await whom()).map((each) => lifting({ restriction: input.id, ...each }));
    const holder = server.database.owner.createQueryRunner();
    await holder.startTransaction();
    // Whoever gets as far as saying whom the lifting is about waits there, seen by nobody yet.
    await holder.query("LOCK TABLE subject_fact_member IN SHARE MODE");
    const attempts = liftings.map((each) => server.admin.request(LIFT_RESTRICTION, { input: each }));
    const settling = Promise.allSettled(attempts);
    await untilWaiting(server.database.api, 2);
    await holder.commitTransaction();
    await holder.release();
    expect((await settling).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("A caller", () => {
  it("with the role INTEGRATION must send an id", async () => {
    const integration = await server.as("INTEGRATION");
    const [error] = await integration.errorsOf(RECORD_CONSENT, { input: consent({ id: null }) });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["id"] });
    await integration.request(RECORD_CONSENT, { input: consent() });
  });

  it("cannot use the list of another", async () => {
    const other = await server.as("ANALYST");
    const [error] = await other.errorsOf(RECORD_CONSENT, {
      input: consent({ subject: null, subjectList: await sentList(5, 0) }),
    });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
  });

  it("who only reads records nothing", async () => {
    const auditor = await server.as("AUDITOR");
    const [error] = await auditor.errorsOf(RECORD_CONSENT, { input: consent() });
    expect(error!.extensions).toMatchObject({ code: "FORBIDDEN" });
  });
});
