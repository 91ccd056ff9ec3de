import { describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import type { FactContent } from "../../src/modules/consents/index.js";
import { PendingJudgements } from "../../src/modules/policy/index.js";
import type { SubjectNumber } from "../../src/modules/subjects/index.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import {
  blockFrom,
  judgeToTheEnd,
  numbersOf,
  recordFact,
  recordFactIn,
  rejudgingOf,
} from "../support/late-facts.js";
import { withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const server = withTestServer();
const api = () => server.database.api;
const BEFORE = "2026-02-01T00:00:00.000Z";
const CONSENT: FactContent = {
  kind: "CONSENT",
  legalGround: "consent",
  policyVersion: 1,
  givenAt: new Date(BEFORE),
  agreement: null,
};
const STEPS = { lookedUpUsers: 1_000, found: 2, lookedThrough: 2 };

async function disclose(user: string, changes: Record<string, unknown> = {}): Promise<string> {
  const input = disclosureInput({ subjects: [user], ...changes });
  await server.admin.request(RECORD, { input });
  return input.id;
}

/** A user whom a disclosure has made known. */
async function known(): Promise<{ user: string; number: SubjectNumber; id: string }> {
  const user = v7();
  const id = await disclose(user);
  const [number] = await numbersOf(api(), [id]);
  return { user, number: number!, id };
}

/** Runs `work` while nobody can write to a table; it goes on when `work` has ended. */
async function whileLocked<Result>(table: string, work: () => Promise<Result>): Promise<Result> {
  const runner = server.database.owner.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    return await work();
  } finally {
    await runner.commitTransaction();
    await runner.release();
  }
}

interface Judged {
  readonly disclosure: string;
  readonly causeId: string | null;
  readonly blocked: number;
}

/** The judgements that stand of some disclosures, in the order of the disclosures. */
function standing(disclosureIds: readonly string[]): Promise<Judged[]> {
  return server.database.owner.query<Judged[]>(
    `SELECT j.disclosure_id AS disclosure, j.cause_id AS "causeId",
            (SELECT count(*)::int FROM finding f WHERE f.judgement_id = j.id AND f.code = 'SUBJECT_BLOCKED') AS blocked
       FROM judgement j
      WHERE j.disclosure_id = ANY ($1) AND NOT EXISTS (SELECT FROM judgement_superseded s WHERE s.judgement_id = j.id)
      ORDER BY j.disclosure_id`,
    [disclosureIds],
  );
}

/** How often disclosures were judged again. */
async function countRejudged(disclosureIds: readonly string[]): Promise<number> {
  const [row] = await server.database.owner.query<{ count: number }[]>(
    "SELECT count(*)::int AS count FROM judgement WHERE disclosure_id = ANY ($1) AND cause <> 'RECORDED'",
    [disclosureIds],
  );
  return row!.count;
}

const judgeAgain = () => judgeToTheEnd(server);
/** What is settled now; others may keep more waiting. */
const judgeSettled = async (until?: AbortSignal) => (await rejudgingOf(server, STEPS)).run(until);
/** Until everything pending can be looked into. */
async function untilSettled(): Promise<void> {
  const pending = new PendingJudgements(api());
  while ((await pending.findSettled(1_000)).length < (await pending.count())) await sleep(20);
}
const countPending = () => new PendingJudgements(api()).count();

describe("a fact and a disclosure of its user at the same moment", () => {
  it("meet although the disclosure looked before the fact was committed", async () => {
    const { user, number } = await known();
    let disclosing: Promise<string> = Promise.resolve("");
    let fact = "";
    await whileLocked("disclosure_fingerprint", async () => {
      // It has asked for what is known of its user, and now waits to write what else it has to.
      disclosing = disclose(user);
      await untilWaiting(api(), 1);
      fact = await recordFact(api(), blockFrom(BEFORE), [number]);
      await judgeSettled();
      expect(await countPending()).toBe(1);
    });
    const id = await disclosing;
    expect((await standing([id])).map(({ blocked }) => blocked)).not.toContain(1);
    await judgeAgain();
    expect(await standing([id])).toEqual([{ disclosure: id, causeId: fact, blocked: 1 }]);
    expect(await countPending()).toBe(0);
  });

  it("meet although the fact was being recorded, unseen, all the while the disclosure was", async () => {
    const { user, number } = await known();
    let fact = "";
    const id = await inTransaction(api(), async (tx) => {
      fact = await recordFactIn(tx, blockFrom(BEFORE), [number]);
      const disclosed = await disclose(user);
      await judgeSettled();
      return disclosed;
    });
    expect((await standing([id])).map(({ blocked }) => blocked)).not.toContain(1);
    await judgeAgain();
    expect(await standing([id])).toEqual([{ disclosure: id, causeId: fact, blocked: 1 }]);
  });

  it("meet at once where the fact was committed first, and are judged once", async () => {
    const { user, number } = await known();
    await recordFact(api(), blockFrom(BEFORE), [number]);
    const id = await disclose(user);
    expect(await standing([id])).toEqual([{ disclosure: id, causeId: null, blocked: 1 }]);
    await judgeAgain();
    expect(await countRejudged([id])).toBe(0);
  });
});

describe("many facts at once about users of one disclosure", () => {
  it("are judged together, and one that is a cause is named", async () => {
    const users = Array.from({ length: 2_000 }, () => v7());
    const id = await disclose("unused", { subjects: users, legalGround: "consent" });
    const numbers = await numbersOf(api(), [id]);
    await recordFact(api(), CONSENT, numbers);
    await judgeAgain();
    const blocks: string[] = [];
    await inTransaction(api(), async (tx) => {
      for (const number of numbers.slice(0, 500))
        blocks.push(await recordFactIn(tx, blockFrom(BEFORE), [number]));
    });
    await untilSettled();
    await judgeAgain();
    const judgements = await standing([id]);
    expect(judgements.map(({ blocked }) => blocked)).toEqual([1]);
    expect(blocks).toContain(judgements[0]!.causeId);
  });
});

describe("judging again and amending at the same moment", () => {
  it("leave no judgement of the amended disclosure standing", async () => {
    const { number, id } = await known();
    await recordFact(api(), blockFrom(BEFORE), [number]);
    const input = { id: v7(), amends: id, reason: "It never happened", void: true };
    let working: Promise<unknown> = Promise.resolve();
    await whileLocked("judgement", async () => {
      // It holds the disclosure's judgements and waits to write another; amending waits for it.
      await untilSettled();
      const judging = judgeSettled();
      await untilWaiting(api(), 1);
      working = Promise.all([judging, server.admin.request(AMEND, { input })]);
      await untilWaiting(api(), 2);
    });
    await working;
    expect(await standing([id])).toEqual([]);
    expect(await countRejudged([id])).toBe(1);
  });
});

describe("judging again", () => {
  /** Disclosures of one user that a fact touches, and the fact. */
  async function touched(count: number): Promise<{ ids: string[]; fact: string }> {
    const { user, number, id } = await known();
    const ids = [id];
    while (ids.length < count) ids.push(await disclose(user));
    return { ids: ids.sort(), fact: await recordFact(api(), blockFrom(BEFORE), [number]) };
  }

  it("goes on after a stop where it was", async () => {
    const { ids, fact } = await touched(5);
    let looks = 0;
    const afterOneStep = Object.defineProperty(new AbortController().signal, "aborted", {
      get: () => ++looks > 2,
    });
    await untilSettled();
    await judgeSettled(afterOneStep);
    expect(await countRejudged(ids)).toBe(2);
    expect(await new PendingJudgements(api()).findSettled(10)).toMatchObject([
      { causeId: fact, reached: ids[1] },
    ]);
    expect(await countPending()).toBe(1);
    await judgeToTheEnd(server, STEPS);
    expect(await countRejudged(ids)).toBe(5);
    expect(await standing(ids)).toEqual(ids.map((disclosure) => ({ disclosure, causeId: fact, blocked: 1 })));
  });

  it("begun over changes nothing that it has done before", async () => {
    const { ids, fact } = await touched(3);
    await judgeAgain();
    await inTransaction(api(), (tx) => new PendingJudgements(api()).factsRecorded(tx, [fact]));
    await judgeAgain();
    expect(await countRejudged(ids)).toBe(3);
    expect(await countPending()).toBe(0);
  });

  it("by two leaders at once judges everything once", async () => {
    const { ids, fact } = await touched(9);
    await untilSettled();
    await Promise.all([1, 2, 3].map(() => judgeSettled()));
    expect(await countRejudged(ids)).toBe(9);
    expect(await standing(ids)).toEqual(ids.map((disclosure) => ({ disclosure, causeId: fact, blocked: 1 })));
    expect(await countPending()).toBe(0);
  });

  it("leaves for later what fails, and does the rest", async () => {
    const failing = await touched(1);
    const others = await touched(2);
    const { owner } = server.database;
    await owner.query(
      `ALTER TABLE judgement ADD CONSTRAINT refused CHECK (disclosure_id <> '${failing.ids[0]}') NOT VALID`,
    );
    await untilSettled();
    await expect(judgeSettled()).rejects.toThrow("refused");
    expect(await countRejudged(failing.ids)).toBe(0);
    expect(await countRejudged(others.ids)).toBe(2);
    expect(await countPending()).toBe(1);
    await owner.query("ALTER TABLE judgement DROP CONSTRAINT refused");
    await judgeAgain();
    expect(await standing(failing.ids)).toEqual([
      { disclosure: failing.ids[0], causeId: failing.fact, blocked: 1 },
    ]);
    expect(await countPending()).toBe(0);
  });
});
