import { beforeAll, describe, expect, it } from "@jest/globals";
import { DisclosureRollup } from "../../src/modules/disclosures/index.js";
import { raw } from "../../src/platform/db/sql.js";
import { countDisclosures } from "../support/disclosure-statistics.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";
import { planOfLookUp, statementOf, type PlanStep } from "./explain.js";

const server = withTestServer();

const rollup = (step?: number) => new DisclosureRollup(server.database.api, server.app.dataMap, step);

beforeAll(async () => {
  await seedDisclosures(server.database.owner, {
    count: 2_000,
    occurredAt: raw("timestamptz '2025-01-01 10:00:00Z' + n * interval '5 hours'"),
  });
  await rollup().count();
  await seedDisclosures(server.database.owner, { count: 3 });
  for (const table of ["disclosure", "disclosure_rollup", "disclosure_combination", "rollup_pending"])
    await server.database.owner.query(`ANALYZE ${table}`);
});

async function planOf(variables: Record<string, unknown>): Promise<PlanStep[]> {
  const { api } = server.database;
  const statement = await statementOf(api, "disclosure_rollup", () =>
    countDisclosures(server.admin, variables),
  );
  return planOfLookUp(api, statement);
}

const indexesOf = (plan: readonly PlanStep[], table: string) =>
  plan.filter((step) => step.table === table).map(({ index }) => index);

describe("Statistics", () => {
  it.each<[string, Record<string, unknown>]>([
    ["of all time", {}],
    ["of everything by month", { groupBy: ["RECIPIENT", "RECIPIENT_KIND", "CATEGORY"], interval: "MONTH" }],
    [
      "of whole days with every filter but the user",
      {
        filter: {
          recipient: "example_courier",
          purpose: "provision_of_services",
          legalGround: "contract",
          category: "identification",
          jurisdiction: "KZ",
          crossBorder: false,
          direction: "OUTBOUND",
          occurredFrom: "2025-02-28T19:00:00Z",
          occurredTo: "2025-12-31T19:00:00Z",
        },
      },
    ],
  ])("%s read no disclosure but those the roll-up has not counted yet", async (_case, variables) => {
    const plan = await planOf(variables);
    expect(indexesOf(plan, "disclosure")).toEqual(["disclosure_pk"]);
    expect(indexesOf(plan, "coverage")).toEqual([]);
  });

  it("of a year read the days of that year alone", async () => {
    const plan = await planOf({
      filter: { occurredFrom: "2024-12-31T19:00:00Z", occurredTo: "2025-12-31T19:00:00Z" },
    });
    const [reader] = plan.filter(({ indexCondition }) => /\bday >= /.test(indexCondition));
    expect(reader).toMatchObject({ index: "disclosure_rollup_pk" });
    expect(reader!.indexCondition).toContain("day < ");
  });

  it("that begin and end within a day read the disclosures of those two days by moment", async () => {
    const plan = await planOf({
      filter: { occurredFrom: "2025-03-01T10:00:00Z", occurredTo: "2025-12-01T11:00:00Z" },
    });
    expect(indexesOf(plan, "disclosure").sort()).toEqual([
      "disclosure_by_occurred",
      "disclosure_by_occurred",
      "disclosure_pk",
    ]);
    const edges = plan.filter(({ index }) => index === "disclosure_by_occurred");
    for (const { indexCondition } of edges) {
      const [, from, to] = /occurred_at >= '([^']+)'.*occurred_at < '([^']+)'/.exec(indexCondition)!;
      expect(Date.parse(to!) - Date.parse(from!)).toBeLessThanOrEqual(24 * 3_600_000);
    }
  });
});

describe("Counting disclosures", () => {
  it("reads what is pending, and the disclosures by their ids", async () => {
    const { api } = server.database;
    const statement = await statementOf(api, "DELETE FROM rollup_pending", () => rollup().count());
    expect(indexesOf(await planOfLookUp(api, statement), "disclosure")).toEqual(["disclosure_pk"]);
  });

  it("anew walks the disclosures by their ids, step by step", async () => {
    const { owner, api } = server.database;
    await owner.query("UPDATE rollup_progress SET counted_up_to = '00000000-0000-0000-0000-000000000000'");
    await owner.query("DELETE FROM disclosure_rollup");
    let isStopped = false;
    const once = Object.defineProperty(new AbortController().signal, "aborted", {
      get: () => isStopped || !(isStopped = true),
    });
    const statement = await statementOf(api, "WITH next", () => rollup(20).count(once));
    const plan = await planOfLookUp(api, statement);
    expect(new Set(indexesOf(plan, "disclosure"))).toEqual(new Set(["disclosure_pk"]));
    expect(plan.map(({ indexCondition }) => indexCondition)).toContainEqual(
      expect.stringMatching(/^\(id > /),
    );
  });
});
