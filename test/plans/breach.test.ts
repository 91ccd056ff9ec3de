import { beforeAll, describe, expect, it } from "@jest/globals";
import { raw } from "../../src/platform/db/sql.js";
import { impactOf } from "../support/breach-operations.js";
import { countStatements, type SentStatement } from "../support/count-statements.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";
import { planOfLookUp } from "./explain.js";

const server = withTestServer();

beforeAll(async () => {
  const seeds = {
    subjectNumber: 5,
    occurredAt: raw("timestamptz '2026-03-01 10:00:00Z' + n * interval '1 minute'"),
  };
  await seedDisclosures(server.database.owner, { ...seeds, count: 3_000 });
  await seedDisclosures(server.database.owner, { ...seeds, count: 20, recipient: raw("'example_bank'") });
  for (const table of ["disclosure", "coverage", "superseded"]) {
    await server.database.owner.query(`ANALYZE ${table}`);
  }
});

const COPY = /^COPY \((.*)\) TO STDOUT \(FORMAT binary\)$/s;

/** The statements that a breach takes, a COPY as the query in it. */
async function statementsOf(filter: Record<string, unknown>): Promise<SentStatement[]> {
  const { sent } = await countStatements(server.database.api, () => impactOf(server.admin, filter));
  return sent
    .filter(({ text }) => /FROM disclosure d/.test(text))
    .map(({ text, values }) => ({ text: COPY.exec(text)?.[1] ?? text, values }));
}

describe("The impact of a breach", () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ["at a recipient", { recipient: "example_bank" }, "disclosure_by_recipient", "recipient = "],
    [
      "in a short time",
      { occurredFrom: "2026-03-01T10:00:00Z", occurredTo: "2026-03-01T10:05:00Z" },
      "disclosure_by_occurred",
      "occurred_at >= ",
    ],
  ])(
    "%s is counted and its users are read by index, whatever else there is",
    async (_what, filter, index, condition) => {
      const statements = await statementsOf(filter);
      expect(statements.length).toBe(2);
      for (const statement of statements) {
        const plan = await planOfLookUp(server.database.api, statement);
        const [disclosures] = plan.filter((step) => step.index === index);
        expect(disclosures?.indexCondition).toContain(condition);
      }
      const plan = await planOfLookUp(server.database.api, statements[1]!);
      const ofCoverage = plan.filter(({ indexCondition }) =>
        indexCondition.includes("grouped.disclosure_id"),
      );
      expect(ofCoverage.length).toBeGreaterThan(0);
      expect(plan.filter(({ type, table }) => type === "Seq Scan" && table === "coverage")).toEqual([]);
    },
  );

  it("takes four statements, however many disclosures and headings there are", async () => {
    for (const filter of [{ recipient: "example_bank" }, { category: "identification" }]) {
      const { count } = await server.statementsOf(() => impactOf(server.admin, filter));
      expect(count).toBe(4);
    }
  });
});
