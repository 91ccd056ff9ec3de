import { v7 } from "uuid";
import { columnsOf } from "../../src/modules/consents/subject-fact-row.js";
import type { FactContent } from "../../src/modules/consents/index.js";
import { insertFacts, insertListedMembers } from "../../src/modules/consents/subject-facts.repository.js";
import type { SubjectNumber } from "../../src/modules/subjects/index.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import type { Bench, BenchServer, Scenario } from "../bench.js";
import { medianBy, type Measurement } from "../measurement.js";
import { randomNumbers } from "../random-sets.js";
import { ask } from "../registry-client.js";
import { segmentsOfList, type RegistryStore } from "../registry-store.js";
import { residentBytes } from "../resident-memory.js";

const SEED = 20_261_123;
const LISTS = 10;
const GIVEN_AT = new Date("2026-02-01T10:00:00Z");
/** By then the periods of all who are asked about have run out. */
const AS_OF = "2035-01-01";

/** How long it takes to say whose data may be kept no longer. */
export const retention: Scenario = {
  name: "retention",
  title: "data due for destruction",
  estimate: ({ list }) => 20 + (LISTS * list) / 200_000,
  run: async (bench) => [await measureListed(bench), await measureSingle(bench)],
};

/** Each user consented, and had an agreement that ended, by one list of ten; neighbours are in different ones. */
async function measureListed(bench: Bench): Promise<Measurement> {
  const database = await bench.database("retention_listed");
  const store = await bench.store(database);
  const registry = await bench.registry(database);
  const users = LISTS * bench.sizes.list;
  for (const [list, subjects] of disjointLists(users).entries()) {
    bench.step(`list ${list + 1} of ${LISTS}`);
    await store.keepList(list, subjects);
    const endedOn = `2029-${String(list + 1).padStart(2, "0")}-28`;
    await record(store, list, subjects.length, {
      kind: "CONSENT",
      legalGround: "consent",
      policyVersion: 1,
      givenAt: GIVEN_AT,
      agreement: null,
    });
    await record(store, list, subjects.length, { kind: "AGREEMENT_END", agreement: null, endedOn });
  }
  return measure(bench, registry, users, "ended by lists");
}

async function measureSingle(bench: Bench): Promise<Measurement> {
  const database = await bench.database("retention_single");
  const { dataSource } = await bench.store(database);
  const registry = await bench.registry(database);
  const users = bench.sizes.list;
  bench.step("facts of single users");
  await run(
    dataSource.manager,
    sql`WITH fact AS (
          INSERT INTO subject_fact (id, kind, ended_on, subject_count, recorded_by)
          SELECT lpad(to_hex(n), 32, '0')::uuid, 'AGREEMENT_END', date '2027-01-01' + n % 1000, 1, 'bench'
            FROM generate_series(1, ${users}::int) AS n)
        INSERT INTO subject_fact_member (segment, slot, fact_id)
        SELECT n / 4096, n % 4096, lpad(to_hex(n), 32, '0')::uuid FROM generate_series(1, ${users}::int) AS n`,
  );
  await run(dataSource.manager, sql`ANALYZE subject_fact, subject_fact_member`);
  return measure(bench, registry, users, "ended one by one");
}

async function measure(
  bench: Bench,
  registry: BenchServer,
  users: number,
  how: string,
): Promise<Measurement> {
  const seconds: number[] = [];
  const before = await residentBytes(registry.pid);
  for (let round = 0; round < bench.sizes.rounds; round += 1) {
    bench.step(`asking, round ${round + 1} of ${bench.sizes.rounds}`);
    const startedAt = performance.now();
    const due = await countDue(registry);
    seconds.push((performance.now() - startedAt) / 1_000);
    if (due !== users) throw new Error(`${due} of ${users} users were found to be due.`);
  }
  return {
    measure: `who is due, of ${users.toLocaleString("en-US")} users whose agreements ${how}`,
    unit: "s",
    ours: medianBy(seconds, (each) => each),
    details: { serverGrewByMB: ((await residentBytes(registry.pid)) - before) / 2 ** 20 },
  };
}

async function countDue(registry: BenchServer): Promise<number> {
  const { retentionDue } = await ask<{
    retentionDue: { rows: { nodes: readonly { subjectCount: number }[] } };
  }>(
    registry,
    `{ retentionDue(asOf: "${AS_OF}", category: "reviews") { rows(first: 1000) { nodes { subjectCount } } } }`,
  );
  return retentionDue.rows.nodes.reduce((sum, { subjectCount }) => sum + subjectCount, 0);
}

function disjointLists(users: number): SubjectNumber[][] {
  const next = randomNumbers(SEED);
  const lists = Array.from({ length: LISTS }, (): SubjectNumber[] => []);
  for (let number = 1; number <= users; number += 1) lists[next() % LISTS]!.push(number as SubjectNumber);
  return lists;
}

async function record(
  store: RegistryStore,
  list: number,
  subjectCount: number,
  content: FactContent,
): Promise<void> {
  const id = v7();
  const stated = { recordedBy: "bench", subjectCount, subjectList: null, freeTextCommitments: null };
  await inTransaction(store.dataSource, async (tx) => {
    const { ledgerSalt } = await insertFacts(tx, [{ id, ...columnsOf(content), ...stated }]);
    await insertListedMembers(tx, id, segmentsOfList(list), ledgerSalt);
  });
}
