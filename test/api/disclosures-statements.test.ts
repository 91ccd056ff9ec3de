import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  SUSPEND,
  suspensionInput,
} from "../support/authority-operations.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { storeFact } from "../support/store-facts.js";
import { withTestServer, type Api } from "../support/test-server.js";

// What is asked for is more than anybody needs at once.
const server = withTestServer({ limits: { costMax: 1_000_000 } });

/** What a disclosure shows, by where it leads. Within one of them it is certain which loads meet in one statement. */
const PATHS: Readonly<Record<string, string>> = {
  "the data map":
    "recipient { key agreements { key } } purpose { key } legalGround { key } categories { key parent { key } } agreement { key } safeguard { key } policyVersion { number } destination",
  users: "subjects(first: 3) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }",
  "users from the end": "subjects(last: 2) { edges { cursor node { id } } }",
  texts: "source note externalReference partnerReference",
  "the demand it answered":
    "authorityRequest { status documentNumber official recordedBy recipient { key } reviews { reasons reviewedBy } suspensions { official recordedBy } accountingSuspendedUntil }",
  "who recorded it": "recordedBy recordedByKey",
  "what it restates": "amends { id recordedBy note subjects(first: 1) { nodes { id } } }",
  "what amended it":
    "amendedBy { kind reason recordedBy restated { id note subjects(first: 1) { nodes { id } } } }",
  "what was found":
    "findings { code message subjectCount fields disclosure { id } acknowledgement { note acknowledgedBy } }",
  "whom it concerns": "findings { subjects(first: 2) { totalCount nodes { id } } }",
  "how it was judged":
    "judgements { cause superseded findings { code message acknowledgement { note } subjects(first: 1) { nodes { id } } } }",
  "probable duplicates": "duplicatesSuspected { id recordedBy note subjects(first: 3) { nodes { id } } }",
};
const EVERYTHING = Object.values(PATHS)
  .map((fields, index) => fields.replace(/^(subjects|findings)/, (field) => `${field}${index}: ${field}`))
  .join(" ");

const LIST = (fields: string) => `query List($first: Int!) {
  disclosures(first: $first, filter: { includeSuperseded: true }) { nodes { id ${fields} } }
}`;
const OF_SUBJECT = (fields: string) => `query OfSubject($first: Int!) {
  dataSubject(reference: "ann") { disclosures(first: $first, includeSuperseded: true) { nodes { id ${fields} } } }
}`;

const BATCHES = 20;

/** A demand that was reviewed, and whose disclosures are under suspension. Answers its id. */
async function registerRequest(api: Api): Promise<string> {
  const input = authorityRequestInput({ recipient: "example_courier" });
  await api.request(REGISTER_REQUEST, { input });
  await api.request(REVIEW_REQUEST, { input: { id: input.id, lawful: true, reasons: "Complete." } });
  const suspension = suspensionInput(input.id, { official: "An official", until: "9999-12-31" });
  await api.request(SUSPEND, { input: suspension });
  return input.id;
}

/** Each batch: two that look like one transfer, one that is restated (and its restatement), one that is voided. */
async function recordBatch(api: Api, round: number): Promise<void> {
  const authorityRequest = await registerRequest(api);
  const externalReference = `transfer ${round}`;
  const inputs = [0, 1, 2, 3].map((each) =>
    disclosureInput({
      subjects: ["ann", "ben", "carl", `user ${round} ${each}`],
      note: `note ${round} ${each}`,
      source: "a system",
      agreement: "example_courier_agreement",
      ...(each < 2 && { externalReference, authorityRequest }),
      ...(each === 2 && { safeguard: "example_hosting_clauses" }),
    }),
  );
  await api.request(RECORD_BATCH, { inputs });
  // Advertising to users who have not consented, with data that the advertiser must not have.
  const { id: _, ...restated } = disclosureInput({
    subjects: ["ann", "ben"],
    note: `restated ${round}`,
    recipient: "example_advertiser",
    purpose: "marketing",
    legalGround: "consent",
  });
  await api.request(AMEND, { input: { amends: inputs[2]!.id, reason: "Other users.", restated } });
  await api.request(AMEND, { input: { amends: inputs[3]!.id, reason: "Never happened.", void: true } });
}

beforeAll(async () => {
  const callers = [server.admin, await server.as("ANALYST"), await server.as("ADMIN")];
  await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann"] }) });
  const from = new Date("2026-02-01T10:00:00Z");
  const blocked = { kind: "RESTRICTION", restriction: "BLOCK", categories: [], purposes: [], from } as const;
  await storeFact(server.database.api, blocked, ["ann"]);
  for (let round = 0; round < BATCHES; round += 1) await recordBatch(callers[round % 3]!, round);
});

/** Each batch leaves four disclosures and a restatement; the newest five hold something for every path. */
const FEW = 5;
const MANY = FEW * BATCHES;

interface Answer {
  /** How often a disclosure was answered. */
  readonly nodes: number;
  readonly count: number;
  readonly answer: string;
}

async function ask(document: string, first: number): Promise<Answer> {
  let answer = "";
  const { statements } = await server.statementsOf(async () => {
    answer = JSON.stringify(await server.admin.request(document, { first }));
  });
  // The caller's key is looked up every few seconds, whatever is asked.
  const { length: count } = statements.filter((statement) => !statement.includes("secret_hash"));
  return { nodes: answer.split('{"id":').length - 1, count, answer };
}

describe.each([
  ["disclosures", LIST],
  ["dataSubject.disclosures", OF_SUBJECT],
])("%s", (_name, documentOf) => {
  it.each(Object.entries(PATHS))(
    "sends no more statements for a hundred than for five: %s",
    async (_path, fields) => {
      const few = await ask(documentOf(fields), FEW);
      const many = await ask(documentOf(fields), MANY);
      expect(many.nodes).toBeGreaterThanOrEqual(MANY);
      expect(many.count).toBeLessThanOrEqual(few.count);
    },
  );

  it("sends a handful of statements for everything at once, for one as for a hundred", async () => {
    let most = 0;
    for (const fields of Object.values(PATHS)) most += (await ask(documentOf(fields), FEW)).count;
    for (const first of [1, FEW, MANY]) {
      expect((await ask(documentOf(EVERYTHING), first)).count).toBeLessThanOrEqual(most);
    }
    expect(most).toBeLessThan(MANY);
  });
});

describe("What the newest five hold", () => {
  it.each([
    '"amends":{',
    '"reason":"',
    '"reasons":"Complete."',
    '"suspensions":[{"official":"An official"',
    '"restated":{',
    '"duplicatesSuspected":[{',
    '"code":"CATEGORY_NOT_PERMITTED"',
    '"superseded":"AMENDED"',
    '"totalCount":1',
    '"note":"',
  ])("includes %s", async (text) => expect((await ask(LIST(EVERYTHING), FEW)).answer).toContain(text));
});

describe("A batch of recordings", () => {
  it("sends as many statements for a hundred disclosures as for two", async () => {
    const inputs = (count: number, label: string) =>
      Array.from({ length: count }, (_, index) =>
        disclosureInput({ note: "a note", subjects: [`${label} ${index}`, `${label} ${index + 1}`] }),
      );
    const two = await server.statementsOf(() =>
      server.admin.request(RECORD_BATCH, { inputs: inputs(2, "two") }),
    );
    const hundred = await server.statementsOf(() =>
      server.admin.request(RECORD_BATCH, { inputs: inputs(100, "hundred") }),
    );
    const ofRecording = (statements: readonly string[]) =>
      statements.filter((statement) => !/secret_hash|subject_number_block/.test(statement));
    expect(ofRecording(hundred.statements)).toEqual(ofRecording(two.statements));
    expect(ofRecording(two.statements).length).toBeGreaterThan(3);
  });
});
