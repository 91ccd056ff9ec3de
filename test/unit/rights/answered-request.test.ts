import { describe, expect, it } from "@jest/globals";
import { problemOfAnswer } from "../../../src/modules/rights/core/answered-request.js";
import type { Pseudonym } from "../../../src/modules/subjects/index.js";

const ANN = "a1".repeat(16) as Pseudonym;
const BEN = "b2".repeat(16) as Pseudonym;
const DECIDED = { kind: "ACCESS", status: "DECIDED" } as const;

describe("A rights request", () => {
  it("is answered by an accounting of its own user once it is decided", () => {
    expect(problemOfAnswer(DECIDED, ANN, ANN)).toBeNull();
  });

  it.each([
    ["there is none of", null, null],
    ["is another user's", DECIDED, BEN],
    ["is of another kind", { kind: "ERASURE", status: "DECIDED" } as const, ANN],
  ])("that %s cannot be named", (_case, request, person) => {
    expect(problemOfAnswer(request, person, ANN)?.code).toBe("BAD_USER_INPUT");
  });

  it.each(["RECEIVED", "KEPT", "IDENTITY_CONFIRMED"] as const)(
    "that is %s is to be decided first",
    (status) => {
      const problem = problemOfAnswer({ kind: "ACCESS", status }, ANN, ANN);
      expect(problem).toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining("decideRightsRequest"),
      });
    },
  );

  it.each([
    ["was answered or refused", ANN],
    ["ended with the erasure of its person", null],
  ])("that %s is not answered again", (_case, person) => {
    const problem = problemOfAnswer({ kind: "ACCESS", status: "DONE" }, person, ANN);
    expect(problem).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("ended") });
  });
});
