import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLedger } from "../../../src/cli/doctor/ledger.js";
import { openCheckpoint } from "../../../src/modules/ledger/core/checkpoint.js";
import {
  newSignerKey,
  parseSignerKey,
  parseVerifierKey,
} from "../../../src/modules/ledger/core/note-keys.js";
import { runSigner } from "../../../src/modules/ledger/run-signer.js";
import { readConfig } from "../../../src/platform/config.js";
import { insertPending } from "../../support/pending-leaves.js";
import { withTestDatabase } from "../../support/test-database.js";
import { openTestLedger, type TestLedger } from "../../support/test-ledger.js";

/** What stands in for the program beside a key service: it has the key, as the registry has not. */
const SIGNS = `
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
const key = createPrivateKey(readFileSync(new URL("key.pem", import.meta.url)));
if (process.env.REGISTRY_SECRET || process.env.DATABASE_URL_FILE || !process.env.PATH) process.exit(9);
process.stdout.write(sign(null, readFileSync(0), key)`;

describe("a program that signs for the ledger", () => {
  const database = withTestDatabase();
  let folder: string;
  let publicKey: string;
  let ledger: TestLedger | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "registry-signer-"));
    publicKey = await newKey();
    for (const table of ["leaf", "tile", "checkpoint", "pending"]) await owner(`DELETE FROM ledger_${table}`);
    await owner("UPDATE ledger_head SET size = 0");
    await owner("UPDATE ledger_log SET verifier_key = NULL, halted = NULL, is_on = true");
    await program(`${SIGNS});`);
  });
  afterEach(async () => {
    await ledger?.close();
    ledger = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const owner = <Row>(statement: string): Promise<Row[]> => database.owner.query(statement);
  const path = () => join(folder, "sign-ledger.mjs");
  const program = (source: string) =>
    writeFile(path(), `#!${process.execPath}\n${source}\n`, { mode: 0o755 });
  const log = async () =>
    (await owner<{ verifier_key: string | null; halted: string | null }>("SELECT * FROM ledger_log"))[0]!;

  /** Gives the program another key; answers its public half, as `openssl pkey -pubout` writes it. */
  async function newKey(): Promise<string> {
    const pair = generateKeyPairSync("ed25519");
    await writeFile(join(folder, "key.pem"), pair.privateKey.export({ type: "pkcs8", format: "pem" }));
    return pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  }

  const config = (key = publicKey) =>
    readConfig({
      PATH: process.env.PATH,
      DATABASE_URL: "postgres://api@127.0.0.1/db",
      REGISTRY_SECRET: "a secret that no other program is to be given",
      LEDGER_SIGNER: path(),
      LEDGER_PUBLIC_KEY: key,
    });
  const open = async (key?: string) => {
    const { signer } = config(key).ledger;
    ledger = await openTestLedger(database.sequencerUrl, { folder, signer });
    return ledger;
  };

  it.each([
    ["bytes", ");"],
    ["base64", '.toString("base64") + "\\n");'],
  ])("signs each checkpoint, writing %s, and is known by its public key", async (_form, end) => {
    await program(SIGNS + end);
    await insertPending(database.api, 3);
    const opened = await open();
    const key = parseVerifierKey(opened.verifierKey);
    expect(openCheckpoint(await opened.publish(), { log: key, witnesses: [] }).size).toBe(3);
    expect((await log()).verifier_key).toBe(opened.verifierKey);
    await insertPending(database.api, 2);
    expect(openCheckpoint(await opened.publish(), { log: key, witnesses: [] }).size).toBe(5);
  });

  it("may hold the key that was in the file before", async () => {
    const text = newSignerKey("log.example/moved");
    const seed = Buffer.from(text.split("+").slice(4).join("+"), "base64").subarray(1);
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    await writeFile(
      join(folder, "key.pem"),
      `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`,
    );
    const { verifierKey } = parseSignerKey(text);
    await owner(`UPDATE ledger_log SET origin = 'log.example/moved', verifier_key = '${verifierKey}'`);
    const raw = Buffer.from(verifierKey.split("+").slice(2).join("+"), "base64").subarray(1);
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]).toString("base64");
    await insertPending(database.api, 1);
    expect(await (await open(spki)).publish()).toContain("log.example/moved");
  });

  it.each([
    ["ends in failure", "process.exit(3);", /sign-ledger\.mjs ended with code 3\./],
    ["writes something else", 'process.stdout.write("no");', /did not write a signature/],
    ["writes without end", 'process.stdout.write("x".repeat(100_000));', /did not write a signature/],
    [
      "signs something else",
      SIGNS.replace("readFileSync(0)", 'Buffer.from("x")') + ");",
      /signs with another key/,
    ],
  ])("that %s halts signing, loses no leaf, and goes on once it signs", async (_what, source, reason) => {
    await open();
    await insertPending(database.api, 2);
    await program(source);
    await expect(ledger!.publish()).rejects.toThrow(reason);
    expect((await log()).halted).toMatch(reason);
    expect(await owner("SELECT FROM ledger_checkpoint")).toEqual([]);
    const { verifierKey } = ledger!;
    await ledger!.close();
    await program(`${SIGNS});`);
    const note = await (await open()).publish();
    const checkpoint = openCheckpoint(note, { log: parseVerifierKey(verifierKey), witnesses: [] });
    expect(checkpoint.size).toBe(2);
    expect((await log()).halted).toBeNull();
  });

  it("is taken for good only once it has signed; a known log goes on being recorded without it", async () => {
    await program("process.exit(3);");
    await expect(open()).rejects.toThrow(/^LEDGER_SIGNER: .* ended with code 3\./);
    expect((await log()).verifier_key).toBeNull();
    await rm(path());
    await expect(open()).rejects.toThrow("cannot be started (ENOENT)");
    await program(`${SIGNS});`);
    await (await open()).close();
    await program("process.exit(3);");
    await (await open()).close();
    ledger = undefined;
    await expect(open(await newKey())).rejects.toThrow(
      /^LEDGER_PUBLIC_KEY is not the key that the log .* is known by/,
    );
  });

  it("that hangs is ended", async () => {
    await program("setInterval(() => {}, 1000);");
    await expect(runSigner(config().ledger.signer!, "x\n", 300)).rejects.toThrow(
      /^did not sign within 0.3 seconds$/,
    );
  });

  it("is tried by the doctor", async () => {
    await (await open()).close();
    ledger = undefined;
    expect(await checkLedger(database.api, config())).toMatchObject({ state: "ok" });
    await program("process.exit(3);");
    expect(await checkLedger(database.api, config())).toMatchObject({
      state: "problem",
      found: "its signer does not sign",
      remedy: expect.stringContaining("ended with code 3. See to the program"),
    });
  });
});
