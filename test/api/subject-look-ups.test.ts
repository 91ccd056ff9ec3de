import { beforeAll, describe, expect, it } from "@jest/globals";
import { run, sql } from "../../src/platform/db/sql.js";
import { AUTHORIZE, marketing, type Authorized } from "../support/authorization-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { handleOf as lookedUp } from "../support/look-up-operations.js";
import { OPEN_REQUEST, rightsRequestInput } from "../support/rights-operations.js";
import { postList } from "../support/send-list.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();
let analyst: Api;
let recorded: string;
let auditor: Api;

const EVALUATE = "query ($input: RecordDisclosureInput!) { evaluateDisclosure(input: $input) { permitted } }";

interface Listed {
  readonly kind: string;
  readonly recordedBy: string;
  readonly recordedAt: string;
  readonly about: string | null;
  readonly subject: { readonly id: string } | null;
}

const LIST = /* GraphQL */ `
  query ($filter: SubjectLookUpFilter, $first: Int, $after: String) {
    subjectLookUps(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        kind
        recordedBy
        recordedAt
        about
        subject {
          id
        }
      }
    }
  }
`;

async function lookUps(filter: object = {}, page: object = {}): Promise<Listed[]> {
  const { subjectLookUps } = await auditor.request<{ subjectLookUps: { nodes: Listed[] } }>(LIST, {
    filter,
    ...page,
  });
  return subjectLookUps.nodes;
}

const count = async () =>
  (await auditor.request<{ subjectLookUps: { totalCount: number } }>(LIST)).subjectLookUps.totalCount;

/** What was recorded meanwhile, the latest first. */
async function recordedBy<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; found: Listed[] }> {
  const before = await count();
  const answer = await work();
  const first = (await count()) - before;
  return { answer, found: first === 0 ? [] : await lookUps({}, { first }) };
}

const handleOf = (reference: string): Promise<string> => lookedUp(analyst, reference);

beforeAll(async () => {
  analyst = await server.as("ANALYST");
  auditor = await server.as("AUDITOR");
  const input = disclosureInput({ subjects: ["ann", "ben"] });
  await server.admin.request(RECORD, { input });
  recorded = input.id;
});

describe("Who looks a user up", () => {
  it("is recorded with the way and the user, by handle", async () => {
    const { answer, found } = await recordedBy(() => handleOf("ann"));
    expect(found).toEqual([
      {
        kind: "REFERENCE",
        recordedBy: "A test's ANALYST",
        recordedAt: expect.stringMatching(/^\d{4}-/),
        about: null,
        subject: { id: answer },
      },
    ]);
  });

  it("is recorded as well where nobody is found, once for each reference asked for", async () => {
    const { answer, found } = await recordedBy(() =>
      analyst.request(
        '{ one: dataSubject(reference: "who") { id } other: dataSubject(reference: "whom") { id } }',
      ),
    );
    expect(answer).toEqual({ one: null, other: null });
    expect(found.map(({ kind, subject }) => [kind, subject])).toEqual([
      ["REFERENCE", null],
      ["REFERENCE", null],
    ]);
  });

  it("is recorded once for what one request asks of the same user, and all of a request in one statement", async () => {
    const several = Array.from(
      { length: 10 },
      (_, index) => `a${index}: dataSubject(reference: "ann") { id }`,
    );
    const { found } = await recordedBy(async () => {
      const { sent } = await server.statementsOf(() => analyst.request(`{ ${several.join(" ")} }`));
      expect(sent.filter(({ text }) => text.includes("INSERT INTO subject_look_up"))).toHaveLength(1);
    });
    expect(found).toHaveLength(1);
  });

  it("learns nothing where it cannot be recorded", async () => {
    const { owner, apiUrl } = server.database;
    const role = new URL(apiUrl).username;
    await owner.query(`REVOKE INSERT ON subject_look_up FROM ${role}`);
    try {
      for (const reference of ["ann", "nobody"]) {
        const [error] = await analyst.errorsOf(`{ dataSubject(reference: "${reference}") { id } }`);
        expect(error!.extensions.code).toBe("INTERNAL");
      }
    } finally {
      await owner.query(`GRANT INSERT ON subject_look_up TO ${role}`);
    }
  });

  it("leaves a leaf that names nobody", async () => {
    await handleOf("ben");
    const [row] = await run<{ leaf: Buffer; number: string }>(
      server.database.owner.manager,
      sql`SELECT p.leaf, l.subject_number AS number FROM subject_look_up l
            JOIN ledger_pending p ON p.kind = 'subject_look_up' AND p.event = l.id
           WHERE l.subject_number IS NOT NULL ORDER BY l.id DESC LIMIT 1`,
    );
    const lines = row!.leaf.toString("utf8").split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual([
      ...["disclosure-registry/leaf/v1", "id", "recorded_at", "recorded_by", "kind", "subject_number", ""],
    ]);
    expect(lines[5]).toMatch(/^subject_number [0-9a-f]{64}$/);
    expect(lines).not.toContain(`subject_number ${row!.number}`);
  });
});

describe("Every other way to a user", () => {
  it.each<[string, string, string]>([
    ["FILTER", "a list", '{ disclosures(filter: { subject: "ann" }) { totalCount } }'],
    ["FILTER", "statistics", '{ disclosureStatistics(filter: { subject: "ann" }) { rows { disclosures } } }'],
    ["ACCOUNTING", "an accounting", '{ dataSubject(reference: "ann") { accounting { entries { count } } } }'],
  ])("is recorded as %s: %s", async (kind, _what, query) => {
    const { found } = await recordedBy(() => analyst.request(query));
    const ann = await handleOf("ann");
    expect(found.filter((each) => each.kind === kind).map(({ subject }) => subject)).toEqual([{ id: ann }]);
  });

  it("is recorded: the proof that a disclosure covers one", async () => {
    const { found } = await recordedBy(() =>
      analyst.request(`{ disclosure(id: "${recorded}") { coverageProof(subject: "ben") } }`),
    );
    expect(found).toMatchObject([
      { kind: "COVERAGE_PROOF", about: recorded, subject: { id: await handleOf("ben") } },
    ]);
  });

  it("is recorded: a question before a transfer, and of one user alone whose", async () => {
    const evaluate = async (subjects: string[]) => {
      const input = { ...disclosureInput({ subjects }), occurredAt: new Date().toISOString() };
      return (await recordedBy(() => server.admin.request(EVALUATE, { input }))).found;
    };
    expect(await evaluate(["ann"])).toMatchObject([
      { kind: "EVALUATION", about: null, subject: { id: await handleOf("ann") } },
    ]);
    expect(await evaluate(["ann", "ben"])).toMatchObject([{ kind: "EVALUATION", subject: null }]);
  });

  it("is recorded: what is authorized before a transfer, also where it may extend to nobody", async () => {
    const authorize = async (subject: string, changes = {}) => {
      const occurredAt = new Date().toISOString();
      const input = { ...disclosureInput({ subjects: [subject] }), ...changes, occurredAt };
      const { answer, found } = await recordedBy(() =>
        server.admin.request<Authorized>(AUTHORIZE, { input }),
      );
      return { id: answer.authorizeDisclosure.id, found };
    };
    expect(await authorize("ann")).toMatchObject({
      id: expect.any(String),
      found: [{ kind: "EVALUATION", about: null, subject: { id: await handleOf("ann") } }],
    });
    expect(await authorize("ben", marketing())).toMatchObject({
      id: null,
      found: [{ kind: "EVALUATION", about: null, subject: { id: await handleOf("ben") } }],
    });
  });

  it("is recorded: a list matched against a disclosure", async () => {
    const { answer, found } = await recordedBy(async () => {
      const path = `/subject-lists/match/${recorded}`;
      return (await postList({ url: server.url, key: analyst.key }, "ann\nzoe\n", { path })).text();
    });
    expect(answer).toBe("ann\n");
    expect(found).toMatchObject([{ kind: "LIST_MATCH", about: recorded, subject: null }]);
  });

  it("is recorded: the person of a rights request, with the request only where nobody is known", async () => {
    const see = async (subject: string) => {
      const input = rightsRequestInput({ subject });
      await server.admin.request(OPEN_REQUEST, { input });
      const query = `{ rightsRequest(id: "${input.id}") { nothingHeld dataSubject { id } } }`;
      return { id: input.id, ...(await recordedBy(() => analyst.request(query))) };
    };
    const known = await see("ann");
    const subject = { id: await handleOf("ann") };
    expect(known.answer).toEqual({ rightsRequest: { nothingHeld: false, dataSubject: subject } });
    expect(known.found).toMatchObject([{ kind: "RIGHTS_REQUEST", about: null, subject }]);
    const unknown = await see("somebody");
    expect(unknown.answer).toEqual({ rightsRequest: { nothingHeld: true, dataSubject: null } });
    expect(unknown.found[0]).toMatchObject({ kind: "RIGHTS_REQUEST", about: unknown.id, subject: null });
  });

  it("is recorded: an accounting that was given, when its text is read", async () => {
    const given = await server.admin.request<{ giveAccounting: { accountingGiven: { id: string } } }>(
      'mutation { giveAccounting(input: { subject: "ann" }) { accountingGiven { id } } }',
    );
    const { id } = given.giveAccounting.accountingGiven;
    const { found } = await recordedBy(() => analyst.request(`{ accountingGiven(id: "${id}") { text } }`));
    expect(found).toMatchObject([{ kind: "ACCOUNTING", about: id, subject: null }]);
  });
});

describe("The list of look-ups", () => {
  it("is narrowed by way, key, user and time", async () => {
    const before = new Date().toISOString();
    const subject = await handleOf("ann");
    const [latest] = await lookUps({ recordedFrom: before });
    expect(await lookUps({ recordedFrom: before })).toHaveLength(1);
    expect(await lookUps({ recordedTo: "2026-01-01T00:00:00Z" })).toEqual([]);
    expect(await lookUps({ kind: "REVEAL" })).toEqual([]);
    expect((await lookUps({ kind: "REFERENCE", subject }))[0]).toEqual(latest);
    expect(new Set((await lookUps({ subject })).map((each) => each.subject?.id))).toEqual(new Set([subject]));
    const recordedBy = analyst.key.split("_")[1]!;
    expect((await lookUps({ recordedBy }))[0]).toEqual(latest);
    expect(await lookUps({ recordedBy: "nokeynokey12" })).toEqual([]);
  });

  it("is also a user's own", async () => {
    const { dataSubject } = await server.admin.request<{ dataSubject: { lookUps: { nodes: Listed[] } } }>(
      '{ dataSubject(reference: "ann") { lookUps(first: 1) { nodes { kind recordedBy subject { id } } } } }',
    );
    expect(dataSubject.lookUps.nodes).toEqual([
      { kind: "REFERENCE", recordedBy: "Administrator", subject: { id: await handleOf("ann") } },
    ]);
  });

  it("goes on from a cursor", async () => {
    const all = await lookUps({}, { first: 4 });
    const { subjectLookUps } = await auditor.request<{
      subjectLookUps: { pageInfo: { endCursor: string; hasNextPage: boolean }; nodes: Listed[] };
    }>(LIST, { first: 2 });
    expect(subjectLookUps.pageInfo.hasNextPage).toBe(true);
    expect(await lookUps({}, { first: 2, after: subjectLookUps.pageInfo.endCursor })).toEqual(all.slice(2));
  });

  it("refuses a user's reference in place of a handle, and does not repeat it", async () => {
    const [error] = await auditor.errorsOf(LIST, { filter: { subject: "ann@example.com" } });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["filter.subject"] });
    expect(error!.message).not.toContain("ann@");
  });

  it("is for administrators and auditors alone", async () => {
    for (const role of ["ANALYST", "INTEGRATION", "REPORTER"] as const) {
      const [error] = await (await server.as(role)).errorsOf("{ subjectLookUps { totalCount } }");
      expect([role, error!.extensions.code]).toEqual([role, "FORBIDDEN"]);
    }
  });
});
