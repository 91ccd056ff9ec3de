import { afterEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { v7 } from "uuid";
import { PendingJudgements, type PendingCause } from "../../../src/modules/policy/index.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { withTestDatabase } from "../../support/test-database.js";

const database = withTestDatabase();
const LIMIT = 1_000;

/** A transaction that is under way, as one that records a disclosure or a fact. */
class UnderWay {
  private constructor(private readonly runner: QueryRunner) {}

  static async begin(): Promise<UnderWay> {
    const runner = database.api.createQueryRunner();
    await runner.startTransaction();
    return new UnderWay(runner);
  }

  get tx(): Tx {
    return this.runner.manager as Tx;
  }

  /** From its first INSERT on a transaction has a number. */
  async write(): Promise<void> {
    await this.runner.query("INSERT INTO rollup_pending (disclosure_id, kind) VALUES ($1, 'RECORDED')", [
      v7(),
    ]);
  }

  async seesAny(): Promise<boolean> {
    const [row] = (await this.runner.query("SELECT count(*)::int AS count FROM judgement_pending")) as {
      count: number;
    }[];
    return row!.count > 0;
  }

  async end(how: "commit" | "rollback" = "commit"): Promise<void> {
    if (how === "commit") await this.runner.commitTransaction();
    else await this.runner.rollbackTransaction();
    await this.runner.release();
  }
}

const queue = () => new PendingJudgements(database.api);
const settled = async () => (await queue().findSettled(LIMIT)).map(({ causeId }) => causeId);

/** The causes, once there are any: what others do meanwhile on the same PostgreSQL, in whatever database, may keep them waiting. */
async function settledAtLast(): Promise<PendingCause[]> {
  for (;;) {
    const causes = await queue().findSettled(LIMIT);
    if (causes.length > 0) return causes;
    await sleep(20);
  }
}
const idsAtLast = async () => (await settledAtLast()).map(({ causeId }) => causeId);

function recordFact(id = v7()): Promise<string> {
  return inTransaction(database.api, async (tx) => {
    await queue().factsRecorded(tx, [id]);
    return id;
  });
}

afterEach(async () => {
  await database.owner.query("DELETE FROM judgement_pending");
});

describe("a fact that may let disclosures be judged otherwise", () => {
  it("is handed out once it is committed, and as long as it is pending", async () => {
    const recording = await UnderWay.begin();
    const id = v7();
    await queue().factsRecorded(recording.tx, [id]);
    expect(await settled()).toEqual([]);
    expect(await queue().count()).toBe(0);
    await recording.end();
    expect(await idsAtLast()).toEqual([id]);
    expect(await idsAtLast()).toEqual([id]);
    expect(await queue().count()).toBe(1);
    await queue().finish(await settledAtLast());
    expect(await settled()).toEqual([]);
    expect(await queue().count()).toBe(0);
  });

  it("waits for a disclosure that began to be recorded before it, and did not see it", async () => {
    const disclosing = await UnderWay.begin();
    await disclosing.write();
    expect(await disclosing.seesAny()).toBe(false);
    const id = await recordFact();
    expect(await settled()).toEqual([]);
    await disclosing.end();
    expect(await idsAtLast()).toEqual([id]);
  });

  it("waits for a disclosure that began after it, and looked before it was committed", async () => {
    const recording = await UnderWay.begin();
    const id = v7();
    await queue().factsRecorded(recording.tx, [id]);
    // The highest number of all that are under way: the limit of a snapshot taken now is this very number.
    const disclosing = await UnderWay.begin();
    await disclosing.write();
    expect(await disclosing.seesAny()).toBe(false);
    await recording.end();
    expect(await settled()).toEqual([]);
    await disclosing.end();
    expect(await idsAtLast()).toEqual([id]);
  });

  it("waits no longer for a disclosure that came to nothing", async () => {
    const disclosing = await UnderWay.begin();
    await disclosing.write();
    const id = await recordFact();
    expect(await settled()).toEqual([]);
    await disclosing.end("rollback");
    expect(await idsAtLast()).toEqual([id]);
  });

  it("does not wait for what began to be recorded after it was seen to be committed", async () => {
    const first = await UnderWay.begin();
    await first.write();
    const id = await recordFact();
    expect(await settled()).toEqual([]);
    const later = await UnderWay.begin();
    await later.write();
    await first.end();
    expect(await idsAtLast()).toEqual([id]);
    await later.end();
  });

  it("does not wait for those who only read", async () => {
    const reading = await UnderWay.begin();
    expect(await reading.seesAny()).toBe(false);
    const id = await recordFact();
    expect(await idsAtLast()).toEqual([id]);
    await reading.end();
  });

  it("is found however many are recorded at once, and some can be left for later", async () => {
    const ids = Array.from({ length: 5 }, () => v7()).sort();
    await inTransaction(database.api, (tx) => queue().factsRecorded(tx, ids));
    await settledAtLast();
    expect((await queue().findSettled(2)).map(({ causeId }) => causeId)).toEqual(ids.slice(0, 2));
    expect((await queue().findSettled(2, ids.slice(0, 2))).map(({ causeId }) => causeId)).toEqual(
      ids.slice(2, 4),
    );
  });

  it("remembers how far it has come, and never less far", async () => {
    await recordFact();
    const [far, near] = [v7({ msecs: 2_000 }), v7({ msecs: 1_000 })];
    const causes = await settledAtLast();
    expect(causes).toMatchObject([{ cause: "FACT", requestId: null, reached: null }]);
    await queue().advance(causes, far);
    await queue().advance(causes, near);
    expect(await settledAtLast()).toMatchObject([{ reached: far }]);
  });

  it("is lost with the transaction that would have recorded it, and with nothing else", async () => {
    const recording = await UnderWay.begin();
    await queue().factsRecorded(recording.tx, [v7()]);
    await recording.end("rollback");
    expect(await settled()).toEqual([]);
  });
});

describe("a review of an authority's request", () => {
  it("is handed out with the request", async () => {
    const [requestId, reviewId] = [v7(), v7()];
    await inTransaction(database.api, (tx) => queue().reviewRecorded(tx, requestId, reviewId));
    expect(await settledAtLast()).toEqual([{ causeId: reviewId, cause: "REVIEW", requestId, reached: null }]);
  });
});
