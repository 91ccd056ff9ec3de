import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import {
  END_AGREEMENT,
  LIFT_RESTRICTION,
  RECORD_CONSENT,
  RESTRICT_USE,
  WITHDRAW_CONSENT,
  type FactInput,
} from "../support/fact-operations.js";
import { factInputsAt, refusalOf } from "../support/fact-refusals.js";
import { MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-06-01T12:00:00.000Z");
const server = withTestServer({ clock });
const { consent, restriction, withdrawal, end, lifting } = factInputsAt(clock);

describe("What is refused, with nothing stored and the field and the remedy named", () => {
  it.each<[string, string, () => FactInput, string[], RegExp]>([
    [
      "a consent in the future",
      RECORD_CONSENT,
      () => consent({ givenAt: clock.at(6 * MINUTE_MS) }),
      ["givenAt"],
      /five minutes ahead/,
    ],
    [
      "a consent before the policy applied",
      RECORD_CONSENT,
      () => consent({ givenAt: "2026-01-26T18:59:59Z" }),
      ["givenAt"],
      /applies from 2026-01-27/,
    ],
    [
      "a policy version that there is not",
      RECORD_CONSENT,
      () => consent({ policyVersion: 7 }),
      ["policyVersion"],
      /it has: 1\./,
    ],
    [
      "an unknown ground",
      RECORD_CONSENT,
      () => consent({ legalGround: "consnt" }),
      ["legalGround"],
      /Did you mean "consent"\?/,
    ],
    [
      "a ground that nobody consents to",
      RECORD_CONSENT,
      () => consent({ legalGround: "contract" }),
      ["legalGround"],
      /kind CONSENT/,
    ],
    [
      "an empty agreement",
      RECORD_CONSENT,
      () => consent({ agreement: " " }),
      ["agreement"],
      /or leave it out/,
    ],
    [
      "an agreement too long",
      RECORD_CONSENT,
      () => consent({ agreement: "x".repeat(201) }),
      ["agreement"],
      /at most 200/,
    ],
    [
      "evidence too long",
      RECORD_CONSENT,
      () => consent({ evidence: "x".repeat(2_001) }),
      ["evidence"],
      /at most 2000/,
    ],
    [
      "nobody",
      RECORD_CONSENT,
      () => consent({ subject: null }),
      ["subject"],
      /give `subject` or `subjectList`/,
    ],
    ["a user and a list", RECORD_CONSENT, () => consent({ subjectList: v7() }), ["subject"], /not both/],
    [
      "an unknown list",
      RECORD_CONSENT,
      () => consent({ subject: null, subjectList: v7() }),
      ["subjectList"],
      /POST \/subject-lists/,
    ],
    [
      "an empty reference",
      RECORD_CONSENT,
      () => consent({ subject: "  " }),
      ["subject"],
      /must not be empty/,
    ],
    [
      "an id of another version",
      RECORD_CONSENT,
      () => consent({ id: "8b0f5a2e-3f0b-4b1a-9c56-0d3b7a1f2e4c" }),
      ["id"],
      /UUIDv7/,
    ],
    [
      "an id of another time",
      RECORD_CONSENT,
      () => consent({ id: v7({ msecs: 0 }) }),
      ["id"],
      /`givenAt` may be as old/,
    ],
    [
      "several faults at once",
      RECORD_CONSENT,
      () => consent({ legalGround: "x", policyVersion: 2, subject: "" }),
      ["legalGround", "policyVersion", "subject"],
      /subject/,
    ],
    [
      "a withdrawal in the future",
      WITHDRAW_CONSENT,
      () => withdrawal({ receivedAt: clock.at(6 * MINUTE_MS) }),
      ["receivedAt"],
      /five minutes ahead/,
    ],
    [
      "a withdrawal from an unknown ground",
      WITHDRAW_CONSENT,
      () => withdrawal({ legalGround: "consents" }),
      ["legalGround"],
      /Did you mean "consent"/,
    ],
    [
      "the end of an unknown agreement",
      END_AGREEMENT,
      () => end({ agreement: "none" }),
      ["agreement"],
      /No consent of this user/,
    ],
    [
      "a refusal of an unknown category",
      RESTRICT_USE,
      () => restriction({ categories: ["usage", "usage.location"] }),
      ["categories[1]"],
      /no data category/,
    ],
    [
      "a refusal for an unknown purpose",
      RESTRICT_USE,
      () => restriction({ purposes: ["marketting"] }),
      ["purposes[0]"],
      /Did you mean "marketing"/,
    ],
    [
      "no communication about some data only",
      RESTRICT_USE,
      () => restriction({ kind: "NO_COMMUNICATION", purposes: ["marketing"] }),
      ["categories", "purposes"],
      /leave this out/,
    ],
    [
      "too many categories",
      RESTRICT_USE,
      () => restriction({ categories: Array.from({ length: 1_001 }, () => "usage") }),
      ["categories"],
      /at most 1000/,
    ],
    [
      "a restriction of long ago",
      RESTRICT_USE,
      () => restriction({ from: "1969-12-31T23:59:59Z" }),
      ["from"],
      /before 1970/,
    ],
    [
      "lifting what is not there",
      LIFT_RESTRICTION,
      () => lifting(),
      ["restriction"],
      /no restriction with this id/,
    ],
    [
      "lifting in the future",
      LIFT_RESTRICTION,
      () => lifting({ liftedAt: clock.at(6 * MINUTE_MS) }),
      ["liftedAt"],
      /five minutes ahead/,
    ],
  ])("%s", async (_what, mutation, input, fields, message) => {
    expect(await refusalOf(server, mutation, input())).toEqual({
      code: "BAD_USER_INPUT",
      fields,
      message: expect.stringMatching(message),
    });
  });
});
