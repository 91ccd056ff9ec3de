import { describe, expect, it } from "@jest/globals";
import { RightsRequestKind } from "../../../src/modules/datamap/index.js";
import {
  COURSES,
  isUnanswered,
  problemOfStep,
  statusAfter,
  statusAfterDecision,
  type NextStep,
  type Standing,
} from "../../../src/modules/rights/core/course.js";
import { REQUEST_STEPS, type RequestStatus } from "../../../src/modules/rights/core/vocabulary.js";

const standing = (changes: Partial<Standing> = {}): Standing => ({
  kind: "ERASURE",
  status: "RECEIVED",
  identityNeeded: false,
  impediments: [],
  ...changes,
});

const fulfilled: NextStep = { step: "DECIDED", outcome: "FULFILLED" };
const noted = (impediment: string): NextStep => ({ step: "IMPEDIMENT_NOTED", impediment });
const lifted = (impediment: string): NextStep => ({ step: "IMPEDIMENT_LIFTED", impediment });

describe("The course of every kind of request", () => {
  it.each(RightsRequestKind.options)("of %s leads to its end, and no further", (kind) => {
    const reached = new Set<RequestStatus>(["RECEIVED"]);
    const waiting: RequestStatus[] = ["RECEIVED"];
    for (let status = waiting.pop(); status !== undefined; status = waiting.pop()) {
      for (const next of Object.values(COURSES[kind][status])) {
        if (!reached.has(next)) waiting.push(next);
        reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual(["DECIDED", "DONE", "IDENTITY_CONFIRMED", "RECEIVED"]);
    expect(COURSES[kind].DONE).toEqual({});
  });

  it("takes up what was kept, and never keeps what was taken up", () => {
    expect(statusAfter({ kind: "ACCESS", status: "KEPT" }, "IDENTITY_CONFIRMED")).toBe("IDENTITY_CONFIRMED");
    const leadToKept = REQUEST_STEPS.filter(
      (step) => statusAfter({ kind: "ACCESS", status: "RECEIVED" }, step) === "KEPT",
    );
    expect(leadToKept).toEqual([]);
  });
});

describe("What has to follow a decision", () => {
  it.each([
    ["ACCESS", "FULFILLED", 0, "DECIDED"],
    ["ACCESS", "PARTLY_FULFILLED", 0, "DECIDED"],
    ["ACCESS", "REFUSED", 0, "DONE"],
    ["RECTIFICATION", "FULFILLED", 2, "DECIDED"],
    ["RECTIFICATION", "FULFILLED", 0, "DONE"],
    ["BLOCKING", "PARTLY_FULFILLED", 1, "DECIDED"],
    ["ERASURE", "FULFILLED", 1, "DECIDED"],
    ["ERASURE", "REFUSED", 0, "DONE"],
    ["CONSENT_WITHDRAWAL", "FULFILLED", 0, "DONE"],
    ["REFUSAL_OF_USE", "FULFILLED", 3, "DECIDED"],
    ["COMPLAINT", "FULFILLED", 0, "DONE"],
  ] as const)("of %s as %s with %d to be told leaves it %s", (kind, outcome, notifications, status) => {
    expect(statusAfterDecision(kind, outcome, notifications)).toBe(status);
  });

  it("is telling recipients, or for access the accounting", () => {
    expect(statusAfter({ kind: "ERASURE", status: "DECIDED" }, "RECIPIENTS_TOLD")).toBe("DONE");
    expect(statusAfter({ kind: "ERASURE", status: "DECIDED" }, "ANSWERED")).toBeUndefined();
    expect(statusAfter({ kind: "ACCESS", status: "DECIDED" }, "ANSWERED")).toBe("DONE");
    expect(statusAfter({ kind: "ACCESS", status: "DECIDED" }, "RECIPIENTS_TOLD")).toBeUndefined();
    expect(statusAfter({ kind: "ACCESS", status: "RECEIVED" }, "ANSWERED")).toBeUndefined();
  });

  it("keeps the person waiting for the answer only where the decision tells nothing", () => {
    expect(isUnanswered({ kind: "ACCESS", status: "DECIDED" })).toBe(true);
    expect(isUnanswered({ kind: "ERASURE", status: "DECIDED" })).toBe(false);
    expect(isUnanswered({ kind: "ERASURE", status: "RECEIVED" })).toBe(true);
    expect(isUnanswered({ kind: "ERASURE", status: "KEPT" })).toBe(false);
  });
});

describe("A step that cannot be taken", () => {
  it("says that the request is decided already", () => {
    for (const status of ["DECIDED", "DONE"] as const) {
      for (const next of [fulfilled, noted("x"), { step: "IDENTITY_CONFIRMED" } as const]) {
        expect(problemOfStep(standing({ status }), next)).toMatch(
          /^id: .*has been decided.*Open another one/,
        );
      }
    }
  });

  it("says that it comes after the decision", () => {
    expect(problemOfStep(standing(), { step: "ANSWERED" })).toMatch(/comes after the decision/);
  });

  it("is a decision before it is confirmed who asks, where that is needed; but a refusal is none", () => {
    const unknown = standing({ identityNeeded: true });
    expect(problemOfStep(unknown, fulfilled)).toMatch(/^outcome: .*confirmIdentity/);
    expect(problemOfStep(unknown, { step: "DECIDED", outcome: "PARTLY_FULFILLED" })).toMatch(
      /confirmIdentity/,
    );
    expect(problemOfStep(unknown, { step: "DECIDED", outcome: "REFUSED" })).toBeNull();
    expect(problemOfStep({ ...unknown, status: "IDENTITY_CONFIRMED" }, fulfilled)).toBeNull();
    expect(problemOfStep(standing(), fulfilled)).toBeNull();
  });

  it("is fulfilling while an impediment stands, which it names", () => {
    const hindered = standing({ impediments: ["unfulfilled_obligations"] });
    expect(problemOfStep(hindered, fulfilled)).toMatch(/unfulfilled_obligations.*liftImpediment/);
    expect(problemOfStep(hindered, { step: "DECIDED", outcome: "PARTLY_FULFILLED" })).toBeNull();
    expect(problemOfStep(hindered, { step: "DECIDED", outcome: "REFUSED" })).toBeNull();
  });

  it("is noting an impediment that stands, or lifting one that does not", () => {
    const hindered = standing({ impediments: ["a"] });
    expect(problemOfStep(hindered, noted("a"))).toMatch(/^impediment: .*already/);
    expect(problemOfStep(hindered, noted("b"))).toBeNull();
    expect(problemOfStep(hindered, lifted("a"))).toBeNull();
    expect(problemOfStep(hindered, lifted("b"))).toMatch(/^impediment: .*does not stand/);
  });
});
