import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckpoint } from "../../../src/modules/ledger/core/checkpoint.js";
import { parseVerifierKey } from "../../../src/modules/ledger/core/note-keys.js";
import { openWitness, type Cosigning, type Witness } from "../../../src/modules/ledger/index.js";
import { insertPending } from "../../support/pending-leaves.js";
import { withTestDatabase } from "../../support/test-database.js";
import { openTestLedger, type TestLedger } from "../../support/test-ledger.js";
import { startWitness, type TestWitness } from "../../support/test-witness.js";

const TABLES = ["ledger_leaf", "ledger_tile", "ledger_head", "ledger_checkpoint"];

describe("checkpoints with a witness", () => {
  const database = withTestDatabase();
  let folder: string;
  let witness: TestWitness;
  let ledger: TestLedger;

  const owner = (statement: string) => database.owner.query<unknown>(statement);
  const record = (count: number) => insertPending(database.api, count);
  const kept = () => readFile(join(folder, "log", "checkpoint"), "utf8");
  const client = () => openWitness({ url: witness.url, key: witness.key, timeoutMs: 5_000 });

  async function open(by: Witness | null = client()): Promise<void> {
    const options = by === null ? {} : { witness: by };
    ledger = await openTestLedger(database.sequencerUrl, { folder: join(folder, "log"), ...options });
    witness.trust(ledger.verifierKey);
  }
  async function reopen(by?: Witness | null): Promise<void> {
    await ledger.close();
    await open(by);
  }
  const openedBy = (note: string, ...witnesses: string[]) =>
    openCheckpoint(note, {
      log: parseVerifierKey(ledger.verifierKey),
      witnesses: witnesses.map(parseVerifierKey),
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "witnessed-"));
    for (const table of ["leaf", "tile", "checkpoint", "pending"]) await owner(`DELETE FROM ledger_${table}`);
    await owner("UPDATE ledger_head SET size = 0");
    await owner("UPDATE ledger_log SET verifier_key = NULL, halted = NULL");
    witness = await startWitness(join(folder, "witness"));
    await open();
  });
  afterEach(async () => {
    await ledger.close();
    await witness[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** Puts the database, and with `alsoFile` the checkpoint outside it, back to what they are now. */
  async function backup({ alsoFile }: { readonly alsoFile: boolean }): Promise<() => Promise<void>> {
    const note = await kept();
    for (const table of TABLES) {
      await owner(`DROP TABLE IF EXISTS saved_${table}`);
      await owner(`CREATE TABLE saved_${table} AS TABLE ${table}`);
    }
    return async () => {
      for (const table of TABLES) {
        await owner(`DELETE FROM ${table}`);
        await owner(`INSERT INTO ${table} TABLE saved_${table}`);
      }
      if (alsoFile) await writeFile(join(folder, "log", "checkpoint"), note);
    };
  }

  it("are kept and shown with its cosignature", async () => {
    for (const count of [3, 1, 300]) {
      await record(count);
      const note = await ledger.publish();
      expect(openedBy(note, witness.key)).toEqual(openedBy(note));
      expect(await kept()).toBe(note);
      expect(await witness.checkpointOf(openedBy(note).origin)).toBe(note);
    }
    await reopen();
    await ledger.publish();
    expect(witness.statuses).toEqual([200, 200, 200]);
  });

  it("that were published before there was one get its cosignature, though nothing new is recorded", async () => {
    await reopen(null);
    await record(3);
    const without = await ledger.publish();
    expect(() => openedBy(without, witness.key)).toThrow("not signed by witness.example/w1");
    await reopen();
    const note = await ledger.publish();
    expect(note.startsWith(without)).toBe(true);
    expect(openedBy(note, witness.key).size).toBe(3);
    expect(await kept()).toBe(note);
  });

  it("are published without where it gives none, and it is left alone for a while", async () => {
    const asked: number[] = [];
    await reopen({
      key: parseVerifierKey(witness.key),
      cosign: (_, size) => {
        asked.push(size);
        return Promise.resolve<Cosigning>({ kind: "without", reason: "It did not answer." });
      },
    });
    for (const size of [3, 6]) {
      await record(3);
      expect(openedBy(await ledger.publish()).size).toBe(size);
    }
    expect(asked).toEqual([3]);
  });

  it("are left to another publisher who had the next turn, and whose larger one the witness has cosigned", async () => {
    await record(3);
    const slow: Witness = {
      key: parseVerifierKey(witness.key),
      cosign: async (...asked) => {
        await record(2);
        const other = await openTestLedger(database.sequencerUrl, {
          folder: join(folder, "log"),
          witness: client(),
        });
        // Its session is lost while it waits, as that of a leader who was cut off, and its turn with it.
        await other.dataSource.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND granted AND pid <> pg_backend_pid()`,
        );
        await other.publish();
        await other.close();
        return client().cosign(...asked);
      },
    };
    await reopen(slow);
    await expect(ledger.publish()).rejects.toThrow("Query runner already released");
    const note = await ledger.publish();
    expect(openedBy(note, witness.key).size).toBe(5);
    expect(await kept()).toBe(note);
    expect(witness.statuses).toEqual([200, 200, 409]);
  });

  describe("are not signed any more where it has cosigned", () => {
    const halts = async (reason: string | RegExp) => {
      const before = await owner("SELECT note FROM ledger_checkpoint ORDER BY size");
      await expect(ledger.publish()).rejects.toThrow(reason);
      expect(await owner("SELECT note FROM ledger_checkpoint ORDER BY size")).toEqual(before);
    };

    it("another history, which whoever has the key wrote and signed anew, with the file outside the database", async () => {
      await record(3);
      await ledger.publish();
      const rewrite = await backup({ alsoFile: true });
      await record(4);
      const true7 = await ledger.publish();
      await rewrite();
      // Nobody is asked, so that the other history is signed for and shown.
      await reopen(null);
      await insertPending(database.api, 4, "forged");
      const forged = await ledger.publish();
      expect(openedBy(forged)).toMatchObject({ origin: openedBy(true7).origin, size: 7 });
      expect(() => openedBy(forged, witness.key)).toThrow("not signed by witness.example/w1");
      for (const more of [0, 5]) {
        if (more > 0) await record(more);
        await reopen();
        await halts(/of 7 leaves that the one of \d+ leaves does not continue .*registry-verify audit/);
      }
      expect(await witness.checkpointOf(openedBy(true7).origin)).toBe(true7);
    });

    it("more than the database holds, though the file outside it is as old", async () => {
      await record(3);
      await ledger.publish();
      const restore = await backup({ alsoFile: true });
      await record(4);
      await ledger.publish();
      await restore();
      await reopen();
      await record(1);
      await halts(
        "The database's log has 4 leaves, but a checkpoint that the witness cosigned was signed for 7: an older database was restored.",
      );
    });
  });
});
