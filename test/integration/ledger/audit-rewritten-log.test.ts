import { describe, expect, it } from "@jest/globals";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaves } from "../../../src/leaves.js";
import {
  newSignerKey,
  parseCosignerKey,
  parseSignerKey,
  parseVerifierKey,
} from "../../../src/modules/ledger/core/note-keys.js";
import { eventExpression, type LeafKind } from "../../../src/modules/ledger/index.js";
import { signNote } from "../../../src/modules/ledger/core/signed-note.js";
import { openTestLedger } from "../../support/test-ledger.js";
import { withTampering } from "../../support/tampering.js";

/** SQL: a leaf whose row was said to have another purpose. */
const FORGED =
  "convert_to(regexp_replace(convert_from(leaf, 'UTF8'), 'purpose purpose_\\d', 'purpose other'), 'UTF8')";

describe("an audit finds that somebody who may write the database and its ledger", () => {
  const tampering = withTampering();
  const { audit, change, putBack, indexOf } = tampering;

  it("has changed a leaf", async () => {
    const id = tampering.ids[2]!;
    const index = await indexOf(id);
    await change(`UPDATE ledger_leaf SET leaf = leaf || convert_to('note', 'UTF8') WHERE index = ${index}`);
    expect(await audit.complaint()).toBe(
      `leaf ${index} (disclosure ${id}) differs from its row in the form of the leaf, and is not in the tree`,
    );
  });

  it("has changed a row and its leaf, then the tile over it too", async () => {
    const id = tampering.ids[2]!;
    const index = await indexOf(id);
    await change(
      `UPDATE disclosure SET purpose = 'other' WHERE id = '${id}'`,
      `UPDATE ledger_leaf SET leaf = ${FORGED} WHERE index = ${index}`,
    );
    expect(await audit.complaint()).toBe(`leaf ${index} is another than the tree's`);
    const hashes =
      "SELECT string_agg(sha256('\\x00'::bytea || leaf), ''::bytea ORDER BY index) FROM ledger_leaf";
    await change(`UPDATE ledger_tile SET hashes = (${hashes}) WHERE level = 0`);
    expect(await audit.complaint()).toBe(
      `the signed checkpoint of ${await tampering.olderSize()} leaves has another root than the leaves: the history before it was rewritten`,
    );
  });

  it("has cut the tail", async () => {
    const size = await tampering.olderSize();
    await change(`DELETE FROM ledger_leaf WHERE index >= ${size}`);
    expect(await audit.complaint()).toBe(
      `the ledger's head says ${2 * size} leaves, but the last leaf is leaf ${size - 1}`,
    );
    await change(`UPDATE ledger_head SET size = ${size}`);
    expect(await audit.complaint()).toBe(
      `a checkpoint of ${2 * size} leaves is signed, but there are ${size}: leaves were cut off`,
    );
  });

  it("has cut the tail of everything, which only a checkpoint kept outside tells", async () => {
    const size = await tampering.olderSize();
    const newer = `(SELECT event FROM ledger_leaf WHERE index >= ${size})`;
    try {
      await change(
        "DELETE FROM free_text WHERE fact_id >= first_uuid_of('2026-03-02 10:02:30Z')",
        ...leaves.flatMap((kind) => removal(kind, newer)),
        `DELETE FROM ledger_leaf WHERE index >= ${size}`,
        `UPDATE ledger_head SET size = ${size}`,
        `DELETE FROM ledger_checkpoint WHERE size > ${size}`,
        `UPDATE ledger_tile SET hashes = substring(hashes FOR 32 * ${size})`,
      );
      expect(await audit.complaint()).toBe(null);
      expect(await audit.complaint(tampering.kept)).toBe(
        `kept.txt is of ${2 * size} leaves, but the database has ${size}: leaves were cut off, or an older backup was restored`,
      );
    } finally {
      for (const table of tampering.facts) await putBack(table);
    }
  });

  it("has rewritten all of it and signed it again with the same key, which only a checkpoint kept outside tells", async () => {
    const id = tampering.ids[0]!;
    await change(
      `UPDATE disclosure SET purpose = 'other' WHERE id = '${id}'`,
      `INSERT INTO ledger_pending SELECT event, kind, CASE event WHEN '${id}' THEN ${FORGED} ELSE leaf END FROM ledger_leaf`,
      "TRUNCATE ledger_leaf, ledger_tile, ledger_checkpoint",
      "UPDATE ledger_head SET size = 0",
    );
    const folder = await mkdtemp(join(tmpdir(), "registry-forged-"));
    await cp(join(audit.ledger.folder, "key"), join(folder, "key"));
    const forger = await openTestLedger(tampering.database.sequencerUrl, { folder });
    await forger.publish();
    await forger.close();
    await rm(folder, { recursive: true });
    expect(await audit.complaint()).toBe(null);
    expect(await audit.complaint(tampering.kept)).toMatch(
      /^the checkpoint kept outside of \d+ leaves has another root than the leaves: the history before it was rewritten$/,
    );
  });

  it("has signed with another key", async () => {
    const forger = parseSignerKey(newSignerKey(parseVerifierKey(audit.ledger.verifierKey).name));
    const forged = signNote(tampering.kept.slice(0, tampering.kept.indexOf("\n\n") + 1), [forger]);
    await audit.superuser.query("UPDATE ledger_checkpoint SET note = $1 WHERE note = $2", [
      forged,
      tampering.kept,
    ]);
    expect(await audit.complaint()).toMatch(/^the checkpoint of \d+ leaves: the note is not signed by /);
    expect(await audit.complaint(forged)).toMatch(/^kept\.txt: the note is not signed by /);
  });

  it("has given an event a second leaf, or taken one out of the middle", async () => {
    const index = await indexOf(tampering.ids[1]!);
    await change(
      `INSERT INTO ledger_pending SELECT event, kind, leaf FROM ledger_leaf WHERE index = ${index}`,
    );
    expect(await audit.complaint()).toBe("disclosure has 6 rows and 7 leaves: one has several");
    await change("TRUNCATE ledger_pending", `DELETE FROM ledger_leaf WHERE index = ${index}`);
    expect(await audit.complaint()).toBe(`leaf ${index} is missing, or there are two of an index`);
  });

  it("has left a leaf waiting that is not what its row makes", async () => {
    const id = tampering.ids[5]!;
    await change(
      `INSERT INTO ledger_pending SELECT event, kind, ${FORGED} FROM ledger_leaf WHERE event = '${id}'`,
    );
    expect(await audit.complaint()).toBe(
      `the pending leaf of disclosure ${id} differs from its row in purpose`,
    );
  });

  it("has taken out all checkpoints, a tile, or put one in", async () => {
    const size = 2 * (await tampering.olderSize());
    await change("TRUNCATE ledger_checkpoint");
    expect(await audit.complaint()).toBe(`no checkpoint is signed for the ${size} leaves`);
    await putBack("ledger_checkpoint");
    await change("TRUNCATE ledger_tile");
    expect(await audit.complaint()).toMatch(/^tile\/0\/000.* is missing$/);
    await putBack("ledger_tile");
    await change("INSERT INTO ledger_tile VALUES (1, 7, sha256(''))");
    expect(await audit.complaint()).toBe("ledger_tile has tile 7 of level 1, which is none of this tree");
  });

  it("has switched the ledger off", async () => {
    await change("UPDATE ledger_log SET is_on = false");
    expect(await audit.complaint()).toBe("the ledger is switched off, so what is recorded now gets no leaf");
  });

  it("has no witness's cosignature, where the auditor asks for it", async () => {
    const witness = parseCosignerKey(newSignerKey("example.com/witness", "witness")).verifierKey;
    expect(await audit.complaint(undefined, [parseVerifierKey(witness)])).toMatch(
      /^the checkpoint of \d+ leaves: the checkpoint is not signed by example\.com\/witness$/,
    );
  });
});

/** Statements that take out the rows of these events. */
function removal(kind: LeafKind, events: string): string[] {
  const { table, users } = kind;
  const isOne = `${eventExpression(kind, "r")} IN ${events}`;
  const rows = `DELETE FROM ${table} AS r WHERE ${isOne}`;
  if (!users) return [rows];
  const owners = `SELECT r.${users.names} FROM ${table} AS r WHERE ${isOne}`;
  return [`DELETE FROM ${users.table} WHERE ${users.owner} IN (${owners})`, rows];
}
