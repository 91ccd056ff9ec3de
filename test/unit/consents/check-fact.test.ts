import { describe, expect, it } from "@jest/globals";
import {
  dependsOnKnown,
  problemOfFact,
  problemsInSegment,
} from "../../../src/modules/consents/core/check-fact.js";
import type { FactContent, SubjectFact } from "../../../src/modules/consents/index.js";

const RECORDED_AT = new Date("2026-05-01T00:00:00Z");
let count = 0;
const known = (content: FactContent, id = `fact-${(count += 1)}`): SubjectFact => ({
  id,
  recordedAt: RECORDED_AT,
  ...content,
});

const day = (moment: Date) => moment.toISOString().slice(0, 10);
const consent = (givenOn: string, agreement: string | null): FactContent => ({
  kind: "CONSENT",
  legalGround: "consent",
  policyVersion: 1,
  givenAt: new Date(givenOn),
  agreement,
});
const end = (endedOn: string, agreement: string | null): FactContent => ({
  kind: "AGREEMENT_END",
  agreement,
  endedOn,
});
const restriction: FactContent = {
  kind: "RESTRICTION",
  restriction: "BLOCK",
  categories: [],
  purposes: [],
  from: new Date("2026-02-01"),
};
const lifting = (lifts: string, liftedOn: string): FactContent => ({
  kind: "LIFTING",
  lifts,
  liftedAt: new Date(liftedOn),
});

const fieldOf = (content: FactContent, ...facts: SubjectFact[]) =>
  problemOfFact(content, facts, day)?.field ?? null;

describe("A new fact, held against what is known of its user", () => {
  it.each<[string, FactContent, SubjectFact[], string | null]>([
    ["a consent under a fresh agreement", consent("2026-03-01", "A"), [], null],
    [
      "one that names no agreement, after all have ended",
      consent("2026-03-01", null),
      [known(end("2026-02-01", null))],
      null,
    ],
    [
      "one under an agreement that ended the same day",
      consent("2026-03-01", "A"),
      [known(end("2026-03-01", "A"))],
      null,
    ],
    [
      "one under an agreement that ended the day before",
      consent("2026-03-02", "A"),
      [known(end("2026-03-01", "A"))],
      "agreement",
    ],
    [
      "one under an agreement made after all had ended",
      consent("2026-03-02", "A"),
      [known(end("2026-03-01", null))],
      null,
    ],
    [
      "one under an agreement that ended with all others",
      consent("2026-03-02", "A"),
      [known(consent("2026-02-01", "A")), known(end("2026-03-01", null))],
      "agreement",
    ],
    ["the end of an agreement", end("2026-03-01", "A"), [known(consent("2026-02-01", "A"))], null],
    ["an end on the first day", end("2026-02-01", "A"), [known(consent("2026-02-01", "A"))], null],
    ["an end before the first day", end("2026-01-31", "A"), [known(consent("2026-02-01", "A"))], "endedOn"],
    [
      "the end of another agreement",
      end("2026-03-01", "B"),
      [known(consent("2026-02-01", "A"))],
      "agreement",
    ],
    [
      "a second end",
      end("2026-04-01", "A"),
      [known(consent("2026-02-01", "A")), known(end("2026-03-01", "A"))],
      "agreement",
    ],
    [
      "an end after all have ended",
      end("2026-04-01", "A"),
      [known(consent("2026-02-01", "A")), known(end("2026-03-01", null))],
      "agreement",
    ],
    [
      "an end before a later consent that hangs on it",
      end("2026-03-01", "A"),
      [known(consent("2026-02-01", "A")), known(consent("2026-03-02", "A"))],
      "endedOn",
    ],
    [
      "an end on the day of the last consent that hangs on it",
      end("2026-03-01", "A"),
      [known(consent("2026-02-01", "A")), known(consent("2026-03-01", "A"))],
      null,
    ],
    [
      "an end before a consent that hangs on another, or on none",
      end("2026-03-01", "A"),
      [
        known(consent("2026-02-01", "A")),
        known(consent("2026-03-02", "B")),
        known(consent("2026-03-02", null)),
      ],
      null,
    ],
    [
      "the end of all, of which one was consented to since",
      end("2026-03-01", null),
      [known(consent("2026-02-01", "A")), known(consent("2026-03-02", "A"))],
      "endedOn",
    ],
    [
      "the end of all before another began",
      end("2026-03-01", null),
      [known(consent("2026-02-01", "A")), known(consent("2026-03-02", "B"))],
      null,
    ],
    ["the end of all agreements of a user without a consent", end("2026-03-01", null), [], null],
    ["a second end of all", end("2026-04-01", null), [known(end("2026-03-01", null))], "endedOn"],
    [
      "a second end of all, after a new agreement",
      end("2026-04-01", null),
      [known(end("2026-03-01", null)), known(consent("2026-03-15", "B"))],
      null,
    ],
    [
      "the end of all before the first",
      end("2026-01-01", null),
      [known(consent("2026-02-01", "A"))],
      "endedOn",
    ],
    ["a lifting", lifting("r", "2026-02-01"), [known(restriction, "r")], null],
    ["a lifting of nothing", lifting("r", "2026-03-01"), [known(restriction, "other")], "restriction"],
    [
      "a lifting of what is no restriction",
      lifting("c", "2026-03-01"),
      [known(consent("2026-02-01", null), "c")],
      "restriction",
    ],
    ["a lifting before the beginning", lifting("r", "2026-01-31"), [known(restriction, "r")], "liftedAt"],
    [
      "a second lifting",
      lifting("r", "2026-03-01"),
      [known(restriction, "r"), known(lifting("r", "2026-02-15"))],
      "restriction",
    ],
    [
      "a withdrawal of no consent",
      { kind: "WITHDRAWAL", legalGround: "consent", receivedAt: new Date() },
      [],
      null,
    ],
    ["a second restriction", restriction, [known(restriction)], null],
  ])("%s", (_what, content, facts, field) => {
    expect(fieldOf(content, ...facts)).toBe(field);
    // What need not be looked at is never wrong.
    if (field !== null) expect(dependsOnKnown(content)).toBe(true);
  });
});

describe("A new fact about a segment's users", () => {
  it("is wrong about as many as it is wrong about one by one", () => {
    const members = { segment: 3, offsets: Uint16Array.of(1, 2, 9), bitmap: null };
    const found = problemsInSegment(
      lifting("r", "2026-03-01"),
      {
        segment: 3,
        members,
        facts: [
          {
            fact: known(restriction, "r"),
            members: { segment: 3, offsets: Uint16Array.of(1, 9), bitmap: null },
          },
          {
            fact: known(lifting("r", "2026-02-15")),
            members: { segment: 3, offsets: Uint16Array.of(9), bitmap: null },
          },
        ],
      },
      day,
    );
    expect(found).toMatchObject({ wrong: 2, problem: { field: "restriction" } });
  });
});
