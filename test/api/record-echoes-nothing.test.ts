import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

/** A person's reference may stand anywhere by mistake. Wherever it stands, no answer that refuses it repeats it. */

const server = withTestServer();

const FIELDS = [
  "id",
  "occurredAt",
  "recipient",
  "purpose",
  "legalGround",
  "categories",
  "subjects",
  "subjectList",
  "direction",
  "nature",
  "channel",
  "source",
  "agreement",
  "safeguard",
  "authorityRequest",
  "destination",
  "recordCount",
  "outcome",
  "note",
  "externalReference",
  "partnerReference",
];

const MARK = "iin870101300123";
const withoutMark: unknown = expect.not.stringContaining(MARK);

/** The mark as it may be sent: alone, among other text, in a list, as a key of an object, where a number should be. */
const MARKED: readonly unknown[] = [
  MARK,
  ` ${MARK}\n`,
  `"${MARK}"`,
  `' at "${MARK}"`,
  `${MARK}" does not exist in "X" enum. ${MARK}`,
  `: ${MARK}; ${MARK}`,
  `found ${MARK}\n${MARK}`,
  `${MARK}\u0000`,
  `${MARK}\ud800`,
  MARK.repeat(1_000),
  [MARK],
  [[MARK]],
  [MARK, null],
  { [MARK]: true },
  { id: MARK },
  [{ value: MARK }],
];

async function answerTo(query: string, variables?: Record<string, unknown>): Promise<string> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.admin.key}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
}

describe("an answer", () => {
  /** Answers all three ways of sending a disclosure with a value in one field; each must have been refused. */
  async function refusalsOf(field: string, value: unknown): Promise<string> {
    // Without a user nothing can be recorded.
    const input = { ...disclosureInput({ subjects: [] }), [field]: value };
    if (field === "subjects") input.recipient = "nobody";
    const answers = await Promise.all([
      answerTo(RECORD, { input }),
      answerTo(RECORD_BATCH, { inputs: [input] }),
      answerTo(AMEND, { input: { amends: disclosureInput().id, reason: "Wrong.", restated: input } }),
    ]);
    for (const answer of answers) expect(answer).toMatch(/"code":"(BAD_USER_INPUT|NOT_FOUND)"/);
    return answers.join("\n");
  }

  it.each(FIELDS)("never repeats a reference that stood in %s by mistake", async (field) => {
    const before = await countRows(server.database.owner);
    for (const value of MARKED) {
      const answer = await refusalsOf(field, value);
      expect({ value, answer }).toEqual({ value, answer: withoutMark });
    }
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("never repeats a reference whatever stands around it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FIELDS),
        fc.string({ maxLength: 20, unit: "grapheme" }),
        fc.string({ maxLength: 20, unit: "grapheme" }),
        async (field, before, after) => {
          expect(await refusalsOf(field, `${before}${MARK}${after}`)).toEqual(withoutMark);
        },
      ),
    );
    expect(await dumpRows(server.database.owner)).not.toContain(MARK);
  });

  it.each(FIELDS)("never repeats a reference that was written into the document as %s", async (field) => {
    const literals = [
      JSON.stringify(MARK),
      MARK,
      `[${MARK}]`,
      `[${JSON.stringify(MARK)}]`,
      `{ value: ${MARK} }`,
      `"""${MARK}"""`,
      `"${MARK}`,
      `""${MARK}""`,
      `17${MARK}`,
    ];
    for (const literal of literals) {
      const { [field]: _, ...others } = disclosureInput({ recipient: "nobody" });
      const fields = Object.entries(others).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
      const answer = await answerTo(
        `mutation { recordDisclosure(input: { ${fields.join(", ")}, ${field}: ${literal} }) { created } }`,
      );
      expect(answer).toMatch(/"code":"(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED)"/);
      expect({ literal, answer }).toEqual({ literal, answer: withoutMark });
    }
  });

  it.each(["id", "amends", "reason", "void", "restated"])(
    "never repeats a reference that stood in %s of an amendment",
    async (field) => {
      for (const value of [MARK, [MARK], { [field]: MARK }, MARK.repeat(1_000)]) {
        const input = { amends: disclosureInput().id, reason: "Wrong.", void: true, [field]: value };
        const answer = await answerTo(AMEND, { input });
        expect(answer).toMatch(/"code":"(BAD_USER_INPUT|NOT_FOUND)"/);
        expect(answer).not.toContain(MARK);
      }
    },
  );

  it("never repeats a body that cannot be read", async () => {
    for (const body of [`{"query": "${MARK}`, MARK, `["${MARK}"]`, JSON.stringify({ query: MARK })]) {
      const response = await fetch(server.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${server.admin.key}` },
        body,
      });
      const answer = await response.text();
      expect(response.status).toBe(400);
      expect({ body, answer }).toEqual({ body, answer: withoutMark });
    }
  });
});
