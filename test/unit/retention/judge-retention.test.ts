import { describe, expect, it } from "@jest/globals";
import { exampleSnapshot } from "../datamap/example-snapshot.js";
import { agreementEnd, consent, erasure, noonOf, withdrawal } from "../consents/sample-facts.js";
import { mapWith, runOutOn, type StatedRule } from "./sample-rules.js";

const GIVEN = consent(noonOf("2026-02-10"));
const ENDED = agreementEnd("2026-03-31");

describe("what has run out", () => {
  it.each<[period: string, ended: string, last: string, first: string]>([
    ["P1M", "2026-03-31", "2026-04-30", "2026-05-01"],
    ["P1M", "2028-01-31", "2028-02-29", "2028-03-01"],
    ["P1M", "2027-01-31", "2027-02-28", "2027-03-01"],
    ["P1Y", "2028-02-29", "2029-02-28", "2029-03-01"],
    ["P4Y", "2028-02-29", "2032-02-29", "2032-03-01"],
    ["P30D", "2026-03-01", "2026-03-31", "2026-04-01"],
    ["P0D", "2026-12-31", "2026-12-31", "2027-01-01"],
  ])("is due after %s from %s: not on %s, but on %s", (period, ended, last, first) => {
    const map = mapWith({ key: "one", period });
    expect(runOutOn(map, last, GIVEN, agreementEnd(ended))).toEqual([]);
    expect(runOutOn(map, first, GIVEN, agreementEnd(ended))).toEqual([`one usage ${first}`]);
    expect(runOutOn(map, "2040-01-01", GIVEN, agreementEnd(ended))).toEqual([`one usage ${first}`]);
  });

  it("is nothing while the event from which a rule runs is not known", () => {
    expect(runOutOn(mapWith({ key: "one" }), "2099-01-01", GIVEN)).toEqual([]);
    expect(
      runOutOn(mapWith({ key: "one", startEvent: "CONSENT_WITHDRAWN" }), "2099-01-01", GIVEN, ENDED),
    ).toEqual([]);
  });

  it("is nothing yet while an event lies ahead of the day", () => {
    const map = mapWith({ key: "one", period: "P0D" });
    expect(runOutOn(map, "2026-03-30", GIVEN, ENDED)).toEqual([]);
  });

  it("is counted from the last lawful day of a withdrawn consent, thirty days after it was received", () => {
    const map = mapWith({ key: "one", startEvent: "CONSENT_WITHDRAWN", period: "P1M" });
    const facts = [GIVEN, withdrawal(noonOf("2026-03-01"))];
    expect(runOutOn(map, "2026-04-30", ...facts)).toEqual([]);
    expect(runOutOn(map, "2026-05-01", ...facts)).toEqual(["one usage 2026-05-01"]);
  });

  it("is due once all rules for the same purposes have run out, and kept by those that have not", () => {
    const map = mapWith({ key: "one" }, { key: "longer", period: "P2M" });
    expect(runOutOn(map, "2026-05-31", GIVEN, ENDED)).toEqual(["one usage 2026-05-01 <longer>"]);
    expect(runOutOn(map, "2026-06-01", GIVEN, ENDED)).toEqual([
      "one usage 2026-06-01",
      "longer usage 2026-06-01",
    ]);
  });

  it("is kept for ever by a rule for the same purposes whose end the registry cannot know", () => {
    const open: StatedRule = { key: "open", startEvent: "REPORTING_YEAR_ENDED" };
    expect(runOutOn(mapWith({ key: "one" }, open), "2099-01-01", GIVEN, ENDED)).toEqual([
      "one usage 2026-05-01 <open>",
    ]);
  });

  it("is due with the account at once, where the rule sets no period", () => {
    const map = mapWith({ key: "account", startEvent: "ACCOUNT_DELETED", period: undefined });
    expect(runOutOn(map, "2026-03-30", erasure(noonOf("2026-03-31")))).toEqual([]);
    expect(runOutOn(map, "2026-03-31", erasure(noonOf("2026-03-31")))).toEqual(["account usage 2026-03-31"]);
  });

  it("is, in the example, what the data map has destroyed with the account of an erased user", () => {
    const facts = [GIVEN, erasure(noonOf("2026-03-31"))];
    expect(runOutOn(exampleSnapshot(), "2026-03-30", ...facts)).toEqual([]);
    expect(runOutOn(exampleSnapshot(), "2026-03-31", ...facts)).toEqual([
      "while_consent_lasts reviews+partner_supplied 2026-03-31",
      "account_deleted identification 2026-03-31",
    ]);
  });

  it("is what goes with the account, though no rule runs from then, unless a law keeps it", () => {
    const reviews: StatedRule = { key: "one", categories: ["reviews"], period: "P5Y" };
    const open: StatedRule = { key: "open", categories: ["reviews"], startEvent: "PURPOSE_FULFILLED" };
    const runOut = (...rules: readonly StatedRule[]) =>
      runOutOn(mapWith(...rules), "2026-05-31", GIVEN, ENDED, erasure(noonOf("2026-05-20")));
    expect(runOut(reviews)).toEqual(["one reviews 2026-05-20"]);
    expect(runOut(reviews, open)).toEqual(["one reviews 2026-05-20"]);
    expect(runOut(reviews, { ...open, legalSource: "A law" })).toEqual(["one reviews 2026-05-20 <open>"]);
    expect(runOut({ ...reviews, legalSource: "A law" })).toEqual([]);
    expect(runOut({ ...reviews, period: "P1M" })).toEqual(["one reviews 2026-05-01"]);
    expect(runOut({ ...reviews, categories: ["usage"] })).toEqual([]);
  });

  it("is by a rule that runs from the deletion no sooner than the rule says", () => {
    const later: StatedRule = { key: "later", startEvent: "ACCOUNT_DELETED", period: "P30D" };
    const map = mapWith({ ...later, categories: ["reviews"] }, { key: "one", categories: ["reviews"] });
    const facts = [GIVEN, erasure(noonOf("2026-03-31"))];
    expect(runOutOn(map, "2026-04-30", ...facts)).toEqual([]);
    expect(runOutOn(map, "2026-05-01", ...facts)).toEqual(["later reviews 2026-05-01 <one>"]);
  });

  it("is the same in whatever order facts are read", () => {
    const map = mapWith({ key: "one" }, { key: "other", startEvent: "CONSENT_WITHDRAWN" });
    const facts = [GIVEN, ENDED, withdrawal(noonOf("2026-03-01"))];
    expect(runOutOn(map, "2027-01-01", ...facts.toReversed())).toEqual(runOutOn(map, "2027-01-01", ...facts));
  });
});
