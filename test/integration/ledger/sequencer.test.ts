import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import { leafHash, rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import { nodesFromTiles, rootAt } from "../../../src/modules/ledger/core/tree-proofs.js";
import { findTilesAt } from "../../../src/modules/ledger/sequencing/sequencer.repository.js";
import { Sequencer } from "../../../src/modules/ledger/sequencing/sequencer.service.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { insertPending } from "../../support/pending-leaves.js";
import { withTestDatabase } from "../../support/test-database.js";

describe("the sequencer", () => {
  const database = withTestDatabase();
  let one: DataSource;
  let other: DataSource;

  beforeAll(async () => {
    const settings = { url: database.sequencerUrl, entities: [], poolSize: 1 };
    one = await createDataSource(settings).initialize();
    other = await createDataSource(settings).initialize();
  });
  afterAll(async () => {
    await one.destroy();
    await other.destroy();
  });

  const leavesInPlace = (): Promise<{ index: string; text: string }[]> =>
    database.api.query("SELECT index, convert_from(leaf, 'UTF8') AS text FROM ledger_leaf ORDER BY index");

  /** Whether the places have no gap, and head and tiles are those of the leaves in them; answers the leaves. */
  async function expectWholeLog(): Promise<string[]> {
    const leaves = await leavesInPlace();
    expect(leaves.map(({ index }) => Number(index))).toEqual(leaves.map((_, place) => place));
    const size = leaves.length;
    expect(await database.api.query("SELECT size FROM ledger_head")).toEqual([{ size: String(size) }]);
    const read = nodesFromTiles(size, async (places) => {
      const tiles = await findTilesAt(one.manager, places);
      return places.map(
        ({ level, number }) => tiles.find((tile) => tile.level === level && tile.number === number)!.hashes,
      );
    });
    expect(await rootAt(size, read)).toEqual(rootOf(leaves.map(({ text }) => leafHash(Buffer.from(text)))));
    return leaves.map(({ text }) => text);
  }

  it("gives everything that waits one place without a gap, in whatever steps, and grows the tiles with it", async () => {
    const expected = await insertPending(database.api, 700, "steps");
    expect(await new Sequencer(one, 150).placeAll()).toBe(700);
    expect(new Set(await expectWholeLog())).toEqual(new Set(expected));
    expect(await database.api.query("SELECT count(*)::int FROM ledger_pending")).toEqual([{ count: 0 }]);
    expect(await new Sequencer(one).placeAll()).toBe(0);
  });

  it("leaves the head alone where nothing waits", async () => {
    const holding = other.createQueryRunner();
    await holding.startTransaction();
    await holding.query("SELECT FROM ledger_head FOR UPDATE");
    expect(await new Sequencer(one).placeAll()).toBe(0);
    await holding.rollbackTransaction();
    await holding.release();
  });

  it("places what was recorded earlier and committed later", async () => {
    const late = database.api.createQueryRunner();
    await late.startTransaction();
    // The lowest of all events: a sequencer that goes on from where it was would never see it.
    const event = "00000000-0000-7000-8000-000000000001";
    await late.query("INSERT INTO ledger_pending VALUES ($1, 'late', 'late')", [event]);
    await insertPending(database.api, 5, "before");
    const sequencer = new Sequencer(one);
    expect(await sequencer.placeAll()).toBe(5);
    await late.commitTransaction();
    await late.release();
    expect(await sequencer.placeAll()).toBe(1);
    expect((await expectWholeLog()).at(-1)).toBe("late");
  });

  it("comes to an end while ever more comes in, each behind the last, so that all can be published", async () => {
    let [recorded, isOver] = [0, false];
    const record = async () => {
      while (!isOver && recorded < 3_000) {
        recorded += 1;
        const event = `ffffffff-0000-7000-8000-${String(recorded).padStart(12, "0")}`;
        await database.api.query("INSERT INTO ledger_pending VALUES ($1, 'stream', 'stream')", [event]);
      }
    };
    const recording = Promise.all(Array.from({ length: 8 }, record));
    await insertPending(database.api, 20, "first");
    expect(await new Sequencer(one, 500).placeAll()).toBeGreaterThanOrEqual(20);
    isOver = true;
    await recording;
    expect(recorded).toBeLessThan(3_000);
    await new Sequencer(one).placeAll();
    await expectWholeLog();
  });

  it("is right beside another one, in small steps and while more comes in", async () => {
    const before = (await leavesInPlace()).length;
    const sequencers = [new Sequencer(one, 17), new Sequencer(other, 23)];
    await insertPending(database.api, 400, "beside");
    const more = Array.from({ length: 10 }, (_, round) => insertPending(database.api, 20, `more ${round}`));
    const placed = await Promise.all(sequencers.map((sequencer) => sequencer.placeAll()));
    await Promise.all(more);
    const rest = await sequencers[0]!.placeAll();
    expect(placed[0]! + placed[1]! + rest).toBe(600);
    expect(new Set((await expectWholeLog()).slice(before)).size).toBe(600);
  });

  it("undoes a step that fails in the middle, and does it again the next time", async () => {
    const before = (await leavesInPlace()).length;
    const expected = await insertPending(database.api, 30, "again");
    for (const table of ["ledger_leaf", "ledger_tile", "ledger_head"]) {
      // Stands for a crash there: the step is one transaction, so that nothing of it may stay.
      await database.owner.query(`REVOKE INSERT, UPDATE ON ${table} FROM ${await roleOfSequencer()}`);
      await expect(new Sequencer(one).placeAll()).rejects.toThrow("permission denied");
      await database.owner.query(
        table === "ledger_head"
          ? `GRANT UPDATE (size) ON ${table} TO ${await roleOfSequencer()}`
          : `GRANT INSERT${table === "ledger_tile" ? ", UPDATE (hashes)" : ""} ON ${table} TO ${await roleOfSequencer()}`,
      );
      expect(await expectWholeLog()).toHaveLength(before);
    }
    expect(await new Sequencer(one).placeAll()).toBe(30);
    expect(new Set((await expectWholeLog()).slice(before))).toEqual(new Set(expected));
  });

  it("takes away what is in the log already, word for word, and halts where the log has it otherwise", async () => {
    const event = randomUUID();
    const wait = (text: string) =>
      database.api.query("INSERT INTO ledger_pending VALUES ($1, 'twice', $2)", [event, Buffer.from(text)]);
    await wait("once");
    const sequencer = new Sequencer(one);
    expect(await sequencer.placeAll()).toBe(1);
    await wait("once");
    expect(await sequencer.placeAll()).toBe(0);
    expect(await database.api.query("SELECT FROM ledger_pending")).toEqual([]);
    await wait("otherwise");
    await expect(sequencer.placeAll()).rejects.toThrow(
      "A leaf that waits has another one in the log already",
    );
    expect((await expectWholeLog()).at(-1)).toBe("once");
    await database.owner.query("DELETE FROM ledger_pending");
  });

  it("halts where the tiles are not those of the head", async () => {
    await insertPending(database.api, 1, "short");
    await database.owner.query("UPDATE ledger_head SET size = size + 1");
    await expect(new Sequencer(one).placeAll()).rejects.toThrow("the tables of the ledger were changed");
    await database.owner.query("UPDATE ledger_head SET size = size - 1");
    expect(await new Sequencer(one).placeAll()).toBe(1);
  });

  const roleOfSequencer = async () => {
    const [row] = await one.query<{ role: string }[]>("SELECT current_user AS role");
    return row!.role;
  };
});
