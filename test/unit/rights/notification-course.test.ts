import { describe, expect, it } from "@jest/globals";
import type { RecipientEntry } from "../../../src/modules/datamap/index.js";
import {
  channelFor,
  isClosed,
  problemOfReport,
} from "../../../src/modules/rights/core/notification-course.js";
import {
  NOTIFICATION_STATUSES,
  REPORTED_STATUSES,
} from "../../../src/modules/rights/core/notification-vocabulary.js";
import { problemsOfNames, readReport } from "../../../src/modules/rights/core/read-report.js";

describe("the course of a notification", () => {
  it("goes from open to sent to its end, or straight to its end, and never back", () => {
    const possible = NOTIFICATION_STATUSES.flatMap((status) =>
      REPORTED_STATUSES.filter((reported) => problemOfReport(status, reported) === null).map(
        (reported) => `${status} ${reported}`,
      ),
    );
    expect(possible).toEqual([
      "OPEN SENT",
      "OPEN ACKNOWLEDGED",
      "OPEN IMPOSSIBLE",
      "SENT ACKNOWLEDGED",
      "SENT IMPOSSIBLE",
    ]);
    expect(NOTIFICATION_STATUSES.filter(isClosed)).toEqual(["ACKNOWLEDGED", "IMPOSSIBLE"]);
  });

  it("says what can be done about a report that cannot follow", () => {
    expect(problemOfReport("SENT", "SENT")).toMatch(/report ACKNOWLEDGED or IMPOSSIBLE/);
    expect(problemOfReport("IMPOSSIBLE", "SENT")).toMatch(/closed as IMPOSSIBLE.*reports say/);
  });
});

describe("the way to a recipient", () => {
  const recipient = (contacts: object[]) => ({ contacts }) as unknown as RecipientEntry;
  const email = { purpose: "Anything", email: "a@example.org" };
  const phone = { purpose: "Anything", phone: "+7 700 000 00 00" };

  it("is its own code, else e-mail, else post", () => {
    expect(channelFor(recipient([email]), true)).toBe("API");
    expect(channelFor(recipient([phone, email]), false)).toBe("EMAIL");
    expect(channelFor(recipient([phone]), false)).toBe("POST");
  });
});

describe("a report", () => {
  const id = "019a0000-0000-7000-8000-000000000000";

  it.each([
    ["SENT without evidence", { status: "SENT", evidence: " " }, ["evidence"]],
    ["IMPOSSIBLE without a reason", { status: "IMPOSSIBLE", evidence: "Letter 1" }, ["reason"]],
    ["a reason with SENT", { status: "SENT", evidence: "Letter 1", reason: "Why" }, ["reason"]],
    ["a reason with ACKNOWLEDGED", { status: "ACKNOWLEDGED", reason: "Why" }, ["reason"]],
    ["too long an evidence", { status: "SENT", evidence: "x".repeat(2_001) }, ["evidence"]],
    ["the character 0", { status: "IMPOSSIBLE", reason: "a\0b" }, ["reason"]],
  ] as const)("is refused for %s", (_case, input, fields) => {
    expect(readReport({ id, ...input }).problems.map(({ field }) => field)).toEqual(fields);
  });

  it.each([
    { status: "SENT", evidence: "Letter 1" },
    { status: "ACKNOWLEDGED" },
    { status: "ACKNOWLEDGED", evidence: "Letter 2" },
    { status: "IMPOSSIBLE", reason: "The company was dissolved." },
  ] as const)("may be %j", (input) => {
    expect(readReport({ id, ...input }).problems).toEqual([]);
  });

  it("may not name the user, by whatever name and in whatever case", () => {
    const texts = { evidence: "Told of ANN-1 today", reason: "No such user as p77" };
    const problems = problemsOfNames(texts, ["ann-1", "P77", "other"]);
    expect(problems.map(({ field }) => field)).toEqual(["evidence", "reason"]);
    expect(JSON.stringify(problems)).not.toMatch(/ann-1|p77/i);
    expect(problemsOfNames(texts, ["ann-2"])).toEqual([]);
  });
});
