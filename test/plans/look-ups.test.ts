import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { onlySubjectNumber, seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";
import { planOfLookUp, statementOf, type PlanStep } from "./explain.js";

const server = withTestServer({ sealReferences: true, rowsWithoutLeaves: "its keys are made up" });
const ROWS = 5_000;
let recorded: string;

/** Enough rows, and statistics on them, for the plans to be those of a table that matters. */
beforeAll(async () => {
  const { owner } = server.database;
  const input = disclosureInput({ subjects: ["ann"], note: "a note", externalReference: "transfer 1" });
  await server.admin.request(RECORD, { input });
  recorded = input.id;
  const subjectNumber = await onlySubjectNumber(owner);
  await seedDisclosures(owner, { count: 20, subjectNumber });
  await seedDisclosures(owner, {
    count: ROWS,
    subjectNumber: subjectNumber + 1,
    // Every row at a moment of its own, as in life: with one moment for all, an index by it would serve a look-up by id as well.
    occurredAt: raw("timestamptz '2026-03-01Z' + n * interval '1 second'"),
    recordedAt: raw("timestamptz '2026-03-02Z' + n * interval '1 second'"),
  });
  await owner.query(
    `INSERT INTO subject SELECT decode(md5(n::text), 'hex'), n + 10000 FROM generate_series(1, ${ROWS}) AS n`,
  );
  await owner.query(
    `INSERT INTO api_key SELECT 'key' || n, 'a key', 'AUDITOR', now() FROM generate_series(1, ${ROWS}) AS n`,
  );
  await owner.query(
    `INSERT INTO api_key_secret SELECT 'key' || n, 1, decode(md5(n::text), 'hex'), now() FROM generate_series(1, ${ROWS}) AS n`,
  );
  await owner.query("ANALYZE");
});

async function planOf(part: string, document: string): Promise<PlanStep[]> {
  const { api } = server.database;
  return planOfLookUp(api, await statementOf(api, part, () => server.admin.request(document)));
}

/** The steps that read a table, or one of its indexes. */
const stepsOn = (plan: readonly PlanStep[], table: string): PlanStep[] =>
  plan.filter((step) => step.table === table || step.index?.startsWith(table));

function expectOwnCoverageOnly(plan: readonly PlanStep[]): void {
  const coverage = stepsOn(plan, "coverage").filter(({ index }) => index !== undefined);
  expect(coverage.length).toBeGreaterThan(0);
  for (const { index, indexCondition } of coverage) {
    expect(index).toMatch(/^coverage_\d{4}_\d{2}_disclosure_id_idx$/);
    expect(indexCondition).toBe("(disclosure_id = asked.id)");
  }
}

describe("A look-up", () => {
  it.each([
    [
      "of a user's disclosures",
      `{ dataSubject(reference: "ann") { disclosures(first: 50) { nodes { id } } } }`,
    ],
    [
      "of a user's disclosures by the filter",
      `{ disclosures(first: 50, filter: { subject: "ann" }) { nodes { id } } }`,
    ],
    [
      "of the number of a user's disclosures",
      `{ dataSubject(reference: "ann") { disclosures(first: 50) { totalCount } } }`,
    ],
    ["for a user's accounting", `{ dataSubject(reference: "ann") { accounting { entries { count } } } }`],
  ])("%s finds the coverage by user, and then disclosures by id", async (_case, document) => {
    const { api } = server.database;
    const { sent } = await server.statementsOf(() => server.admin.request(document));
    const sentTo = (table: string) => sent.filter(({ text }) => text.includes(`FROM ${table}`));
    expect(sentTo("coverage")).toHaveLength(1);
    const coverage = stepsOn(await planOfLookUp(api, sentTo("coverage")[0]!), "coverage");
    const ranges = coverage.filter(({ index }) => index !== undefined);
    // One range of the key in the partition of the seeded month, and one in this month's.
    expect(ranges.length).toBeGreaterThanOrEqual(2);
    for (const { index, indexCondition } of ranges) {
      expect(index).toMatch(/^coverage_\d{4}_\d{2}_pkey$/);
      expect(indexCondition).toMatch(/segment = \d+\) AND \(slot = ANY \('\{\d+,-1\}'/);
    }
    expect(sentTo("disclosure d").length).toBeGreaterThan(0);
    for (const statement of sentTo("disclosure d")) {
      const plan = await planOfLookUp(api, statement);
      const byId = stepsOn(plan, "disclosure").filter(({ index }) => index !== undefined);
      expect(byId).toEqual([expect.objectContaining({ index: "disclosure_pk" })]);
      expect(byId[0]!.indexCondition).toMatch(/^\(id = ANY/);
    }
  });

  it("of a user finds the pseudonym by its key", async () => {
    const plan = await planOf("FROM subject", `{ dataSubject(reference: "ann") { id } }`);
    expect(stepsOn(plan, "subject").find(({ index }) => index !== undefined)).toMatchObject({
      index: "subject_pk",
      indexCondition: expect.stringContaining("pseudonym = "),
    });
  });

  it.each([
    ["the first users", "first: 1"],
    ["the last users", "last: 1"],
  ])("of %s of a disclosure reads its own coverage alone", async (_case, page) => {
    const plan = await planOf(
      "FROM coverage",
      `{ disclosure(id: "${recorded}") { subjects(${page}) { nodes { id } } } }`,
    );
    expectOwnCoverageOnly(plan);
  });

  it("asks one partition for the coverage of a disclosure", async () => {
    const { api } = server.database;
    const { text, values } = await statementOf(api, "FROM coverage", () =>
      server.admin.request(`{ disclosure(id: "${recorded}") { subjects(first: 1) { nodes { id } } } }`),
    );
    const plan = await api.query<Record<"QUERY PLAN", string>[]>(`EXPLAIN (ANALYZE) ${text}`, [...values]);
    const scans = plan
      .map((row) => row["QUERY PLAN"])
      .filter((line) => /Scan.* on coverage_\d{4}_\d{2} /.test(line));
    expect(scans.length).toBeGreaterThan(1);
    expect(scans.filter((line) => !line.includes("never executed"))).toHaveLength(1);
  });

  it("of users after a cursor reads the disclosure's own coverage alone", async () => {
    const { disclosure } = await server.admin.request<{
      disclosure: { subjects: { pageInfo: { endCursor: string } } };
    }>(`{ disclosure(id: "${recorded}") { subjects { pageInfo { endCursor } } } }`);
    const after = disclosure.subjects.pageInfo.endCursor;
    expectOwnCoverageOnly(
      await planOf(
        "FROM coverage",
        `{ disclosure(id: "${recorded}") { subjects(after: "${after}") { nodes { id } } } }`,
      ),
    );
  });

  it("of a caller finds the key by the hash of its secret", async () => {
    const caller = await server.as("ANALYST");
    const statement = await statementOf(server.database.api, "secret_hash", () =>
      caller.request("{ viewer { name } }"),
    );
    const plan = await planOfLookUp(server.database.api, statement);
    const steps = stepsOn(plan, "api_key");
    expect(steps[0]).toMatchObject({
      index: "api_key_secret_by_hash",
      indexCondition: expect.stringContaining("secret_hash = "),
    });
    expect(steps.filter(({ indexCondition }) => indexCondition === "")).toEqual([]);
  });
});

describe("No operation", () => {
  const DETAILS =
    "id note recordedBy subjects { totalCount nodes { id } } amends { id } amendedBy { reason restated { id } } duplicatesSuspected { id }";
  const operations: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["a list", () => server.admin.request(`{ disclosures(first: 20) { totalCount nodes { ${DETAILS} } } }`)],
    [
      "a user's list",
      () =>
        server.admin.request(
          `{ dataSubject(reference: "ann") { disclosures { totalCount nodes { ${DETAILS} } } accounting(form: INDIVIDUAL) { entries { count } sources { count } disclosures { totalCount nodes { count } } } } }`,
        ),
    ],
    ["one disclosure", () => server.admin.request(`{ disclosure(id: "${recorded}") { ${DETAILS} } }`)],
    [
      "a batch, some of it sent again",
      async () => {
        const inputs = [disclosureInput({ note: "new" }), disclosureInput({ subjects: ["ann", "new"] })];
        await server.admin.request(RECORD_BATCH, { inputs });
        await server.admin.request(RECORD_BATCH, { inputs: [...inputs, disclosureInput()] });
      },
    ],
    [
      "an amendment",
      async () => {
        const input = disclosureInput();
        await server.admin.request(RECORD, { input });
        const { id, ...restated } = disclosureInput();
        const amendment = { input: { id, amends: input.id, reason: "Wrong.", restated } };
        await server.admin.request(AMEND, amendment);
        await server.admin.request(AMEND, amendment);
      },
    ],
  ];

  it.each(operations)("reads a whole table of facts or users: %s", async (_name, operation) => {
    const { sent } = await server.statementsOf(operation);
    expect(sent.length).toBeGreaterThan(1);
    // What is copied in only writes, and has no plan.
    const planned = sent.filter(({ text }) => !/pg_advisory|^\s*SHOW|^\s*COPY .* FROM STDIN/s.test(text));
    for (const statement of planned) {
      const plan = await planOfLookUp(server.database.api, statement);
      const whole = plan.filter(({ type }) => type === "Seq Scan").map(({ table }) => table);
      const large = [
        "disclosure",
        "coverage",
        "subject",
        "superseded",
        "amendment",
        "free_text",
        "disclosure_fingerprint",
        "sealed_reference",
      ];
      expect({ text: statement.text, whole: whole.filter((table) => large.includes(table ?? "")) }).toEqual({
        text: statement.text,
        whole: [],
      });
    }
  });
});
