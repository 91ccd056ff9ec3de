import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v7 } from "uuid";
import { SubjectFactsService } from "../../../src/modules/consents/index.js";
import { CoverageService } from "../../../src/modules/coverage/index.js";
import { TouchedDisclosures, type Found, type SearchSteps } from "../../../src/modules/disclosures/index.js";
import type { PendingCause } from "../../../src/modules/policy/index.js";
import type { SubjectNumber } from "../../../src/modules/subjects/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { blockFrom, recordFact } from "../../support/late-facts.js";
import { seedDisclosures } from "../../support/seed-disclosures.js";
import { withTestServer } from "../../support/test-server.js";

const server = withTestServer({ rowsWithoutLeaves: "disclosures are deleted between its cases" });
const api = () => server.database.api;
/** Few users of two segments, so that sets meet often, and are packed or not. */
const anyUsers = fc
  .uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 6 })
  .map((users) => users.map((user) => (4_090 + user) as SubjectNumber));
const anyCase = fc.record({
  disclosures: fc.array(anyUsers, { minLength: 12, maxLength: 12 }),
  facts: fc.array(anyUsers, { minLength: 1, maxLength: 8 }),
  lookedUpUsers: fc.integer({ min: 0, max: 12 }),
  found: fc.integer({ min: 1, max: 5 }),
  lookedThrough: fc.integer({ min: 1, max: 5 }),
});

let coverage: CoverageService;

beforeAll(async () => {
  coverage = new CoverageService(api(), systemClock);
  // Where the ids of the seed lie.
  await api().query("SELECT make_coverage_partitions('2026-03-02Z', '2026-03-02Z')");
});

/** Disclosures of these users that occurred on 1 March; answers the ids in their order. */
async function disclose(sets: readonly (readonly SubjectNumber[])[]): Promise<string[]> {
  const ids = await seedDisclosures(server.database.owner, { count: sets.length });
  const covered = ids.map((disclosureId, index) => ({ disclosureId, subjects: sets[index]! }));
  await inTransaction(api(), (tx) => coverage.add(tx, covered));
  return ids;
}

const pendingOf = (causeId: string): PendingCause => ({
  causeId,
  cause: "FACT",
  requestId: null,
  reached: null,
});

/** All steps of all searches, each of which goes on from where the last one came to. */
async function searchAll(causes: readonly PendingCause[], steps: SearchSteps): Promise<Found[]> {
  const touched = new TouchedDisclosures(api(), new SubjectFactsService(), coverage, steps);
  const found: Found[] = [];
  for (let open = [...causes]; open.length > 0;) {
    const next: PendingCause[] = [];
    for (const search of await touched.searchesFor(open)) {
      const step = await search.next();
      found.push(step);
      const { reached } = step;
      if (reached !== null) next.push(...search.causes.map((cause) => ({ ...cause, reached })));
    }
    open = next;
  }
  return found;
}

describe("the disclosures that a fact touches", () => {
  it("are found for every fact, each once, whatever the steps and however many users it is about", async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ disclosures, facts, ...steps }) => {
        for (const table of ["coverage", "disclosure"])
          await server.database.owner.query(`DELETE FROM ${table}`);
        const ids = await disclose(disclosures);
        const causes: string[] = [];
        for (const users of facts)
          causes.push(await recordFact(api(), blockFrom("2026-03-01T10:00:00Z"), users));
        const found = await searchAll(causes.map(pendingOf), steps);
        const pairs = found.flatMap(({ touched }) =>
          [...touched].flatMap(([id, by]) => by.map(({ causeId }) => `${causeId} ${id}`)),
        );
        expect(new Set(pairs).size).toBe(pairs.length);
        const expected = causes.flatMap((cause, place) =>
          ids
            .filter((_, index) => disclosures[index]!.some((user) => facts[place]!.includes(user)))
            .map((id) => `${cause} ${id}`),
        );
        expect(pairs.sort()).toEqual(expected.sort());
      }),
      { numRuns: 20 },
    );
  });

  it("are not looked for among those made long before it", async () => {
    const [id] = await disclose([[1 as SubjectNumber]]);
    const late = await recordFact(api(), blockFrom("2026-06-01T00:00:00Z"), [1 as SubjectNumber]);
    for (const lookedUpUsers of [0, 10]) {
      const found = await searchAll([pendingOf(late)], { lookedUpUsers, found: 10, lookedThrough: 10 });
      expect(found.flatMap(({ touched }) => [...touched.keys()])).not.toContain(id);
    }
  });

  it("are none where the fact is unknown", async () => {
    const found = await searchAll([pendingOf(v7())], { lookedUpUsers: 10, found: 10, lookedThrough: 10 });
    expect(found).toEqual([{ touched: new Map(), reached: null }]);
  });

  it("are taken to be touched where they cover more users than are worth comparing", async () => {
    const [id] = await seedDisclosures(server.database.owner, { count: 1 });
    await server.database.owner.query("UPDATE disclosure SET subject_count = 5000 WHERE id = $1", [id]);
    const fact = await recordFact(api(), blockFrom("2026-03-01T10:00:00Z"), [1 as SubjectNumber]);
    const found = await searchAll([pendingOf(fact)], { lookedUpUsers: 0, found: 10, lookedThrough: 10_000 });
    expect(found.flatMap(({ touched }) => [...touched.keys()])).toContain(id);
  });
});
