import { describe, expect, it } from "@jest/globals";
import {
  answerTermOf,
  effectTermOf,
  lastDayUnder,
  problemOfDeadline,
} from "../../../src/modules/rights/core/deadlines.js";
import type { DataMapSnapshot } from "../../../src/modules/datamap/index.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

/** The example in which deadlines move on from days off, and withdrawals are answered within five working days. */
const MAP = exampleSnapshot((document) => {
  document.jurisdictions.find(({ code }) => code === "KZ")!.calendar!.lastDayMovesToWorkingDay = true;
  const rule = document.rightsRules.find(({ requestKind }) => requestKind === "CONSENT_WITHDRAWAL")!;
  delete rule.answerWithin;
  rule.answerWithinWorkingDays = 5;
});
const ruleOf = (kind: string, map: DataMapSnapshot = MAP) =>
  map.document.rightsRules.find(({ requestKind }) => requestKind === kind)!;

describe("the last days that a rights rule leaves", () => {
  it.each([
    ["ACCESS", "2026-01-31", { lastDay: "2026-03-02" }, "a period that ends after February"],
    ["ACCESS", "2026-02-06", { lastDay: "2026-03-10" }, "on 8 March, a Sunday before a day off for it"],
    ["CONSENT_WITHDRAWAL", "2026-03-20", { lastDay: "2026-04-01" }, "working days around Nauryz"],
    ["CONSENT_WITHDRAWAL", "2027-12-30", { missingYear: 2028, country: "KZ" }, "a year not known"],
  ])("%s received on %s is answered by %j: %s", (kind, received, deadline, _why) => {
    expect(lastDayUnder(received, answerTermOf(ruleOf(kind)), MAP, MAP)).toEqual(deadline);
  });

  it("put an effect off for thirty days, and no day more because of a holiday", () => {
    expect(lastDayUnder("2026-02-06", effectTermOf(ruleOf("CONSENT_WITHDRAWAL")), MAP, MAP)).toEqual({
      lastDay: "2026-03-08",
    });
    expect(effectTermOf(ruleOf("ACCESS"))).toBeNull();
  });

  it("are known as soon as the newest map has the year, and until then say which to add", () => {
    const term = answerTermOf(ruleOf("CONSENT_WITHDRAWAL"));
    const newest = exampleSnapshot((document) => {
      const { calendar } = document.jurisdictions.find(({ code }) => code === "KZ")!;
      calendar!.years.push({ year: 2028, holidays: [], workingDays: [] });
    });
    expect(lastDayUnder("2027-12-30", term, MAP, newest)).toEqual({ lastDay: "2028-01-06" });
    expect(problemOfDeadline(lastDayUnder("2027-12-30", term, MAP, MAP))).toBe(
      "The calendar of KZ lacks the year 2028: add it to the data map, under the jurisdiction's calendar.",
    );
  });
});
