import { afterEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { Leader, type LeaderPlace } from "../../src/platform/db/leader.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { openDoor } from "../support/door.js";
import { withTestDatabase } from "../support/test-database.js";

const SESSIONS = `application_name = 'disclosure-registry stands for leader' AND datname = current_database()`;
const HOLDER = `SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND ${SESSIONS}`;
const PATIENCE_MS = 10_000;

/** One process's candidacy, and what it has seen of being the leader. */
class Candidate {
  leads = false;
  terms = 0;
  /** What it waits for before it lets go of its work. */
  ends: () => Promise<unknown> = () => Promise.resolve();
  readonly leader: Leader;

  constructor(dataSource: DataSource, timing = { lookMs: 40, silenceMsMax: 2_000 }, place?: LeaderPlace) {
    const lead = async (until: AbortSignal): Promise<void> => {
      this.terms += 1;
      this.leads = true;
      while (!until.aborted) await sleep(5);
      await this.ends();
      this.leads = false;
    };
    this.leader = new Leader(dataSource, lead, createLogger("silent"), timing, place);
  }
}

describe("the leader among processes on one database", () => {
  const database = withTestDatabase();
  const candidates: Candidate[] = [];

  afterEach(async () => {
    await Promise.all(candidates.splice(0).map(({ leader }) => leader.stop()));
  });

  function stand(...settings: ConstructorParameters<typeof Candidate>): Candidate {
    const candidate = new Candidate(...settings);
    candidates.push(candidate);
    candidate.leader.start();
    return candidate;
  }

  const leaders = () => candidates.filter(({ leads }) => leads);

  async function until(isTrue: () => boolean): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!isTrue()) {
      if (performance.now() > end) throw new Error("It did not come true in time.");
      await sleep(5);
    }
  }

  it("is another one for each place", async () => {
    stand(database.api);
    stand(database.api, undefined, { lock: "1", work: "something else is done" });
    await until(() => leaders().length === 2);
  });

  it("is one, and when it stops another, only once its work has ended", async () => {
    for (let count = 0; count < 4; count += 1) stand(database.api);
    await until(() => leaders().length === 1);
    for (let look = 0; look < 20; look += 1, await sleep(10)) expect(leaders()).toHaveLength(1);
    const [first] = leaders();
    first!.ends = () => sleep(150);
    let most = 0;
    const stopping = first!.leader.stop();
    await until(() => {
      most = Math.max(most, leaders().length);
      return !first!.leads && leaders().length === 1;
    });
    await stopping;
    expect(most).toBe(1);
    expect(first!.terms).toBe(1);
  });

  it("is another one after its connection was lost, of which it is told, and stands again later", async () => {
    const first = stand(database.api);
    await until(() => first.leads);
    const second = stand(database.api);
    await sleep(150);
    expect(second.leads).toBe(false);
    const succeeded = until(() => second.leads);
    first.ends = () => succeeded;
    await database.api.query(`SELECT pg_terminate_backend(pid) FROM (${HOLDER}) AS holder`);
    await succeeded;
    await until(() => !first.leads);
    await second.leader.stop();
    await until(() => first.leads);
    expect(first.terms).toBe(2);
  });

  it("is another one after it was cut off or frozen, and knows it first", async () => {
    const door = await openDoor();
    const url = new URL(database.apiUrl);
    door.leadsTo = Number(url.port);
    url.port = String(door.port);
    const cutOff = createDataSource({ url: url.href, entities: [] });
    try {
      const first = stand(cutOff);
      await until(() => first.leads);
      const second = stand(database.api);
      const begin = performance.now();
      door.freeze();
      door.leadsTo = null;
      await until(() => !first.leads);
      expect(second.leads).toBe(false);
      await until(() => second.leads);
      expect(performance.now() - begin).toBeLessThan(5_000);
      expect(first.leads).toBe(false);
    } finally {
      await door.close();
    }
  });

  it("is found again by itself after every connection was ended", async () => {
    stand(database.api);
    stand(database.api);
    await until(() => leaders().length === 1);
    const terms = candidates.reduce((sum, candidate) => sum + candidate.terms, 0);
    await database.api.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${SESSIONS}`);
    await until(() => candidates.reduce((sum, candidate) => sum + candidate.terms, 0) > terms);
    await until(() => leaders().length === 1);
  });

  it("leaves no connection behind when it stops, also one that stops before it had connected", async () => {
    const [leading, waiting, hasty] = [stand(database.api), stand(database.api), stand(database.api)];
    await hasty.leader.stop();
    await until(() => leaders().length === 1);
    await Promise.all([leading.leader.stop(), waiting.leader.stop(), waiting.leader.stop()]);
    for (let connected = -1; connected !== 0; await sleep(10)) {
      const [row] = await database.api.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${SESSIONS}`,
      );
      connected = row!.count;
    }
    expect(leaders()).toEqual([]);
  });
});
