import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { EVALUATE, marketing, type Evaluated } from "../support/authorization-operations.js";
import { authorityRequestInput, REGISTER_REQUEST } from "../support/authority-operations.js";
import { disclosureInput, idOf } from "../support/disclosure-input.js";
import { RECORD_CONSENT, RESTRICT_USE } from "../support/fact-operations.js";
import { MovableClock } from "../support/movable-clock.js";
import { postList, sendList } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00.000Z");
const server = withTestServer({ clock });
let integration: Api;

beforeAll(async () => {
  integration = await server.as("INTEGRATION");
  for (const subject of ["ann", "bob", "cid"]) {
    await server.admin.request(RECORD_CONSENT, {
      input: { subject, legalGround: "consent", policyVersion: 1, givenAt: "2026-02-01T10:00:00.000Z" },
    });
  }
  await server.admin.request(RESTRICT_USE, {
    input: { subject: "cid", kind: "BLOCK", from: "2026-03-01T00:00:00.000Z" },
  });
});

async function evaluate(
  input: Record<string, unknown>,
  { api = integration, withSet = false } = {},
): Promise<Evaluated["evaluateDisclosure"]> {
  return (await api.request<Evaluated>(EVALUATE, { input, withSet })).evaluateDisclosure;
}

/** Sends a list, and answers its id. */
async function listOf(...users: string[]): Promise<string> {
  const { id } = await sendList({ url: server.url, key: integration.key }, `${users.join("\n")}\n`);
  return id!;
}

/** That somebody asked about users is recorded, and has a leaf. */
async function rowsApartFromLookUps(): Promise<Record<string, number>> {
  const {
    subject_look_up: lookUps,
    ledger_pending: leaves,
    ...others
  } = await countRows(server.database.owner);
  return { ...others, leavesOfOthers: leaves! - lookUps! };
}

describe("A transfer that breaks no rule", () => {
  it("is permitted for all, without an id, and nothing is stored of it", async () => {
    const { id: _, ...input } = disclosureInput({ subjects: ["never seen", "ann"] });
    const before = await rowsApartFromLookUps();
    expect(await evaluate(input)).toEqual({
      permitted: true,
      permittedCount: 2,
      excludedCount: 0,
      excludedPositions: [],
      findings: [],
    });
    expect(await evaluate(input, { withSet: true })).toMatchObject({ excludedSet: null });
    expect(await rowsApartFromLookUps()).toEqual(before);
  });

  it("is permitted where the data map has a gap, and the gap is told", async () => {
    expect(await evaluate(disclosureInput({ destination: "FR" }))).toMatchObject({
      permitted: true,
      permittedCount: 2,
      findings: [{ code: "SAFEGUARD_MISSING", kind: "GAP", subjectCount: 2, positions: [0, 1] }],
    });
  });
});

describe("Users about whom a rule would be broken", () => {
  it("are told by where they stand in subjects, as often as they were sent", async () => {
    const subjects = ["ann", "never seen", "cid", " never seen ", "bob", "cid"];
    const before = await rowsApartFromLookUps();
    const evaluation = await evaluate(marketing({ subjects }));
    expect(evaluation).toMatchObject({
      permitted: false,
      permittedCount: 2,
      excludedCount: 2,
      excludedPositions: [1, 2, 3, 5],
      findings: [
        { code: "CONSENT_MISSING", kind: "BREACH", fields: ["subjects"], subjectCount: 1, positions: [1, 3] },
        { code: "SUBJECT_BLOCKED", kind: "BREACH", fields: ["subjects"], subjectCount: 1, positions: [2, 5] },
      ],
    });
    for (const { message } of evaluation.findings) expect(message).toMatch(/^[A-Z].+\.$/);
    expect(await rowsApartFromLookUps()).toEqual(before);
  });

  it("are those as of the moment asked about", async () => {
    const occurredAt = "2026-02-28T10:00:00.000Z";
    expect(await evaluate(marketing({ subjects: ["cid"], occurredAt }))).toMatchObject({ permitted: true });
    expect(
      await evaluate(marketing({ subjects: ["ann"], occurredAt: "2026-01-31T10:00:00.000Z" })),
    ).toMatchObject({ permitted: false, findings: [{ code: "CONSENT_MISSING" }] });
  });

  it("are all of them where the transfer itself breaks one", async () => {
    const input = marketing({ subjects: ["ann", "cid"], categories: ["identification.home_address"] });
    expect(await evaluate(input, { withSet: true })).toMatchObject({
      permitted: false,
      permittedCount: 0,
      excludedCount: 2,
      excludedPositions: [0, 1],
      excludedSet: null,
      findings: [
        { code: "CATEGORY_NOT_PERMITTED", fields: ["categories"], subjectCount: 2, positions: [0, 1] },
        { code: "SUBJECT_BLOCKED", subjectCount: 1, positions: [1] },
      ],
    });
  });

  it("are the same of whom the record of the transfer tells, in the same words", async () => {
    const input = marketing({ subjects: ["ann", "dora", "cid"], categories: ["identification.login"] });
    const { findings } = await evaluate(input);
    const recorded = await server.admin.request<{
      recordDisclosure: { disclosure: { findings: readonly object[] } };
    }>(
      /* GraphQL */ `
        mutation Record($input: RecordDisclosureInput!) {
          recordDisclosure(input: $input) {
            disclosure {
              findings {
                code
                kind
                message
                fields
                subjectCount
              }
            }
          }
        }
      `,
      { input },
    );
    expect(findings).toHaveLength(3);
    expect(recorded.recordDisclosure.disclosure.findings).toEqual(
      findings.map(({ positions: _, ...finding }) => finding),
    );
  });
});

describe("A transfer that answers a demand", () => {
  it("is judged by the demand, however the users are named", async () => {
    const request = authorityRequestInput({ id: idOf(clock.at(0)) });
    await server.admin.request(REGISTER_REQUEST, { input: request });
    for (const users of [{ subjects: ["ann"] }, { subjects: null, subjectList: await listOf("ann") }]) {
      const input = disclosureInput({
        recipient: "example_court",
        purpose: "legal_obligations",
        legalGround: "legal_obligation",
        categories: ["identification.last_name"],
        ...users,
      });
      expect(await evaluate(input)).toMatchObject({
        permittedCount: 0,
        findings: [{ code: "AUTHORITY_REQUEST_MISSING", fields: ["authorityRequest"] }],
      });
      expect(await evaluate({ ...input, authorityRequest: request.id })).toMatchObject({
        permitted: true,
        findings: [],
      });
    }
  });
});

describe("Users of a list", () => {
  it("are told as a set for references to be matched against, made where it is asked for", async () => {
    const input = marketing({ subjectList: await listOf("ann", "cid", "a stranger", "bob") });
    const before = await rowsApartFromLookUps();
    expect(await evaluate(input)).toMatchObject({
      permitted: false,
      permittedCount: 2,
      excludedCount: 2,
      excludedPositions: null,
      findings: [
        { code: "CONSENT_MISSING", subjectCount: 1, positions: null },
        { code: "SUBJECT_BLOCKED", subjectCount: 1, positions: null },
      ],
    });
    expect(await rowsApartFromLookUps()).toEqual(before);
    const { excludedSet } = await evaluate(input, { withSet: true });
    const found = await postList(
      { url: server.url, key: integration.key },
      "ann\na stranger\nsomebody\ncid\n",
      { path: `/subject-lists/match/${excludedSet!}` },
    );
    expect(await found.text()).toBe("a stranger\ncid\n");
  });

  it("are one set, however often an answer is asked for it", async () => {
    const input = marketing({ subjectList: await listOf("ann", "nobody at all") });
    const query =
      "query ($input: RecordDisclosureInput!) { evaluateDisclosure(input: $input) { a: excludedSet b: excludedSet } }";
    const { evaluateDisclosure } = await integration.request<{ evaluateDisclosure: Record<string, string> }>(
      query,
      { input },
    );
    expect(evaluateDisclosure.a).toBeTruthy();
    expect(evaluateDisclosure.b).toBe(evaluateDisclosure.a);
  });

  it("are no set where all or none of them are to be left out", async () => {
    const permitted = marketing({ subjectList: await listOf("ann", "bob") });
    const refused = marketing({ subjectList: await listOf("someone", "anyone") });
    const before = await rowsApartFromLookUps();
    expect(await evaluate(permitted, { withSet: true })).toMatchObject({
      permitted: true,
      excludedSet: null,
    });
    expect(await evaluate(refused, { withSet: true })).toMatchObject({
      permittedCount: 0,
      excludedSet: null,
    });
    expect(await rowsApartFromLookUps()).toEqual(before);
  });
});

describe("A transfer that cannot be understood", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown recipient", { recipient: "example_currier" }, "recipient"],
    ["nobody", { subjects: [] }, "subjects"],
    ["a moment to come", { occurredAt: "2026-03-02T10:00:00.000Z" }, "occurredAt"],
    ["an unknown list", { subjects: null, subjectList: v7() }, "subjectList"],
    ["an authorization", { authorization: v7() }, "authorization"],
  ])("is refused as it is when it is recorded: %s", async (_what, changes, field) => {
    const input = disclosureInput(changes);
    const [error] = await integration.errorsOf(EVALUATE, { input });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [field] });
  });

  it("is not shown another key's list", async () => {
    const subjectList = await listOf("ann");
    const input = marketing({ subjectList });
    const [error] = await (await server.as("ANALYST")).errorsOf(EVALUATE, { input });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
  });

  it("is asked about by those only who may record it", async () => {
    const input = disclosureInput();
    for (const role of ["REPORTER", "AUDITOR"] as const) {
      const [error] = await (await server.as(role)).errorsOf(EVALUATE, { input });
      expect(error!.extensions.code).toBe("FORBIDDEN");
    }
  });
});
