import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import type { DataSource } from "typeorm";
import { leaves } from "../../../src/leaves.js";
import { insertFacts, insertMembers } from "../../../src/modules/consents/subject-facts.repository.js";
import { columnsOf } from "../../../src/modules/consents/subject-fact-row.js";
import { LeafBackfill, prepareLog } from "../../../src/modules/ledger/index.js";
import { numberAt } from "../../../src/modules/subjects/index.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { findKindsAmiss } from "../../support/leaves-in-ledger.js";
import { recordOneOfEachLeaf } from "../../support/one-of-each-leaf.js";
import { withTestDatabase } from "../../support/test-database.js";
import { openTestLedger, type TestLedger } from "../../support/test-ledger.js";
import { withTestServer } from "../../support/test-server.js";

const kinds = leaves.map(({ table }) => table);
const never = new AbortController().signal;

interface Leaf {
  readonly event: string;
  readonly kind: string;
  readonly text: string;
}

function pendingOf(owner: DataSource): Promise<Leaf[]> {
  return run<Leaf>(
    owner.manager,
    sql`SELECT event, kind, convert_from(leaf, 'UTF8') AS text FROM ledger_pending ORDER BY kind, event`,
  );
}

async function queue(owner: DataSource): Promise<void> {
  await run(owner.manager, sql`DELETE FROM ledger_backfill`);
  await run(owner.manager, sql`INSERT INTO ledger_backfill (kind) SELECT unnest(${kinds}::text[])`);
}

async function stillQueued(owner: DataSource): Promise<string[]> {
  const rows = await run<{ kind: string }>(owner.manager, sql`SELECT kind FROM ledger_backfill`);
  return rows.map(({ kind }) => kind);
}

describe("Leaves of events that were recorded while the ledger was off", () => {
  const server = withTestServer();

  it("are to the letter those that would have been left then, of every kind", async () => {
    const { owner, api } = server.database;
    await recordOneOfEachLeaf(server);
    const left = await pendingOf(owner);
    expect([...new Set(left.map(({ kind }) => kind))].toSorted()).toEqual(kinds.toSorted());
    await run(owner.manager, sql`DELETE FROM ledger_pending`);
    await queue(owner);
    await new LeafBackfill(api, leaves, { rows: 3, users: 400 }).run(never);
    expect(await pendingOf(owner)).toEqual(left);
    expect(await stillQueued(owner)).toEqual([]);
  });
});

describe("A ledger that is switched off and on", () => {
  const database = withTestDatabase();
  const backfill = () => new LeafBackfill(database.api, leaves, { rows: 7, users: 1_000 });
  const switchTo = async (isOn: boolean) => {
    await run(database.owner.manager, sql`UPDATE ledger_log SET is_on = ${isOn}`);
    if (isOn) await queue(database.owner);
  };
  const hasLeaf = async (event: string) => {
    const [row] = await run<{ leaves: number }>(
      database.owner.manager,
      sql`SELECT (SELECT count(*) FROM ledger_pending WHERE event = ${event})::int
               + (SELECT count(*) FROM ledger_leaf WHERE event = ${event})::int AS leaves`,
    );
    return row!.leaves === 1;
  };
  const recordIn = async (tx: Tx): Promise<string> => {
    const id = v7();
    const content = { kind: "ERASURE", erasedAt: new Date() } as const;
    const subjects = [1, 2, 5_000].map((slot) => numberAt({ segment: 0, slot }));
    const { ledgerSalt } = await insertFacts(tx, [
      {
        id,
        ...columnsOf(content),
        recordedBy: "test",
        subjectCount: 3,
        subjectList: null,
        freeTextCommitments: null,
      },
    ]);
    await insertMembers(tx, [{ id, subjects }], ledgerSalt);
    return id;
  };
  const record = () => inTransaction(database.api, recordIn);
  const recordMany = async (count: number) => {
    for (let n = 0; n < count; n += 1) await record();
  };

  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await openTestLedger(database.sequencerUrl);
  });
  afterAll(() => ledger.close());
  beforeEach(() => switchTo(true));

  it("leaves nothing while it is off, and catches up once", async () => {
    await switchTo(false);
    const id = await record();
    await backfill().run(never);
    expect(await hasLeaf(id)).toBe(false);
    await switchTo(true);
    await backfill().run(never);
    expect(await hasLeaf(id)).toBe(true);
    await queue(database.owner);
    await backfill().run(never);
    expect(await findKindsAmiss(database.owner)).toEqual([]);
  });

  it("goes on where it stopped, and fills in the rest after a restart", async () => {
    await switchTo(false);
    await recordMany(60);
    await switchTo(true);
    const stop = new AbortController();
    const stopped = new LeafBackfill(database.api, leaves, { rows: 1, users: 1_000 }).run(stop.signal);
    const reached = async () => {
      const [row] = await run<{ reached: string | null }>(
        database.owner.manager,
        sql`SELECT reached FROM ledger_backfill WHERE kind = 'subject_fact'`,
      );
      return row!.reached;
    };
    while ((await reached()) === null) await sleep(1);
    stop.abort();
    await stopped;
    expect(await reached()).not.toBeNull();
    expect(await findKindsAmiss(database.owner)).toMatchObject([{ kind: "subject_fact" }]);
    await backfill().run(never);
    expect(await findKindsAmiss(database.owner)).toEqual([]);
  });

  it.each(["a row that it has not committed", "no row yet, and no number"])(
    "waits for a transaction that saw it off and has %s",
    async (what) => {
      await switchTo(false);
      let id = "";
      let running: Promise<void> | undefined;
      await database.api.transaction("REPEATABLE READ", async (manager) => {
        const tx = manager as Tx;
        await run(tx, sql`SELECT is_on FROM ledger_log`);
        if (what.startsWith("a row")) id = await recordIn(tx);
        await switchTo(true);
        running = backfill().run(never);
        await sleep(200);
        expect(await stillQueued(database.owner)).toHaveLength(kinds.length);
        if (id === "") id = await recordIn(tx);
      });
      expect(await hasLeaf(id)).toBe(false);
      await running;
      expect(await hasLeaf(id)).toBe(true);
      expect(await findKindsAmiss(database.owner)).toEqual([]);
    },
  );

  it("that is switched off and on again meanwhile begins anew", async () => {
    await switchTo(false);
    let running: Promise<void> | undefined;
    await inTransaction(database.api, async (tx) => {
      await recordIn(tx);
      await switchTo(true);
      running = backfill().run(never);
      await sleep(100);
      await switchTo(false);
      await switchTo(true);
    });
    await running;
    expect(await stillQueued(database.owner)).toHaveLength(kinds.length);
    await backfill().run(never);
    expect(await findKindsAmiss(database.owner)).toEqual([]);
  });

  it("gives each event one leaf while two fill in, others record, and the sequencer takes what is there", async () => {
    await switchTo(false);
    await recordMany(80);
    await switchTo(true);
    let isOver = false;
    const sequencing = (async () => {
      while (!isOver) await ledger.writer.write();
    })();
    await Promise.all([backfill().run(never), backfill().run(never), recordMany(40), recordMany(40)]);
    isOver = true;
    await sequencing;
    await ledger.publish();
    expect(await stillQueued(database.owner)).toEqual([]);
    expect(await pendingOf(database.owner)).toEqual([]);
    expect(await findKindsAmiss(database.owner)).toEqual([]);
  });

  it("is queued to be filled in by whoever switches it on, and by nobody who finds it on", async () => {
    const settings = { origin: null, keyFile: `${ledger.folder}/key`, kinds };
    const queuedBy = async (isOn: boolean) => {
      await run(database.owner.manager, sql`DELETE FROM ledger_backfill`);
      await prepareLog(ledger.dataSource, { ...settings, isOn });
      return stillQueued(database.owner);
    };
    expect(await queuedBy(true)).toEqual([]);
    expect(await queuedBy(false)).toEqual([]);
    expect((await queuedBy(true)).toSorted()).toEqual(kinds.toSorted());
  });
});
