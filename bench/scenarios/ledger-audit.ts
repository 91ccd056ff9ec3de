import type { Bench, Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import { audit, type Audit } from "../ledger/verifier.js";
import { WatchedLedger } from "../ledger/watched-ledger.js";
import { loadSingles, tidy } from "../load-disclosures.js";
import { medianBy, type Measurement } from "../measurement.js";
import { recordList, uploadList } from "../registry-client.js";

const MEGABYTES_MAX = 250;
/** Memory is measured at two sizes, one so many times the other. */
const TIMES_MORE = 4;
/** What chance and the moment of a collection make of one and the same memory. */
const GROWTH_MAX = 1.2;
const SECONDS_OF_A_MINUTE = 60;

/** The full audit, by a program of its own: of disclosures of one user each, and of disclosures of lists. */
export const ledgerAudit: Scenario = {
  name: "ledger-audit",
  title: "the full audit",
  estimate: ({ audited, auditedLists, list, rounds }) =>
    15 +
    (1 + 1 / TIMES_MORE) * (audited / 8_000 + (rounds * audited) / 20_000) +
    (list + auditedLists * (50_000 + list / 5)) / 200_000,
  run: async (bench) => [...(await measureSingles(bench)), ...(await measureLists(bench))],
};

async function measureSingles(bench: Bench): Promise<readonly Measurement[]> {
  const { audited } = bench.sizes;
  const fewer = Math.ceil(audited / TIMES_MORE);
  const few = await auditSingles(bench, fewer);
  const many = await auditSingles(bench, audited);
  const disclosures = inWords(audited);
  return [
    {
      measure: `leaves filled in and published, ${disclosures} disclosures from before the ledger`,
      unit: "/s",
      ours: audited / many.filling,
    },
    {
      measure: `disclosures of one user audited, ${disclosures}`,
      unit: "/s",
      ours: audited / many.seconds,
      target: { of: "ours", atLeast: 1_000_000 / SECONDS_OF_A_MINUTE },
    },
    {
      measure: `the audit's resident memory meanwhile, most, ${disclosures}`,
      unit: "MB",
      ours: many.megabytes,
      target: { of: "ours", atMost: MEGABYTES_MAX },
    },
    {
      measure: `growth of that memory from ${inWords(fewer)} to ${disclosures}`,
      unit: "MB",
      ours: many.megabytes,
      plain: { way: "ours, the fewer", value: few.megabytes },
      target: { of: "ratio", atMost: GROWTH_MAX },
    },
  ];
}

/** Disclosures from before the ledger existed, which are given their leaves when it is switched on, and then audited. */
async function auditSingles(bench: Bench, count: number) {
  const disclosures = inWords(count);
  const database = await bench.database(`ledger_audit_singles_${count}`);
  const ledger = new WatchedLedger(bench.pool(database, 1));
  const store = await bench.store(database);
  const earlier = await bench.registry(database, { LEDGER: "off" });
  bench.step(`loading ${disclosures} disclosures of one user`);
  await loadSingles(store, count, { all: count, frequent: [] });
  await earlier.stop();
  await tidy(store);
  await bench.settle();
  bench.step("giving them their leaves");
  const server = await bench.registry(database);
  const startedAt = performance.now();
  const leaves = await ledger.untilPublished();
  const filling = (performance.now() - startedAt) / 1_000;
  await server.stop();
  if (leaves < count) throw new Error(`The ledger has ${leaves} leaves, not ${count}.`);
  await tidy(store);
  const audits = [];
  for (let round = 1; round <= bench.sizes.rounds; round += 1) {
    bench.step(`audit ${round} of ${bench.sizes.rounds} of ${disclosures} disclosures of one user`);
    audits.push(await audit(database, await ledger.verifierKey()));
  }
  return {
    filling,
    seconds: medianBy(audits, ({ seconds }) => seconds).seconds,
    megabytes: mostMegabytes(audits),
  };
}

async function measureLists(bench: Bench): Promise<readonly Measurement[]> {
  const { list: size, auditedLists, rounds } = bench.sizes;
  const database = await bench.database("ledger_audit_lists");
  const server = await bench.registry(database);
  const ledger = new WatchedLedger(bench.pool(database, 1));
  const users = inWords(size);
  bench.step(`recording ${auditedLists} disclosures of ${users} users`);
  const list = await uploadList(server, csvOf(usersBetween(0, size)));
  for (let recorded = 0; recorded < auditedLists; recorded += 1) await recordList(server, list);
  await ledger.untilPublished();
  await server.stop();
  const audits = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`audit ${round} of ${rounds} of ${auditedLists} disclosures of ${users} users`);
    audits.push(await audit(database, await ledger.verifierKey()));
  }
  const lists = `${auditedLists} disclosures of ${users} users`;
  return [
    {
      measure: `pairs audited, ${lists}`,
      unit: "/s",
      ours: (auditedLists * size) / medianBy(audits, ({ seconds }) => seconds).seconds,
      target: { of: "ours", atLeast: 5_000_000 },
    },
    {
      measure: `the audit's resident memory meanwhile, most, ${lists}`,
      unit: "MB",
      ours: mostMegabytes(audits),
      target: { of: "ours", atMost: MEGABYTES_MAX },
    },
  ];
}

const inWords = (count: number) => count.toLocaleString("en-US");

function mostMegabytes(audits: readonly Audit[]): number {
  return Math.max(...audits.map(({ bytesMax }) => bytesMax)) / 2 ** 20;
}
