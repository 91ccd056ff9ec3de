import { rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { formatCoverageProof } from "../../../src/modules/ledger/core/coverage-proof.js";
import { leafHash } from "../../../src/modules/ledger/core/merkle-tree.js";
import { segmentSalt, SetRoot } from "../../../src/modules/ledger/core/set-root.js";
import { formatTlogProof } from "../../../src/modules/ledger/core/tlog-proof.js";
import { consistencyProof, inclusionProofAmong } from "../../../src/modules/ledger/core/tree-proofs.js";
import { nodesFromTiles } from "../../../src/modules/ledger/core/tree-proofs.js";
import { openLog, tilesOf } from "../../../src/verifier/log-source.js";
import { verify } from "../../support/run-verifier.js";
import { checkpointOf, LEAF, logSigner, withWrittenLog, writeLog } from "../../support/written-log.js";

const { leaves, signer, trusted, at, store } = withWrittenLog();
const HOLDS = { code: 0, err: "" };

let log: string;

beforeAll(() => {
  log = at("log");
});

describe("registry-verify receipt", () => {
  const hashes = leaves.map(leafHash);
  const receipt = formatTlogProof({
    leaf: leaves[5]!,
    index: 5,
    hashes: inclusionProofAmong(hashes, 5),
    checkpoint: checkpointOf(leaves, signer),
  });

  it("tells where the event is, and what its leaf says", async () => {
    const { code, out } = await verify("receipt", store("receipt", receipt), ...trusted);
    expect(code).toBe(0);
    expect(out).toBe(
      `Holds: leaf 5 is in the tree of 300 leaves of log.example/test. It says:\n  ${LEAF}0005\n`,
    );
  });

  it("refuses one that was cut off or saved with Windows line ends, and one under another key", async () => {
    const refusalOf = async (content: string, key = trusted) => {
      const { code, out, err } = await verify("receipt", store("refused", content), ...key);
      expect([code, out]).toEqual([1, ""]);
      return err;
    };
    expect(await refusalOf(receipt.slice(0, 100))).toBe(
      "DOES NOT HOLD: the receipt's second line does not hold the leaf.\n",
    );
    expect(await refusalOf(receipt.slice(0, -10))).toContain("cut off in its last line");
    expect(await refusalOf(receipt.replaceAll("\n", "\r\n"))).toContain("Windows line ends");
    expect(await refusalOf(receipt, ["--key", logSigner().verifierKey])).toContain(
      "not signed by log.example/test",
    );
  });

  it("reads no more than a receipt's worth of a file of ten gigabytes", async () => {
    const huge = store("huge", "");
    truncateSync(huge, 10_000_000_000);
    const before = process.memoryUsage().rss;
    const { code, err } = await verify("receipt", huge, ...trusted);
    expect([code, err]).toEqual([
      1,
      `DOES NOT HOLD: ${huge} has more than 1048576 bytes, so it is not a receipt.\n`,
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
    rmSync(huge);
  });

  it("lets no leaf steer the terminal", async () => {
    const leaf = Buffer.from(`${LEAF}0000\nnote \u001b[2Jgone\u202e\n`);
    const own = { leaf, index: 0, hashes: [], checkpoint: checkpointOf([leaf], signer) };
    const { code, out } = await verify("receipt", store("steering", formatTlogProof(own)), ...trusted);
    expect(code).toBe(0);
    expect(out).toContain("note �[2Jgone�");
  });
});

describe("registry-verify coverage", () => {
  it("tells which user is among those of which event, and where its leaf is", async () => {
    const owner = { kind: "disclosure", event: "01930000-0000-7000-8000-000000000001" };
    const salt = Buffer.alloc(32, 1);
    const set = new SetRoot(salt, owner);
    set.add(2, [3, 7]);
    const leaf = Buffer.from(`disclosure-registry/leaf/v1 disclosure ${owner.event}\nusers ${set.hex()}\n`);
    const receipt = formatTlogProof({ leaf, index: 0, hashes: [], checkpoint: checkpointOf([leaf], signer) });
    const segment = { segment: 2, salt: segmentSalt(salt, owner, 2), slots: [3, 7], slot: 7 };
    const proof = formatCoverageProof({ ...segment, position: 0, segments: 1, hashes: [], receipt });
    expect(await verify("coverage", store("coverage", proof), ...trusted)).toEqual({
      ...HOLDS,
      out: `Holds: user 8199 is among those of disclosure ${owner.event}, which is leaf 0 of log.example/test.\n`,
    });
    const other = await verify("coverage", store("uncovered", proof.replace("slot 7", "slot 8")), ...trusted);
    expect([other.code, other.err]).toEqual([
      1,
      "DOES NOT HOLD: the proof's slots do not include its slot 8.\n",
    ]);
  });
});

describe("registry-verify checkpoints", () => {
  const older = () => store("older", checkpointOf(leaves.slice(0, 260), signer));
  const newer = () => join(log, "checkpoint");

  it("proves from a log, or from a proof, that the newer tree begins with the older", async () => {
    const fromLog = await verify("checkpoints", older(), newer(), "--log", log, ...trusted);
    expect(fromLog).toMatchObject(HOLDS);
    expect(fromLog.out).toBe("Holds: the tree of 300 leaves of log.example/test begins with that of 260.\n");
    const proof = await consistencyProof(
      260,
      leaves.length,
      nodesFromTiles(leaves.length, tilesOf(openLog(log, null))),
    );
    const lines = proof.map((hash) => `${hash.toString("base64")}\r\n`).join("");
    expect(
      await verify("checkpoints", older(), newer(), "--proof", store("proof", lines), ...trusted),
    ).toMatchObject(HOLDS);
  });

  it("finds a history that was written anew and signed with the same key", async () => {
    const rewritten = leaves.with(17, Buffer.from("something else"));
    writeLog(at("rewritten"), rewritten, signer);
    const fork = await verify(
      ...["checkpoints", older(), at("rewritten", "checkpoint"), "--log", at("rewritten"), ...trusted],
    );
    expect(fork.code).toBe(1);
    expect(fork.err).toContain("the tree of 300 leaves does not begin with that of 260");
    const same = store("same-size", checkpointOf(rewritten, signer));
    const split = await verify("checkpoints", newer(), same, "--log", log, ...trusted);
    expect(split.err).toContain("different roots for the same 300 leaves: the log has two histories");
  });

  it("asks for no proof from an empty tree, but for its root", async () => {
    const empty = store("empty", checkpointOf([], signer));
    expect(await verify("checkpoints", empty, newer(), "--log", at("nowhere"), ...trusted)).toMatchObject(
      HOLDS,
    );
  });

  it("finds that a log was shortened, which looks like the older one not being named first", async () => {
    const turned = await verify("checkpoints", newer(), older(), "--log", log, ...trusted);
    expect([turned.code, turned.err]).toEqual([
      1,
      "DOES NOT HOLD: the newer checkpoint's tree has 260 leaves, the older one's 300: leaves were cut off, or the older one was not named first.\n",
    ]);
  });

  it("asks for one source of the proof", async () => {
    const neither = await verify("checkpoints", older(), newer(), ...trusted);
    expect([neither.code, neither.err]).toEqual([
      2,
      expect.stringContaining("Give either --log or --proof."),
    ]);
  });
});

describe("registry-verify", () => {
  it.each([
    [[], "Name a command."],
    [["sing"], "There is no command sing."],
    [["constructor"], "There is no command constructor."],
    [["receipt"], "receipt takes 1 argument, not 0."],
    [["receipt", "file"], "Give the log's key with --key"],
    [["receipt", "file", "--key", "nonsense"], "--key: nonsense is not of the form"],
    [["receipt", "file", "--loud", ...trusted], "Unknown option '--loud'"],
    [["log", "https://auditor:geheim@log.example/ledger", ...trusted], "without a user, a password"],
    [["log", "https://", ...trusted], "The URL of a log is like"],
    [
      ["log", "https://log.example/ledger", ...trusted, "--api-key", "geheim\n"],
      "The API key holds a character",
    ],
    [
      ["receipt", "file", ...trusted, "--witness", signer.verifierKey],
      "--witness: this is the key of a log.",
    ],
  ])("called as %j says what is wrong, and how it is called", async (args, message) => {
    const { code, out, err } = await verify(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err).toContain("Usage: registry-verify");
    expect(err).not.toContain("geheim");
  });

  it("says that it cannot tell where a file, a folder or a server is not there", async () => {
    const nowhere = at("nowhere");
    expect(await verify("receipt", nowhere, ...trusted)).toMatchObject({
      code: 3,
      err: `Cannot tell: ${nowhere} does not exist.\n`,
    });
    expect((await verify("receipt", at(), ...trusted)).code).toBe(3);
    expect((await verify("log", nowhere, ...trusted)).err).toContain("name the place of a log, such as");
  });

  it("explains itself", async () => {
    const { code, out } = await verify("--help");
    expect(code).toBe(0);
    expect(out).toContain("Exit code: 0 it holds, 1 it does not");
  });
});
