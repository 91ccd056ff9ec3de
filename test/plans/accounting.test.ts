import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { onlySubjectNumber, seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";
import { planOfLookUp, statementOf } from "./explain.js";

const server = withTestServer();
const ROWS = 5_000;
const PAGE = 20;

beforeAll(async () => {
  const { owner } = server.database;
  await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann"] }) });
  const occurredAt = raw("timestamptz '2026-03-01Z' + n * interval '1 second'");
  const subjectNumber = await onlySubjectNumber(owner);
  await seedDisclosures(owner, { count: ROWS, subjectNumber, occurredAt });
  // Beside those of others, without whom every order of the table would be the user's own.
  await seedDisclosures(owner, { count: ROWS, subjectNumber: subjectNumber + 1, occurredAt });
  await owner.query("ANALYZE");
});

const pageOf = (args: string) =>
  `{ dataSubject(reference: "ann") { accounting { disclosures(${args}) { nodes { count } } } } }`;

describe("A page of a user's accounting", () => {
  it.each([
    ["first", `first: ${PAGE}`],
    ["last", `last: ${PAGE}`],
  ])("that is the %s one walks along the keys of coverage in their order", async (_which, args) => {
    const { api } = server.database;
    const statement = await statementOf(api, "FROM coverage", () => server.admin.request(pageOf(args)));
    const plan = await planOfLookUp(api, statement);
    // The months that matter; where one holds a single row any way to it is as good.
    const scans = plan.filter(({ index }) => index?.startsWith("coverage_2026_03"));
    expect(scans).toHaveLength(2);
    for (const { index, indexCondition } of scans) {
      expect(index).toBe("coverage_2026_03_pkey");
      expect(indexCondition).toMatch(
        /segment = \d+\) AND \(slot = '?(?:-1|\d+)'?.*AND \(disclosure_id > .*AND \(disclosure_id < /,
      );
    }
  });

  it("reads as much as it shows, of thousands", async () => {
    const { api } = server.database;
    const { sent } = await server.statementsOf(() => server.admin.request(pageOf(`first: ${PAGE}`)));
    for (const table of ["coverage", "disclosure d"]) {
      const of = sent.filter(({ text }) => text.includes(`FROM ${table}`));
      expect(of).toHaveLength(1);
      const { text, values } = of[0]!;
      const plan = await api.query<Record<"QUERY PLAN", string>[]>(`EXPLAIN (ANALYZE, TIMING OFF) ${text}`, [
        ...values,
      ]);
      const lines = plan.map((row) => row["QUERY PLAN"]);
      const read = lines
        .map((line) => /Scan.* on (?:coverage_\d{4}_\d{2} c|disclosure d).*actual rows=([\d.]+)/.exec(line))
        .reduce((sum, found) => sum + Number(found?.[1] ?? 0), 0);
      // One more tells whether there is a next page; each month shows its first.
      expect(read).toBeGreaterThanOrEqual(PAGE + 1);
      expect(read).toBeLessThanOrEqual(PAGE + 3);
    }
  });
});
