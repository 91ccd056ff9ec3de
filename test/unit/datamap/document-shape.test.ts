import { describe, expect, it } from "@jest/globals";
import { changed, expectProblem, refusalOf } from "./expect-problem.js";
import type { Case } from "./expect-problem.js";

describe("a shape that is wrong is refused where it stands, in words", () => {
  it.each<Case>([
    [
      "communicatesWithUser: true",
      "comunicatesWithUser: true, communicatesWithUser: true",
      "comunicatesWithUser",
      "purposes[0].comunicatesWithUser",
      'There is no field "comunicatesWithUser" here. Did you mean "communicatesWithUser"?',
    ],
    [
      "extendedBy: P5Y",
      "extendedBy: P5Y, forever: true",
      "forever",
      "legalGrounds[0].validity.forever",
      'There is no field "forever" here.',
    ],
    [
      ", communicatesWithUser: true",
      "",
      "{ key: marketing",
      "purposes[0].communicatesWithUser",
      "The field is missing.",
    ],
    [
      "communicatesWithUser: true",
      "communicatesWithUser:",
      "}\nlegalGrounds",
      "purposes[0].communicatesWithUser",
      "The field is empty. Give it a value or leave it out.",
    ],
    [
      "communicatesWithUser: true",
      "communicatesWithUser: yes",
      "yes",
      "purposes[0].communicatesWithUser",
      "This must be true or false.",
    ],
    [
      "kind: TECHNICAL",
      "kind: TECNICAL",
      "TECNICAL",
      "securityMeasures[0].kind",
      '"TECNICAL" is not one of TECHNICAL, ORGANISATIONAL, LEGAL. Did you mean "TECHNICAL"?',
    ],
    ["name: Learning Ltd", "name: [Learning, Ltd]", "[Learning", "controller.name", "This must be a text."],
    [
      "key: usage",
      "key: Usage-Data",
      "Usage-Data",
      "categories[3].key",
      "A key is lower-case words joined by underscores, its levels joined by dots: identification.home_address.",
    ],
    [
      "withdrawalNotice: P30D",
      "withdrawalNotice: 30 days",
      "30 days",
      "legalGrounds[0].withdrawalNotice",
      "A period is written as an ISO 8601 duration: P30D, P5Y.",
    ],
    [
      "effectiveFrom: 2026-06-01",
      "effectiveFrom: 2026-02-30",
      "2026-02-30",
      "policyVersions[1].effectiveFrom",
      "A day is written year-month-day: 2026-01-27.",
    ],
    [
      "effectiveFrom: 2026-06-01",
      "effectiveFrom: 0000-06-01",
      "0000-06-01",
      "policyVersions[1].effectiveFrom",
      "A day is written year-month-day: 2026-01-27.",
    ],
    [
      "country: DE, operated",
      "country: Germany, operated",
      "Germany, operated",
      "dataStores[0].country",
      "A country is its ISO 3166-1 alpha-2 code in capitals: KZ.",
    ],
    [
      "[6, 25a]",
      "[6, 25.5]",
      "25.5",
      "categories[0].clauses[1]",
      "A clause is a number, perhaps with a letter: 17, 25a.",
    ],
    [
      "email: help@learning.example",
      'url: "javascript:alert(1)"',
      '"javascript',
      "intakeRules[0].address.url",
      "A web address starts with https:// or http://.",
    ],
    [
      "email: help@learning.example",
      "email: help@learning.example, phone: +7 700 000 00 00",
      "{ purpose: Complaints",
      "intakeRules[0].address",
      "A contact has exactly one of email, phone and url; make another contact for another way.",
    ],
    ["formatVersion: 1", "formatVersion: 2", "2\n", "formatVersion", "2 is not one of 1."],
  ])("%s → %s", (piece, by, faulty, path, message) => {
    expectProblem(changed(piece, by), faulty, path, message);
  });

  it("names the entry by its key, except where that is too long to be one", () => {
    const piece = "key: forbidden,";
    const unknown = (key: string) => refusalOf(changed(piece, `key: ${key}, nmae: x,`)).message;
    expect(unknown("forbidden")).toContain("impediments[0].nmae (forbidden): There is no field");
    expect(unknown("f".repeat(101))).toContain("impediments[0].nmae: There is no field");
  });

  it("takes no policy version whose number the database could not hold", () => {
    const refusal = refusalOf(changed("number: 2,", "number: 2147483648,"));
    expect(refusal.message).toContain(
      "policyVersions[1].number: The number of a version is at most 2147483647.",
    );
  });

  it("lists the problems of one document together, in the order of its lines", () => {
    const text = changed("kind: TECHNICAL", "kind: NONE").replace("country: KZ", "country: Kazakhstan");
    const [, first, second] = refusalOf(text).message.split("\n");
    expect(first).toContain("controller.country");
    expect(second).toContain("securityMeasures[0].kind");
  });

  it("shows the first fifty problems and counts the others", () => {
    const purposes = Array.from({ length: 60 }, () => "  - {}").join("\n");
    const lines = refusalOf(`formatVersion: 1\npurposes:\n${purposes}\n`).message.split("\n");
    expect(lines[0]).toContain("has 241 problems:");
    expect(lines).toHaveLength(52);
    expect(lines.at(-1)).toBe("  and 191 more.");
  });
});
