import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { StateOfUser } from "../../../src/modules/consents/core/state-of-user.js";
import type { SubjectFact } from "../../../src/modules/consents/index.js";
import type { LegalGroundEntry } from "../../../src/modules/datamap/index.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";
import { agreementEnd, consent, lifting, noonOf, restriction, withdrawal } from "./sample-facts.js";

/** Consent lasts for the user's agreement and five years more; a withdrawal takes effect after thirty days. */
const example = exampleSnapshot();
const given = consent(noonOf("2026-02-10"));

function mapWhereConsent(terms: Pick<LegalGroundEntry, "validity" | "withdrawalNotice">) {
  return exampleSnapshot(({ legalGrounds }) => {
    const ground = legalGrounds.find(({ key }) => key === "consent")!;
    delete ground.validity;
    delete ground.withdrawalNotice;
    Object.assign(ground, terms);
  });
}

function holdsAt(moment: Date, facts: readonly SubjectFact[], map = example): boolean {
  return new StateOfUser(facts, map, moment).consents("consent").some(({ holds }) => holds);
}

/** Whether it holds on the first of the days, and whether on the second. */
function holdsOn(days: readonly string[], facts: readonly SubjectFact[], map = example): boolean[] {
  return days.map((day) => holdsAt(noonOf(day), facts, map));
}

describe("a consent", () => {
  it("holds from the moment it was given, whenever it was recorded", () => {
    const before = new Date(given.givenAt.getTime() - 1);
    expect([holdsAt(before, [given]), holdsAt(given.givenAt, [given])]).toEqual([false, true]);
  });

  it.each([
    ["2026-03-01T07:00:00Z", "at noon"],
    ["2026-02-28T19:00:00Z", "when the first of March begins in the controller's time zone"],
    ["2026-03-01T18:59:59.999Z", "when the first of March ends there"],
  ])("withdrawn by a notice of %s, %s, holds on 31 March and not on 1 April", (receivedAt) => {
    const facts = [given, withdrawal(new Date(receivedAt))];
    expect(holdsAt(new Date("2026-03-31T18:59:59.999Z"), facts)).toBe(true);
    expect(holdsAt(new Date("2026-03-31T19:00:00.000Z"), facts)).toBe(false);
  });

  it("holds to the end of the day of the notice where the data map grants no time", () => {
    const map = mapWhereConsent({ validity: { lastsFor: "UNTIL_WITHDRAWN" } });
    const facts = [given, withdrawal(noonOf("2026-03-01"))];
    expect(holdsOn(["2026-03-01", "2026-03-02"], facts, map)).toEqual([true, false]);
  });

  it("counts again if it is given after the notice was received, and not if at the same moment", () => {
    const notice = withdrawal(noonOf("2026-03-01"));
    const again = consent(new Date(notice.receivedAt.getTime() + 1));
    const atOnce = consent(notice.receivedAt);
    expect(holdsOn(["2026-05-01"], [given, notice, again])).toEqual([true]);
    expect(holdsOn(["2026-05-01"], [given, notice, atOnce])).toEqual([false]);
  });

  it("is not touched by the withdrawal of another ground", () => {
    const facts = [given, withdrawal(noonOf("2026-03-01"), { legalGround: "contract" })];
    expect(holdsOn(["2027-03-01"], facts)).toEqual([true]);
  });

  it.each([
    ["2026-06-15", "2031-06-15", "2031-06-16"],
    ["2028-02-29", "2033-02-28", "2033-03-01"],
  ])("on an agreement that ended on %s holds for five years, until %s", (endedOn, lastDay, dayAfter) => {
    expect(holdsOn([lastDay, dayAfter], [given, agreementEnd(endedOn)])).toEqual([true, false]);
  });

  it("holds on the agreement's last day, and no longer, where nothing extends it", () => {
    const map = mapWhereConsent({ validity: { lastsFor: "AGREEMENT" } });
    const facts = [given, agreementEnd("2026-06-15")];
    expect(holdsOn(["2026-06-15", "2026-06-16"], facts, map)).toEqual([true, false]);
  });

  it("that lasts for a period is counted from the day it was given", () => {
    const map = mapWhereConsent({ validity: { lastsFor: "PERIOD", period: "P1Y" } });
    expect(holdsOn(["2027-02-10", "2027-02-11"], [given, agreementEnd("2026-02-11")], map)).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ["until it is withdrawn", { validity: { lastsFor: "UNTIL_WITHDRAWN" as const } }],
    ["without any term", {}],
  ])("that lasts %s outlives every agreement", (_, terms) => {
    const map = mapWhereConsent(terms);
    expect(holdsOn(["2099-01-01"], [given, agreementEnd("2026-02-11")], map)).toEqual([true]);
  });

  it("hangs on its own agreement; an end that names none ends every one begun by its day", () => {
    const onA = consent(noonOf("2026-02-10"), { agreement: "aa" });
    const muchLater = "2040-01-01";
    const holds = (...facts: SubjectFact[]) => holdsAt(noonOf(muchLater), facts);
    expect(holds(onA, agreementEnd("2026-03-01", { agreement: "aa" }))).toBe(false);
    expect(holds(onA, agreementEnd("2026-03-01", { agreement: "bb" }))).toBe(true);
    expect(holds(given, agreementEnd("2026-03-01", { agreement: "aa" }))).toBe(true);
    expect(holds(onA, agreementEnd("2026-03-01"))).toBe(false);
    expect(holds(onA, agreementEnd("2026-02-10"))).toBe(false);
    expect(holds(onA, agreementEnd("2026-02-09"))).toBe(true);
  });

  it("is ended by what comes first, which is named, and by the withdrawal where both end it on one day", () => {
    const at = noonOf("2040-01-01");
    const first = (...facts: SubjectFact[]) => {
      const { lastDay, endedBy, endingFact } = new StateOfUser([given, ...facts], example, at).consents()[0]!;
      return [lastDay, endedBy, endingFact];
    };
    const late = withdrawal(noonOf("2035-01-01"));
    const early = withdrawal(noonOf("2026-03-01"), { id: "withdrawal-2" });
    expect(first()).toEqual([null, null, null]);
    expect(first(late)).toEqual(["2035-01-31", "WITHDRAWAL", "withdrawal-1"]);
    expect(first(late, agreementEnd("2026-06-15"))).toEqual(["2031-06-15", "TERM", "end-1"]);
    expect(first(late, agreementEnd("2026-06-15"), early)).toEqual([
      "2026-03-31",
      "WITHDRAWAL",
      "withdrawal-2",
    ]);
    expect(first(late, agreementEnd("2030-01-31"))).toEqual(["2035-01-31", "WITHDRAWAL", "withdrawal-1"]);
    expect(first(agreementEnd("2028-06-15"), agreementEnd("2026-06-15", { id: "end-2" }))).toEqual([
      "2031-06-15",
      "TERM",
      "end-2",
    ]);
  });

  it("names the same of two facts of one moment, in whatever order they are read", () => {
    const notice = withdrawal(noonOf("2026-03-01"));
    const twice = [notice, { ...notice, id: "withdrawal-0" }, given];
    for (const facts of [twice, twice.toReversed()])
      expect(new StateOfUser(facts, example, noonOf("2027-01-01")).consents()[0]?.endingFact).toBe(
        "withdrawal-0",
      );
  });

  it("tells of its last day on that day already", () => {
    const map = mapWhereConsent({ validity: { lastsFor: "AGREEMENT" } });
    const [state] = new StateOfUser(
      [given, agreementEnd("2026-06-15")],
      map,
      noonOf("2026-06-15"),
    ).consents();
    expect(state).toMatchObject({ holds: true, lastDay: "2026-06-15", endedBy: "TERM" });
  });

  it("knows nothing of what happens after the moment asked about", () => {
    const facts = [given, withdrawal(noonOf("2026-03-01")), agreementEnd("2026-03-01")];
    const [state] = new StateOfUser(facts, example, noonOf("2026-02-28")).consents();
    expect(state).toMatchObject({ holds: true, lastDay: null, endedBy: null });
  });

  it("on a ground that the data map does not know lasts until it is withdrawn", () => {
    const elsewhere = consent(noonOf("2026-02-10"), { legalGround: "unheard_of" });
    const [state] = new StateOfUser([elsewhere], example, noonOf("2099-01-01")).consents();
    expect(state).toMatchObject({ holds: true, lastDay: null });
  });

  it("once ended stays ended, whatever the facts", () => {
    const day = fc.integer({ min: 0, max: 4_000 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)));
    const agreement = fc.constantFrom(null, "aa", "bb");
    const fact = fc.oneof(
      fc.tuple(day, agreement).map(([at, on]) => consent(at, { agreement: on })),
      day.map((at) => withdrawal(at)),
      fc
        .tuple(day, agreement)
        .map(([at, on]) => agreementEnd(at.toISOString().slice(0, 10), { agreement: on })),
    );
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 8 }), day, day, (facts, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const ended = (at: Date) =>
          new StateOfUser(facts, example, at)
            .consents()
            .filter(({ holds }) => !holds)
            .map((state) => state.consent);
        expect(ended(later)).toEqual(expect.arrayContaining(ended(earlier)));
      }),
    );
  });
});

describe("a user of many consents and withdrawals", () => {
  const minutes = (count: number) => new Date(noonOf("2026-01-01").getTime() + count * 60_000);
  const stateOf = (facts: readonly SubjectFact[]) => new StateOfUser(facts, example, noonOf("2026-12-31"));

  it("has each consent ended by the first withdrawal of its ground at its moment or later, of two at once by that of the lower id", () => {
    const anyFact = fc.record({
      minute: fc.integer({ min: 0, max: 8 }),
      ground: fc.constantFrom("consent", "contract"),
    });
    fc.assert(
      fc.property(fc.array(anyFact), fc.array(anyFact), (givenAt, receivedAt) => {
        const consents = givenAt.map(({ minute, ground }, place) =>
          consent(minutes(minute), { id: `c${place}`, legalGround: ground }),
        );
        const withdrawals = receivedAt.map(({ minute, ground }, place) =>
          withdrawal(minutes(minute), { id: `w${String(place).padStart(3, "0")}`, legalGround: ground }),
        );
        for (const state of stateOf([...withdrawals.toReversed(), ...consents]).consents()) {
          const after = withdrawals.filter(
            ({ legalGround, receivedAt: at }) =>
              legalGround === state.consent.legalGround && at >= state.consent.givenAt,
          );
          const first = after.sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime())[0];
          expect(state.endingFact).toBe(first?.id ?? null);
        }
      }),
    );
  });

  it("is found to have ended for each of twenty thousand, one withdrawn after the other", () => {
    const facts = Array.from({ length: 20_000 }, (_, minute) => [
      consent(minutes(2 * minute), { id: `c${minute}` }),
      withdrawal(minutes(2 * minute + 1), { id: `w${minute}` }),
    ]).flat();
    // Comparing each with each takes a minute, twice as long as a test may.
    const consents = stateOf(facts).consents();
    expect(consents).toHaveLength(20_000);
    expect(consents.every(({ holds }) => !holds)).toBe(true);
  });
});

describe("a restriction", () => {
  const refusal = restriction("REFUSAL", noonOf("2026-03-01"));

  it("is in force from its moment until it is lifted", () => {
    const facts = [
      refusal,
      lifting(refusal.id, noonOf("2026-04-01")),
      lifting("another", noonOf("2026-03-02")),
    ];
    const inForce = (at: Date) =>
      new StateOfUser(facts, example, at).restrictions().filter(({ lifting: lifted }) => lifted === null)
        .length;
    const justBefore = (at: Date) => new Date(at.getTime() - 1);
    expect(inForce(justBefore(noonOf("2026-03-01")))).toBe(0);
    expect(inForce(noonOf("2026-03-01"))).toBe(1);
    expect(inForce(justBefore(noonOf("2026-04-01")))).toBe(1);
    expect(inForce(noonOf("2026-04-01"))).toBe(0);
  });
});

describe("what retention is counted from", () => {
  const at = noonOf("2030-01-01");
  const endedOn = (...facts: SubjectFact[]) => new StateOfUser(facts, example, at).agreementsEndedOn();
  const withdrawnOn = (...facts: SubjectFact[]) => new StateOfUser(facts, example, at).consentsWithdrawnOn();
  const onA = consent(noonOf("2026-02-10"), { agreement: "aa" });
  const onB = consent(noonOf("2026-02-10"), { agreement: "bb" });

  it("is the end of the last agreement, once all that are known have ended", () => {
    const endOfA = agreementEnd("2026-05-01", { agreement: "aa" });
    const endOfB = agreementEnd("2027-05-01", { agreement: "bb" });
    expect(endedOn(onA, onB, endOfA)).toBeNull();
    expect(endedOn(onA, onB, endOfA, endOfB)).toBe("2027-05-01");
    expect(endedOn(onA, endOfA, consent(noonOf("2028-01-01"), { agreement: "aa" }))).toBeNull();
  });

  it("is the end that is known of where no consent tells of agreements", () => {
    expect(endedOn()).toBeNull();
    expect(endedOn(agreementEnd("2026-05-01"))).toBe("2026-05-01");
    expect(endedOn(agreementEnd("2030-01-02"))).toBeNull();
  });

  it("is the last day of the last consent, once all are withdrawn", () => {
    expect(withdrawnOn()).toBeNull();
    expect(withdrawnOn(onA, withdrawal(noonOf("2026-03-01")))).toBe("2026-03-31");
    expect(withdrawnOn(onA, withdrawal(noonOf("2026-03-01")), consent(noonOf("2026-03-02")))).toBeNull();
    const other = consent(noonOf("2026-02-10"), { legalGround: "contract" });
    const othersNotice = withdrawal(noonOf("2027-01-01"), { legalGround: "contract" });
    expect(withdrawnOn(onA, other, withdrawal(noonOf("2026-03-01")), othersNotice)).toBe("2027-01-01");
  });
});
