import { describe, expect, it } from "@jest/globals";
import type { EntityManager } from "typeorm";
import { DisclosureRollup } from "../../../src/modules/disclosures/index.js";
import { startOver } from "../../../src/modules/disclosures/statistics/disclosure-rollup.repository.js";
import { countStatistics } from "../../../src/modules/disclosures/statistics/disclosure-statistics.repository.js";
import { findStanding } from "../../../src/modules/disclosures/statistics/statistics-standing.repository.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { disclosureInput } from "../../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../../support/disclosure-operations.js";
import { countedRows } from "../../support/disclosure-statistics.js";
import { withTestServer } from "../../support/test-server.js";

const server = withTestServer();

const TIME_ZONE = "Asia/Almaty";
const WRITERS = 3;
const ROUNDS = 15;
const BATCH = 20;

/** Records batches, and voids or restates one of each. */
async function write(writer: number): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const inputs = Array.from({ length: BATCH }, (_, n) =>
      disclosureInput({
        occurredAt: `2026-0${1 + ((writer + n) % 3)}-01T10:00:00Z`,
        recipient: n % 2 === 0 ? "example_courier" : "example_bank",
        subjects: [`user ${n}`, `user of ${writer}`],
      }),
    );
    await server.admin.request(RECORD_BATCH, { inputs });
    const { id, ...restated } = disclosureInput({ subjects: ["somebody else"] });
    const change = round % 2 === 0 ? { void: true } : { restated };
    await server.admin.request(AMEND, {
      input: { id, amends: inputs[round]!.id, reason: "A correction.", ...change },
    });
  }
}

interface Total {
  readonly recipient: string;
  readonly startsOn: string;
  readonly disclosures: string;
  readonly subjectDisclosures: string;
}

/** What looking at every disclosure comes to. */
function countOneByOne(db: EntityManager): Promise<Total[]> {
  return run<Total>(
    db,
    sql`SELECT date_trunc('month', occurred_at AT TIME ZONE ${TIME_ZONE})::date::text AS "startsOn", recipient,
               count(*)::text AS disclosures, sum(subject_count)::text AS "subjectDisclosures"
          FROM disclosure d WHERE NOT EXISTS (SELECT FROM superseded s WHERE s.disclosure_id = d.id)
         GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

async function countByStatistics(db: EntityManager): Promise<Total[]> {
  const standing = await findStanding(db, {
    timeZone: TIME_ZONE,
    revision: 1,
    from: undefined,
    to: undefined,
  });
  const question = {
    conditions: { includeSuperseded: false },
    groupBy: ["RECIPIENT"],
    interval: "MONTH",
    timeZone: TIME_ZONE,
  } as const;
  const counts = await countStatistics(db, question, standing, 100);
  return counts.map(({ startsOn, recipient, disclosures, subjectDisclosures }) => ({
    startsOn: startsOn!,
    recipient: recipient!,
    disclosures,
    subjectDisclosures,
  }));
}

describe("While disclosures are recorded and amended, and counted by two processes at once", () => {
  it("every snapshot of the statistics equals what looking at each disclosure comes to in it", async () => {
    let isWriting = true;
    const during = async (work: () => Promise<unknown>) => {
      for (; isWriting;) await work();
    };
    const snapshots = new Set<string>();
    const read = () =>
      server.database.owner.transaction("REPEATABLE READ", async (db) => {
        const counted = await countByStatistics(db);
        snapshots.add(JSON.stringify(counted));
        expect(counted).toEqual(await countOneByOne(db));
      });
    const count = (step: number) => () =>
      new DisclosureRollup(server.database.api, server.app.dataMap, step).count();
    const startAgain = async () => {
      await inTransaction(server.database.owner, async (tx) => {
        await run(tx, sql`SELECT FROM rollup_progress FOR UPDATE`);
        await startOver(tx, TIME_ZONE);
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
    };

    const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))).finally(
      () => (isWriting = false),
    );
    await Promise.all([writing, during(read), during(count(7)), during(count(11)), during(startAgain)]);

    expect(snapshots.size).toBeGreaterThan(10);
    await count(50)();
    await read();
    expect(await server.database.owner.query("SELECT * FROM rollup_pending")).toEqual([]);
    const [all] = await countedRows(server.admin);
    expect(all!.disclosures).toBe(WRITERS * (ROUNDS * BATCH - Math.ceil(ROUNDS / 2)));
  }, 60_000);
});
