import type { Bench, Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import { audit } from "../ledger/verifier.js";
import { WatchedLedger } from "../ledger/watched-ledger.js";
import { loadSingles, tidy } from "../load-disclosures.js";
import { medianBy, type Measurement } from "../measurement.js";
import { recordList, uploadList } from "../registry-client.js";

const MEGABYTES_MAX = 250;
const SECONDS_OF_A_MINUTE = 60;

/** The full audit, by a program of its own: of disclosures of one user each, and of disclosures of lists. */
export const ledgerAudit: Scenario = {
  name: "ledger-audit",
  title: "the full audit",
  estimate: ({ audited, auditedLists, list, rounds }) =>
    15 +
    audited / 8_000 +
    (rounds * audited) / 20_000 +
    (list + auditedLists * (50_000 + list / 5)) / 200_000,
  run: async (bench) => [...(await measureSingles(bench)), await measureLists(bench)],
};

/** Disclosures from before the ledger existed, which are given their leaves when it is switched on. */
async function measureSingles(bench: Bench): Promise<readonly Measurement[]> {
  const { audited, rounds } = bench.sizes;
  const disclosures = audited.toLocaleString("en-US");
  const database = await bench.database("ledger_audit_singles");
  const ledger = new WatchedLedger(bench.pool(database, 1));
  const store = await bench.store(database);
  const earlier = await bench.registry(database, { LEDGER: "off" });
  bench.step(`loading ${disclosures} disclosures of one user`);
  await loadSingles(store, audited, { all: audited, frequent: [] });
  await earlier.stop();
  await tidy(store);
  await bench.settle();
  bench.step("giving them their leaves");
  const server = await bench.registry(database);
  const startedAt = performance.now();
  const leaves = await ledger.untilPublished();
  const filling = (performance.now() - startedAt) / 1_000;
  await server.stop();
  if (leaves < audited) throw new Error(`The ledger has ${leaves} leaves, not ${audited}.`);
  await tidy(store);
  const audits = [];
  for (let round = 1; round <= rounds; round += 1) {
    bench.step(`audit ${round} of ${rounds} of ${disclosures} disclosures of one user`);
    audits.push(await audit(database, await ledger.verifierKey()));
  }
  return [
    {
      measure: `leaves filled in and published, ${disclosures} disclosures from before the ledger`,
      unit: "/s",
      ours: audited / filling,
    },
    {
      measure: `disclosures of one user audited, ${disclosures}`,
      unit: "/s",
      ours: audited / medianBy(audits, ({ seconds }) => seconds).seconds,
      target: { of: "ours", atLeast: 1_000_000 / SECONDS_OF_A_MINUTE },
    },
    {
      measure: "the audit's resident memory meanwhile, most",
      unit: "MB",
      ours: Math.max(...audits.map(({ bytesMax }) => bytesMax)) / 2 ** 20,
      target: { of: "ours", atMost: MEGABYTES_MAX },
    },
  ];
}

async function measureLists(bench: Bench): Promise<Measurement> {
  const { list: size, auditedLists, rounds } = bench.sizes;
  const database = await bench.database("ledger_audit_lists");
  const server = await bench.registry(database);
  const ledger = new WatchedLedger(bench.pool(database, 1));
  const users = size.toLocaleString("en-US");
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
  return {
    measure: `pairs audited, ${auditedLists} disclosures of ${users} users`,
    unit: "/s",
    ours: (auditedLists * size) / medianBy(audits, ({ seconds }) => seconds).seconds,
    target: { of: "ours", atLeast: 5_000_000 },
    details: { mostMB: Math.max(...audits.map(({ bytesMax }) => bytesMax)) / 2 ** 20 },
  };
}
