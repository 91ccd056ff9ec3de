import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { columnsOf } from "../../src/modules/consents/subject-fact-row.js";
import { insertFacts, insertListedMembers } from "../../src/modules/consents/subject-facts.repository.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import type { Bench, BenchServer, Scenario } from "../bench.js";
import { referenceOf } from "../load/workload.js";
import { medianBy, type Measurement } from "../measurement.js";
import { bytesOfTables, fillConsentTable } from "../plain-sql/consent-table.js";
import { randomNumbers, randomSet } from "../random-sets.js";
import { ask } from "../registry-client.js";
import { segmentsOfList, type RegistryStore } from "../registry-store.js";

const SEED = 20_261_122;
const LISTS = 10;
const TABLES = ["subject_fact", "subject_fact_member"];
const GIVEN_AT = new Date("2026-02-01T10:00:00Z");
const BYTES_A_USER_MAX = 60;
const CALLS = 50;

/** What consents take: of whole lists of users, and one by one. */
export const consents: Scenario = {
  name: "consents",
  title: "consents on record",
  estimate: ({ list, rounds }) => 20 + (LISTS * list) / 500_000 + rounds * 8,
  run: measureConsents,
};

async function measureConsents(bench: Bench): Promise<readonly Measurement[]> {
  const database = await bench.database("consents_registry");
  const store = await bench.store(database);
  const registry = await bench.registry(database);
  const plain = await bench.dataSource(await bench.database("consents_by_row"));
  return [
    await measureLists(bench, store, plain),
    ...(await measureSingles(bench, store.dataSource, registry, plain)),
  ];
}

/** Each list is a random tenth of all users, so that neighbours among them are as rare as they get. */
async function measureLists(bench: Bench, store: RegistryStore, plain: DataSource): Promise<Measurement> {
  const { list: size } = bench.sizes;
  const users = LISTS * size;
  const next = randomNumbers(SEED);
  for (let list = 0; list < LISTS; list += 1) {
    bench.step(`list ${list + 1} of ${LISTS}`);
    await store.keepList(list, randomSet(size, users, next));
    await recordListed(store, list, size);
  }
  bench.step("the same row by row");
  await fillConsentTable(plain, size);
  return {
    measure: `a consent on record with its indexes, ${users.toLocaleString("en-US")} given by lists of ${size.toLocaleString("en-US")}`,
    unit: "bytes",
    ours: (await bytesOfTables(store.dataSource, TABLES)) / users,
    plain: { way: "a row a consent", value: (await bytesOfTables(plain, ["consent"])) / size },
    target: { of: "ours", atMost: BYTES_A_USER_MAX },
  };
}

async function recordListed(store: RegistryStore, list: number, subjectCount: number): Promise<void> {
  const id = v7();
  await inTransaction(store.dataSource, async (tx) => {
    const content = {
      kind: "CONSENT",
      legalGround: "consent",
      policyVersion: 1,
      givenAt: GIVEN_AT,
      agreement: null,
    } as const;
    const row = {
      id,
      ...columnsOf(content),
      recordedBy: "bench",
      subjectCount,
      subjectList: null,
      freeTextCommitments: null,
    };
    const { ledgerSalt } = await insertFacts(tx, [row]);
    await insertListedMembers(tx, id, segmentsOfList(list), ledgerSalt);
  });
}

async function measureSingles(
  bench: Bench,
  owner: DataSource,
  registry: BenchServer,
  plain: DataSource,
): Promise<Measurement[]> {
  const { batch, rounds } = bench.sizes;
  const before = await bytesOfTables(owner, TABLES);
  const seconds: { readonly ours: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bench.step(`one by one, round ${round + 1} of ${rounds}`);
    await bench.settle();
    const startedAt = performance.now();
    for (let call = 0; call < CALLS; call += 1)
      await recordBatch(registry, (round * CALLS + call) * batch, batch);
    seconds.push({ ours: (performance.now() - startedAt) / 1_000 });
  }
  const consented = rounds * CALLS * batch;
  const bytes = (await bytesOfTables(owner, TABLES)) - before;
  return [
    {
      measure: `a consent on record with its indexes, ${consented.toLocaleString("en-US")} given one by one`,
      unit: "bytes",
      ours: bytes / consented,
      plain: { way: "a row a consent", value: (await bytesOfTables(plain, ["consent"])) / bench.sizes.list },
    },
    {
      measure: `consents recorded by calls of ${batch.toLocaleString("en-US")}, one caller`,
      unit: "/s",
      ours: (CALLS * batch) / medianBy(seconds, ({ ours }) => ours).ours,
    },
  ];
}

async function recordBatch(registry: BenchServer, first: number, count: number): Promise<void> {
  const inputs = Array.from({ length: count }, (_, user) => ({
    id: v7(),
    subject: referenceOf(first + user),
    legalGround: "consent",
    policyVersion: 1,
    givenAt: new Date(GIVEN_AT.getTime() + first + user),
  }));
  const { recordConsents } = await ask<{ recordConsents: { results: readonly { created: boolean }[] } }>(
    registry,
    "mutation ($inputs: [RecordConsentInput!]!) { recordConsents(inputs: $inputs) { results { created } } }",
    { inputs },
  );
  if (!recordConsents.results.every(({ created }) => created)) throw new Error("A consent was not recorded.");
}
