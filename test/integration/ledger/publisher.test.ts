import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { leafHash, rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import {
  checkpointText,
  openCheckpoint,
  type Checkpoint,
} from "../../../src/modules/ledger/core/checkpoint.js";
import {
  newSignerKey,
  parseSignerKey,
  parseVerifierKey,
} from "../../../src/modules/ledger/core/note-keys.js";
import { signNote } from "../../../src/modules/ledger/core/signed-note.js";
import type { Cosigning } from "../../../src/modules/ledger/index.js";
import { takeTurn } from "../../../src/modules/ledger/publishing/publisher.repository.js";
import { Sequencer } from "../../../src/modules/ledger/sequencing/sequencer.service.js";
import type { Tx } from "../../../src/platform/db/transaction.js";
import { insertPending } from "../../support/pending-leaves.js";
import { withTestDatabase } from "../../support/test-database.js";
import { openTestLedger, type TestLedger } from "../../support/test-ledger.js";

describe("the publisher", () => {
  const database = withTestDatabase();
  let folder: string;
  let ledger: TestLedger;

  const open = async () => {
    ledger = await openTestLedger(database.sequencerUrl, { folder });
  };
  const reopen = async () => {
    await ledger.close();
    await open();
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "registry-ledger-"));
    for (const table of ["leaf", "tile", "checkpoint", "pending"]) await owner(`DELETE FROM ledger_${table}`);
    await owner("UPDATE ledger_head SET size = 0");
    await owner("UPDATE ledger_log SET verifier_key = NULL, halted = NULL");
    await open();
  });
  afterEach(async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });

  const owner = <Row>(statement: string): Promise<Row[]> => database.owner.query(statement);
  const file = () => join(folder, "checkpoint");
  const kept = () => readFile(file(), "utf8");
  const read = (note: string): Checkpoint =>
    openCheckpoint(note, { log: parseVerifierKey(ledger.verifierKey), witnesses: [] });
  const shownSizes = async () => {
    const rows = await owner<{ size: string }>("SELECT size FROM ledger_checkpoint ORDER BY size");
    return rows.map(({ size }) => Number(size));
  };
  const signedFor = async () => {
    const rows = await owner<{ leaf: Buffer }>("SELECT leaf FROM ledger_leaf ORDER BY index");
    return { size: rows.length, root: rootOf(rows.map(({ leaf }) => leafHash(leaf))) };
  };
  const waiters = async () => {
    const rows = await owner<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_locks WHERE relation = 'ledger_checkpoint'::regclass AND NOT granted",
    );
    return rows[0]!.count;
  };
  const record = (count: number) => insertPending(database.api, count);

  it("signs for all that is in the log, keeps the checkpoint in the file, and shows it", async () => {
    await record(3);
    const note = await ledger.publish();
    const [log] = await owner<{ origin: string; verifier_key: string }>("SELECT * FROM ledger_log");
    expect(read(note)).toEqual({ origin: log!.origin, ...(await signedFor()) });
    expect(log!.verifier_key).toBe(ledger.verifierKey);
    expect(await kept()).toBe(note);
    await record(300);
    expect(read(await ledger.publish())).toMatchObject(await signedFor());
    expect(await shownSizes()).toEqual([3, 303]);
  });

  it("signs nothing where there is nothing new, also after a start", async () => {
    await expect(ledger.publish()).rejects.toThrow("No leaf waited");
    await record(1);
    const note = await ledger.publish();
    expect(await ledger.publish()).toBe(note);
    await reopen();
    expect(await ledger.publish()).toBe(note);
    expect(await shownSizes()).toEqual([1]);
  });

  it("signs nothing before it is kept, and shows nothing before that", async () => {
    await record(1);
    await ledger.publish();
    await record(1);
    await rm(file());
    await mkdir(file());
    await expect(ledger.publish()).rejects.toThrow(
      `The checkpoint's file ${file()} cannot be read (EISDIR): `,
    );
    expect(await shownSizes()).toEqual([1]);
    await rm(file(), { recursive: true });
    await reopen();
    await ledger.publish();
    expect(await shownSizes()).toEqual([1, 2]);
  });

  it("shows, after a crash between keeping and showing, what it had kept", async () => {
    await record(1);
    await ledger.publish();
    await record(1);
    const note = await ledger.publish();
    await owner("DELETE FROM ledger_checkpoint WHERE size = 2");
    await reopen();
    expect(await ledger.publish()).toBe(note);
    expect(await kept()).toBe(note);
  });

  it("signs, after a crash between placing and signing, for what was placed", async () => {
    await record(2);
    await ledger.publish();
    await owner("DELETE FROM ledger_checkpoint");
    await rm(file());
    await reopen();
    expect(read(await ledger.publish())).toMatchObject(await signedFor());
  });

  it("takes up, on a machine that has no file or an older one, the checkpoint shown", async () => {
    await record(1);
    const older = await ledger.publish();
    await record(1);
    const newest = await ledger.publish();
    await writeFile(file(), older);
    await reopen();
    expect(await ledger.publish()).toBe(newest);
    expect(await kept()).toBe(newest);
    await rm(file());
    await reopen();
    await ledger.publish();
    expect(await kept()).toBe(newest);
  });

  it("shows nothing newer while another one waits for its witness, nor keeps anything older afterwards", async () => {
    const other = await openTestLedger(database.sequencerUrl, { folder });
    await record(1);
    const cosign = async (): Promise<Cosigning> => {
      await record(1);
      await other.writer.write();
      return { kind: "without", reason: "does not answer" };
    };
    await ledger.close();
    const key = parseVerifierKey(ledger.verifierKey);
    ledger = await openTestLedger(database.sequencerUrl, { folder, witness: { key, cosign } });
    await ledger.writer.write();
    expect(read(await kept()).size).toBe((await shownSizes()).at(-1));
    expect(read(await other.publish()).size).toBe(2);
    expect(read(await kept()).size).toBe(2);
    await other.close();
  });

  it("places nothing before it could look whether the log continues what was signed", async () => {
    await record(1);
    const rival = ledger.dataSource.createQueryRunner();
    await rival.startTransaction();
    await takeTurn(rival.manager as Tx);
    const other = await openTestLedger(database.sequencerUrl, { folder });
    await other.writer.write();
    expect(await owner("SELECT count(*)::int FROM ledger_pending")).toEqual([{ count: 1 }]);
    await rival.rollbackTransaction();
    await rival.release();
    await other.writer.write();
    expect(await shownSizes()).toEqual([1]);
    await other.close();
  });

  it("takes what another one placed and signed for while it looked for no older database", async () => {
    await record(1);
    await ledger.publish();
    await record(1);
    const other = await openTestLedger(database.sequencerUrl, { folder });
    const rival = database.owner.createQueryRunner();
    await rival.startTransaction();
    await rival.query("LOCK TABLE ledger_checkpoint");
    // Comes as far as the checkpoint shown.
    const writing = ledger.writer.write();
    while ((await waiters()) === 0) await sleep(5);
    await record(1);
    await new Sequencer(other.dataSource).placeAll();
    await other.close();
    const signer = parseSignerKey(await readFile(join(folder, "key"), "utf8").then((text) => text.trim()));
    const text = checkpointText({ origin: signer.name, ...(await signedFor()) });
    await rival.query("INSERT INTO ledger_checkpoint VALUES (3, $1)", [signNote(text, [signer])]);
    await rival.commitTransaction();
    await rival.release();
    await writing;
    expect(await owner("SELECT halted FROM ledger_log")).toEqual([{ halted: null }]);
    expect(read(await kept()).size).toBe(3);
  });

  describe("halts, and neither places nor signs anything,", () => {
    beforeEach(async () => {
      await record(5);
      await ledger.publish();
      await ledger.close();
      await record(2);
    });

    /** Opens the ledger again, which must halt for this reason, and says so where every process can read it. */
    async function expectHalted(reason: string): Promise<void> {
      await open();
      const before = { sizes: await shownSizes(), kept: await kept() };
      await expect(ledger.publish()).rejects.toThrow(reason);
      expect({ sizes: await shownSizes(), kept: await kept() }).toEqual(before);
      const [log] = await owner<{ halted: string }>("SELECT halted FROM ledger_log");
      expect(log!.halted).toContain(reason);
      expect(log!.halted).toContain("nothing is signed until then");
      expect(await owner("SELECT count(*)::int FROM ledger_pending")).toEqual([{ count: 2 }]);
    }

    it("where an older database was restored, and goes on where the right one is back", async () => {
      const tables = ["ledger_leaf", "ledger_tile", "ledger_head", "ledger_checkpoint"];
      for (const table of tables) await owner(`CREATE TABLE saved_${table} AS TABLE ${table}`);
      await owner("DELETE FROM ledger_leaf WHERE index >= 3");
      await owner("UPDATE ledger_tile SET hashes = substr(hashes, 1, 96)");
      await owner("UPDATE ledger_head SET size = 3");
      await owner("DELETE FROM ledger_checkpoint");
      await expectHalted("The database's log has 3 leaves, but the checkpoint in");
      // Halted, it waits before it looks again; a start looks at once.
      for (const table of tables) {
        await owner(`DELETE FROM ${table}`);
        await owner(`INSERT INTO ${table} TABLE saved_${table}`);
        await owner(`DROP TABLE saved_${table}`);
      }
      await expect(ledger.publish()).rejects.toThrow("an older database was restored");
      await reopen();
      expect(read(await ledger.publish()).size).toBe(7);
      expect(await owner("SELECT halted FROM ledger_log")).toEqual([{ halted: null }]);
    });

    it("where the log has grown anew since an older database was restored", async () => {
      await owner(
        "UPDATE ledger_tile SET hashes = substr(hashes, 1, 96) || sha256('a') || sha256('b') WHERE level = 0",
      );
      await expectHalted("are not those that the checkpoint in");
    });

    it("where the tiles lack hashes", async () => {
      await owner("UPDATE ledger_tile SET hashes = substr(hashes, 1, 96)");
      await expectHalted("Tile 0 of level 0 lacks hashes");
    });

    it("where the file is another log's, damaged or cut off", async () => {
      const note = await kept();
      await writeFile(file(), note.replace("\n5\n", "\n4\n"));
      await expectHalted("the signature by");
      await writeFile(file(), note.slice(0, -5));
      await expectHalted("cut off");
      const other = parseSignerKey(newSignerKey("log.example/other"));
      await writeFile(file(), signNote(note.slice(0, note.indexOf("\n\n") + 1), [other]));
      await expectHalted("is not signed by");
    });

    it("where the checkpoint shown is not the one that was signed", async () => {
      await owner("UPDATE ledger_checkpoint SET note = replace(note, E'\\n5\\n', E'\\n4\\n')");
      await expectHalted("of the checkpoint shown, the signature by");
    });
  });
});
