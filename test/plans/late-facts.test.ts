import { beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { PendingJudgements } from "../../src/modules/policy/index.js";
import type { SubjectNumber } from "../../src/modules/subjects/index.js";
import { blockFrom, recordFact, rejudgingOf } from "../support/late-facts.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer } from "../support/test-server.js";
import { planOfLookUp, statementOf } from "./explain.js";

const server = withTestServer();
const USER = 5_000 as SubjectNumber;

/** Enough rows, and statistics on them, for the plans to be those of a table that matters. */
beforeAll(async () => {
  const { owner, api } = server.database;
  await seedDisclosures(owner, { count: 20, subjectNumber: USER });
  await seedDisclosures(owner, { count: 5_000, subjectNumber: USER + 1 });
  await owner.query("ANALYZE");
  await recordFact(api, blockFrom("2026-02-01T00:00:00Z"), [USER]);
});

describe("Looking into a late fact", () => {
  it("finds its disclosures by one range of the key for each user, from the first month that can hold one", async () => {
    const { api } = server.database;
    const pending = new PendingJudgements(api);
    // What others do meanwhile on the same PostgreSQL may keep it waiting.
    while ((await pending.findSettled(1)).length === 0) await sleep(20);
    const statement = await statementOf(api, "asked (reason", async () => (await rejudgingOf(server)).run());
    const plan = await planOfLookUp(api, statement);
    const coverage = plan.filter(({ index }) => index?.startsWith("coverage"));
    expect(coverage.length).toBeGreaterThan(0);
    for (const { index, indexCondition } of coverage) {
      expect(index).toMatch(/^coverage_\d{4}_\d{2}_pkey$/);
      expect(indexCondition).toContain("segment = asked.segment");
      expect(indexCondition).toContain("slot = ANY");
      expect(indexCondition).toContain("disclosure_id >= asked.first_id");
    }
  });
});
