import { describe, it } from "@jest/globals";
import { changed, expectProblem } from "./expect-problem.js";
import type { Case } from "./expect-problem.js";

describe("terms, calendars and onward recipients that contradict themselves are refused where they stand", () => {
  it.each<Case>([
    [
      "effectiveAfter: P30D",
      "effectiveAfter: P30D, effectiveAfterWorkingDays: 20",
      "20, impediments",
      "rightsRules[0].effectiveAfterWorkingDays",
      "The rule states effectiveAfter already. Remove one of the two.",
    ],
    [
      "effectiveAfter: P30D",
      "answerWithin: P30D, answerWithinWorkingDays: 15",
      "15, impediments",
      "rightsRules[0].answerWithinWorkingDays",
      "The rule states answerWithin already. Remove one of the two.",
    ],
    [
      "effectiveAfter: P30D",
      "notifyWithin: P30D, notifyWithinWorkingDays: 15",
      "15, impediments",
      "rightsRules[0].notifyWithinWorkingDays",
      "The rule states notifyWithin already. Remove one of the two.",
    ],
    [
      "passesOnTo: [old_bank]",
      "passesOnTo: [old_bank, example_bank]",
      "example_bank], collects",
      "recipients[1].passesOnTo[1]",
      '"example_bank" cannot pass on to itself. Remove it here.',
    ],
    [
      "date: 2026-03-09",
      "date: 2027-03-09",
      "2027-03-09",
      "jurisdictions[1].calendar.years[0].holidays[0].date",
      "2027-03-09 is no day of 2026. Put it under its own year.",
    ],
    [
      "workingDays: [2026-03-14]",
      "workingDays: [2025-03-15]",
      "2025-03-15",
      "jurisdictions[1].calendar.years[0].workingDays[0]",
      "2025-03-15 is no day of 2026. Put it under its own year.",
    ],
    [
      "workingDays: [2026-03-14]",
      "workingDays: [2026-03-14, 2026-03-09]",
      "2026-03-09]",
      "jurisdictions[1].calendar.years[0].workingDays[1]",
      "2026-03-09 stands here a second time. A day is a day off or a working day, and named once; remove one of the two.",
    ],
    [
      "years: [{ year: 2026",
      "years: [{ year: 2026 }, { year: 2026",
      "2026, holidays",
      "jurisdictions[1].calendar.years[1].year",
      "The year 2026 stands here a second time. Put its days into one entry.",
    ],
    [
      "weekend: [SATURDAY, SUNDAY]",
      "weekend: [SATURDAY, SUNDAY, SATURDAY]",
      "SATURDAY], years",
      "jurisdictions[1].calendar.weekend[2]",
      "SATURDAY is named twice. Remove one of the two.",
    ],
  ])("%s → %s", (piece, by, faulty, path, message) => {
    expectProblem(changed(piece, by), faulty, path, message);
  });
});
