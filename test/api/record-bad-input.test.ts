import { describe, expect, it } from "@jest/globals";
import { v4, v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { RECORD_BATCH, type RecordedBatch } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** In the middle of everything that is sent wrong: none of it may come back. */
const MARK = "hidden";

interface Mistake {
  readonly what: string;
  readonly changes: Record<string, unknown>;
  readonly fields: readonly string[];
  /** What the message says to do. */
  readonly remedy: RegExp;
}

const keys: readonly Mistake[] = [
  {
    what: "an unknown recipient",
    changes: { recipient: "exampel_courier" },
    fields: ["recipient"],
    remedy: /no recipient with this key\. Did you mean "example_courier"\?/,
  },
  {
    what: "a recipient nowhere near any",
    changes: { recipient: `${MARK} ${MARK} ${MARK}` },
    fields: ["recipient"],
    remedy: /no recipient with this key\.$/,
  },
  {
    what: "an unknown purpose",
    changes: { purpose: "marketng" },
    fields: ["purpose"],
    remedy: /no purpose with this key\. Did you mean "marketing"\?/,
  },
  {
    what: "an unknown legal ground",
    changes: { legalGround: "contracts" },
    fields: ["legalGround"],
    remedy: /no legal ground with this key\. Did you mean "contract"\?/,
  },
  {
    what: "an unknown category among known ones",
    changes: { categories: ["reviews", "email", "usage"] },
    fields: ["categories[1]"],
    remedy: /no data category with this key\. Did you mean "identification\.email"\?/,
  },
  {
    what: "no category",
    changes: { categories: [] },
    fields: ["categories"],
    remedy: /Name at least one data category/,
  },
  {
    what: "more categories than any data map has",
    changes: { categories: Array.from({ length: 1_001 }, () => "reviews") },
    fields: ["categories"],
    remedy: /Name at most 1000 data categories/,
  },
  {
    what: "an unknown agreement",
    changes: { agreement: "example_courier_agreemant" },
    fields: ["agreement"],
    remedy: /no agreement with this key\. Did you mean "example_courier_agreement"\?/,
  },
  {
    what: "the agreement of another recipient",
    changes: { agreement: "example_hosting_agreement" },
    fields: ["agreement"],
    remedy: /This agreement is with another recipient/,
  },
  {
    what: "an unknown safeguard",
    changes: { safeguard: "example_hosting_clause" },
    fields: ["safeguard"],
    remedy: /no safeguard with this key\. Did you mean "example_hosting_clauses"\?/,
  },
];

const subjects: readonly Mistake[] = [
  {
    what: "no user",
    changes: { subjects: [] },
    fields: ["subjects"],
    remedy: /Name at least one user/,
  },
  {
    what: "10,001 users",
    changes: { subjects: Array.from({ length: 10_001 }, (_, index) => `${MARK}-${index}`) },
    fields: ["subjects"],
    remedy: /at most 10000 users: send more as a list to POST \/subject-lists/,
  },
  {
    what: "an empty reference",
    changes: { subjects: ["ann", "", " \t\n"] },
    fields: ["subjects[1]", "subjects[2]"],
    remedy: /must not be empty/,
  },
  {
    what: "a reference of 10,000 characters",
    changes: { subjects: [MARK.repeat(2_000).slice(0, 10_000)] },
    fields: ["subjects[0]"],
    remedy: /at most 256 characters/,
  },
  {
    what: "a reference of 257 characters",
    changes: { subjects: ["ann", "x".repeat(257)] },
    fields: ["subjects[1]"],
    remedy: /at most 256 characters/,
  },
  {
    what: "control characters in references",
    changes: { subjects: [`${MARK}\u0000`, `${MARK}\n${MARK}`, `${MARK}\u001b${MARK}`, `${MARK}\u007f`] },
    fields: ["subjects[0]", "subjects[1]", "subjects[2]", "subjects[3]"],
    remedy: /must not contain control characters/,
  },
  {
    what: "a reference that is no valid Unicode",
    changes: { subjects: [`${MARK}\ud800`] },
    fields: ["subjects[0]"],
    remedy: /must be valid Unicode text/,
  },
  {
    what: "neither subjects nor subjectList",
    changes: { subjects: undefined },
    fields: ["subjects"],
    remedy: /give `subjects` or `subjectList`/,
  },
  {
    what: "both subjects and subjectList",
    changes: { subjectList: v7() },
    fields: ["subjectList"],
    remedy: /either `subjects` or `subjectList`, not both/,
  },
  {
    what: "an unknown subjectList",
    changes: { subjects: null, subjectList: `${MARK}-list` },
    fields: ["subjectList"],
    remedy: /no subject list with this id: .* Send the list to POST \/subject-lists/,
  },
];

const rest: readonly Mistake[] = [
  {
    what: "an id that is a UUID of another version",
    changes: { id: v4() },
    fields: ["id"],
    remedy: /Send a UUIDv7 \(RFC 9562\)/,
  },
  {
    what: "a destination on a receipt",
    changes: { direction: "INBOUND", destination: "KZ" },
    fields: ["destination"],
    remedy: /leave the destination out/,
  },
  {
    what: "no records",
    changes: { recordCount: 0 },
    fields: ["recordCount"],
    remedy: /a number of records from 1, or leave it out/,
  },
  ...Object.entries({ source: 200, note: 2_000, externalReference: 200, partnerReference: 200 }).flatMap(
    ([field, max]): Mistake[] => [
      {
        what: `an over-long ${field}`,
        changes: { [field]: MARK.repeat(max).slice(0, max + 1) },
        fields: [field],
        remedy: new RegExp(`Use at most ${max} characters`),
      },
      {
        what: `a ${field} with a character that text cannot hold`,
        changes: { [field]: `${MARK}\u0000` },
        fields: [field],
        remedy: /Leave out the character U\+0000/,
      },
      {
        what: `a ${field} that is no valid Unicode`,
        changes: { [field]: `${MARK}\udc00` },
        fields: [field],
        remedy: /Send valid Unicode text/,
      },
    ],
  ),
];

const mistakes = [...keys, ...subjects, ...rest];

describe("a disclosure that cannot be understood", () => {
  it.each(mistakes)("is refused for $what, and nothing is stored", async ({ changes, fields, remedy }) => {
    const before = await countRows(server.database.owner);
    const errors = await server.admin.errorsOf(RECORD, { input: disclosureInput(changes) });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(errors[0]?.message).toMatch(remedy);
    expect(errors[0]?.message.startsWith(`${fields[0]}: `)).toBe(true);
    expect(JSON.stringify(errors)).not.toContain(MARK);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("is told everything that is wrong at once", async () => {
    const [error] = await server.admin.errorsOf(RECORD, {
      input: disclosureInput({
        id: v4(),
        occurredAt: "1969-07-20T20:17:40Z",
        recipient: "nobody",
        purpose: "no_purpose",
        legalGround: "no_ground",
        categories: ["no_category"],
        subjects: [""],
        recordCount: -1,
        note: "n".repeat(2_001),
      }),
    });
    expect(error?.extensions.fields).toEqual([
      "id",
      "occurredAt",
      "recipient",
      "purpose",
      "legalGround",
      "categories[0]",
      "subjects[0]",
      "recordCount",
      "note",
    ]);
  });

  it("is told of the first ten bad references, because more would bury the remedy", async () => {
    const [error] = await server.admin.errorsOf(RECORD, {
      input: disclosureInput({ subjects: Array.from({ length: 500 }, () => "") }),
    });
    expect(error?.extensions.fields).toEqual(Array.from({ length: 10 }, (_, index) => `subjects[${index}]`));
  });

  it("gets in a batch the code, the message and the fields it would get alone", async () => {
    const before = await countRows(server.database.owner);
    const small = mistakes.filter(({ what }) => what !== "10,001 users");
    const { recordDisclosures } = await server.admin.request<RecordedBatch>(RECORD_BATCH, {
      inputs: small.map(({ changes }) => disclosureInput(changes)),
    });
    recordDisclosures.results.forEach((result, index) => {
      const { fields, remedy } = small[index]!;
      expect(result).toMatchObject({ disclosure: null, created: false });
      expect(result.error).toMatchObject({ code: "BAD_USER_INPUT", fields });
      expect(result.error?.message).toMatch(remedy);
    });
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});
