import { describe, expect, it } from "@jest/globals";
import { withTestServer } from "../support/test-server.js";
import { planOfLookUp, planOfWalk, statementOf, type PlanStep } from "./explain.js";

const server = withTestServer();

const LIST =
  "query ($filter: FindingFilter, $first: Int, $last: Int, $after: String) { findings(filter: $filter, first: $first, last: $last, after: $after) { nodes { id } } }";

async function planOf(variables: Record<string, unknown>): Promise<PlanStep[]> {
  const { api } = server.database;
  return planOfWalk(
    api,
    await statementOf(api, "FROM finding f", () => server.admin.request(LIST, variables)),
  );
}

describe("A page of findings", () => {
  it.each<[string, string, object | null]>([
    ["of all of them", "finding_pk", null],
    ["of one code", "finding_by_code", { codes: ["CONSENT_MISSING"] }],
    ["of one recipient", "finding_by_recipient", { recipient: "example_courier" }],
  ])("%s is one walk along %s, in both directions", async (_case, index, filter) => {
    for (const page of [{ first: 3 }, { last: 3 }]) {
      const plan = await planOf({ filter, ...page });
      expect(plan.map(({ type }) => type)).not.toContain("Sort");
      expect(plan.map(({ type }) => type)).not.toContain("Seq Scan");
      expect(plan.find(({ table }) => table === "finding")).toMatchObject({ index });
      expect(plan.find(({ table }) => table === "judgement_superseded")).toMatchObject({
        index: "judgement_superseded_pk",
      });
    }
  });
});

describe("The findings of disclosures", () => {
  it("are looked up by disclosure", async () => {
    const { api } = server.database;
    await server.admin.request(
      'mutation { recordDisclosure(input: { occurredAt: "2026-03-01T10:00:00Z", recipient: "example_courier", purpose: "provision_of_services", legalGround: "contract", categories: ["reviews"], subjects: ["ann"] }) { created } }',
    );
    const statement = await statementOf(api, "FROM finding f", () =>
      server.admin.request("{ disclosures { nodes { findings { code } } } }"),
    );
    const plan = await planOfLookUp(api, statement);
    expect(plan.map(({ index }) => index)).toContain("finding_by_disclosure");
    expect(plan.map(({ type }) => type)).not.toContain("Seq Scan");
  });
});
