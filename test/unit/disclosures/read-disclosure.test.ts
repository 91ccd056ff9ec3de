import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v4, v7 } from "uuid";
import {
  readDisclosure,
  type DisclosureInput,
} from "../../../src/modules/disclosures/core/read-disclosure.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

const map = exampleSnapshot();
const NOW = new Date("2026-06-01T08:00:00.000Z");

const input: DisclosureInput = {
  occurredAt: new Date("2026-03-01T10:00:00Z"),
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["reviews", "identification.email"],
  subjects: ["bob", "ann"],
};

function read(changes: Partial<DisclosureInput> = {}) {
  const result = readDisclosure({ ...input, ...changes }, map, NOW);
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.read;
}

function problemsOf(changes: Partial<DisclosureInput>) {
  const result = readDisclosure({ ...input, ...changes }, map, NOW);
  return "problems" in result ? result.problems : [];
}

describe("a disclosure that is understood", () => {
  it("is normalised, with the defaults said", () => {
    expect(
      read({ categories: ["reviews", "identification.email", "reviews"], note: " Zoe\u0308 ", source: " " }),
    ).toEqual({
      content: {
        occurredAt: input.occurredAt,
        direction: "OUTBOUND",
        nature: "ROUTINE",
        recipient: "example_courier",
        purpose: "provision_of_services",
        legalGround: "contract",
        categories: ["identification.email", "reviews"],
        agreement: null,
        safeguard: null,
        authorityRequest: null,
        authorization: null,
        destination: null,
        channel: null,
        outcome: null,
        recordCount: null,
        freeText: { note: "Zo\u00eb" },
      },
      references: ["bob", "ann"],
    });
  });

  it("reads the same from null as from nothing", () => {
    const nulls = { id: null, subjectList: null, direction: null, nature: null, channel: null, note: null };
    expect(read(nulls)).toEqual(read());
  });

  it("names each user once, whatever the spelling, order and repetition", () => {
    const reference = fc.constantFrom("ann", " ann", "bob\n", "bob", "zo\u00eb", "zoe\u0308", "Ann");
    fc.assert(
      fc.property(fc.array(reference, { minLength: 1, maxLength: 20 }), (subjects) => {
        const expected = new Set(subjects.map((each) => each.normalize("NFC").trim()));
        const { references } = read({ subjects });
        expect(new Set(references)).toEqual(expected);
        expect(references).toHaveLength(expected.size);
      }),
    );
  });

  it("has the same content whatever the order and repetition of categories", () => {
    const keys = [...map.keys("categories")];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 12 }), (categories) => {
        const { content } = read({ categories });
        expect(read({ categories: [...categories, ...categories].reverse() }).content).toEqual(content);
        expect(new Set(content.categories)).toEqual(new Set(categories));
      }),
    );
  });

  it("may name an agreement with its recipient, and a safeguard", () => {
    const { content } = read({
      recipient: "example_hosting",
      agreement: "example_hosting_agreement",
      safeguard: "example_hosting_clauses",
      destination: "DE",
    });
    expect(content).toMatchObject({
      agreement: "example_hosting_agreement",
      safeguard: "example_hosting_clauses",
    });
  });

  it.each([new Date(0), new Date(NOW.getTime() + 300_000)])("may have happened at %s", (occurredAt) => {
    expect(read({ occurredAt }).content.occurredAt).toBe(occurredAt);
  });
});

describe("a disclosure that is not understood", () => {
  it.each<[string, Partial<DisclosureInput>, string[]]>([
    ["an id of another version", { id: v4() }, ["id"]],
    [
      "a moment more than five minutes ahead",
      { occurredAt: new Date(NOW.getTime() + 300_001) },
      ["occurredAt"],
    ],
    ["a moment before 1970", { occurredAt: new Date(-1) }, ["occurredAt"]],
    ["a key that is the name of a property of every object", { recipient: "constructor" }, ["recipient"]],
    ["a key in upper case", { purpose: "MARKETING" }, ["purpose"]],
    ["a key with white space", { legalGround: " contract" }, ["legalGround"]],
    ["no category", { categories: [] }, ["categories"]],
    ["unknown categories", { categories: ["a_b_c", "reviews", "d_e_f"] }, ["categories[0]", "categories[2]"]],
    ["an agreement of another", { agreement: "example_hosting_agreement" }, ["agreement"]],
    ["a destination of a receipt", { direction: "INBOUND", destination: "KZ" }, ["destination"]],
    ["a negative number of records", { recordCount: -1 }, ["recordCount"]],
    ["no users", { subjects: null }, ["subjects"]],
    ["an empty list of users", { subjects: [] }, ["subjects"]],
    ["users twice over", { subjectList: v7() }, ["subjectList"]],
    ["an empty user beside good ones", { subjects: ["ann", "", "bob"] }, ["subjects[1]"]],
    ["too many users", { subjects: new Array<string>(10_001).fill("ann") }, ["subjects"]],
  ])("says so of %s", (_what, changes, fields) => {
    expect(problemsOf(changes).map(({ field }) => field)).toEqual(fields);
  });

  it("is told in sentences that never hold what was sent", () => {
    const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }).map((each) => `marked${each}`);
    const changes = fc.record<Partial<DisclosureInput>>({
      recipient: text,
      purpose: text,
      legalGround: text,
      categories: fc.array(text, { minLength: 1, maxLength: 3 }),
      subjects: fc.array(
        text.map((each) => `${each}\u0000!`),
        { minLength: 1, maxLength: 3 },
      ),
      agreement: text,
      safeguard: text,
      note: text.map((each) => each.repeat(500)),
    });
    fc.assert(
      fc.property(changes, (each) => {
        const problems = problemsOf(each);
        expect(problems.length).toBeGreaterThanOrEqual(7);
        for (const { message } of problems) {
          expect(message).not.toContain("marked");
          expect(message).toMatch(/^[A-Z].*[.?]$/);
        }
      }),
    );
  });
});
