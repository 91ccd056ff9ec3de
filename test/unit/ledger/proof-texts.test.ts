import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkpointText } from "../../../src/modules/ledger/core/checkpoint.js";
import { formatCoverageProof, verifyCoverageProof } from "../../../src/modules/ledger/core/coverage-proof.js";
import { parseLeaf } from "../../../src/modules/ledger/core/leaf-text.js";
import { leafHash, rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import {
  newSignerKey,
  parseSignerKey,
  parseVerifierKey,
} from "../../../src/modules/ledger/core/note-keys.js";
import { SetRoot, segmentSalt } from "../../../src/modules/ledger/core/set-root.js";
import { signNote } from "../../../src/modules/ledger/core/signed-note.js";
import { formatTlogProof, verifyTlogProof } from "../../../src/modules/ledger/core/tlog-proof.js";
import { inclusionProofAmong } from "../../../src/modules/ledger/core/tree-proofs.js";

const signer = parseSignerKey(newSignerKey("log.example"));
const trust = { log: parseVerifierKey(signer.verifierKey), witnesses: [] };
const SALT = Buffer.alloc(32, 7);
const owner = { kind: "disclosure", event: "01930000-0000-7000-8000-000000000001" };
const segments = [
  { segment: 0, slots: [1, 2, 4095] },
  { segment: 3, slots: [0] },
  { segment: 70_000, slots: [5, 6, 7] },
];

function setOf(sets: typeof segments) {
  const set = new SetRoot(SALT, owner);
  return { hashes: sets.map(({ segment, slots }) => set.add(segment, slots)), hex: set.hex() };
}
const { hashes: segmentHashes, hex: users } = setOf(segments);

const LEAF = Buffer.from(
  `disclosure-registry/leaf/v1 disclosure ${owner.event}\nkind SALE\nusers ${users}\n`,
);
const leaves = ["one", "two", "three", "four"].map((text) => Buffer.from(text)).toSpliced(2, 0, LEAF);
const hashes = leaves.map(leafHash);
const checkpoint = signNote(
  checkpointText({ origin: "log.example", size: leaves.length, root: rootOf(hashes) }),
  [signer],
);
const receipt = formatTlogProof({ leaf: LEAF, index: 2, hashes: inclusionProofAmong(hashes, 2), checkpoint });

const proofOf = (position: number, slot: number) =>
  formatCoverageProof({
    ...segments[position]!,
    salt: segmentSalt(SALT, owner, segments[position]!.segment),
    slot,
    position,
    segments: segments.length,
    hashes: inclusionProofAmong(segmentHashes, position),
    receipt,
  });

describe("a receipt", () => {
  it("holds its leaf, and is all that its verification needs", () => {
    const proven = verifyTlogProof(receipt, trust);
    expect(Buffer.from(proven.leaf)).toEqual(LEAF);
    expect([proven.index, proven.signed.size]).toEqual([2, 5]);
  });

  it("is refused wherever it is cut off, and with any bit turned over", () => {
    for (let end = 0; end < receipt.length; end += 1) {
      expect(() => verifyTlogProof(receipt.slice(0, end), trust)).toThrow();
    }
    const bytes = Buffer.from(receipt);
    for (let at = 0; at < bytes.length; at += 1) {
      bytes[at]! ^= 1;
      expect(() => verifyTlogProof(bytes.toString("utf8"), trust)).toThrow();
      bytes[at]! ^= 1;
    }
  });

  it.each([
    ["Windows line ends", receipt.replaceAll("\n", "\r\n"), "Windows line ends"],
    ["another header", receipt.replace("v1", "v2"), "does not begin with"],
    ["no leaf", receipt.replace(/extra .*\n/, ""), "second line does not hold the leaf"],
    ["no index", receipt.replace("index ", "place "), "third line does not hold"],
    ["an index beyond the tree", receipt.replace("index 2", "index 5"), "index 5 is not in a tree of 5"],
    ["another index", receipt.replace("index 2", "index 1"), "do not lead from its leaf"],
    ["no checkpoint", receipt.split("\n\n")[0]!, "cut off before its checkpoint"],
    ["a malformed hash", receipt.replace("index 2\n", "index 2\nAAAA\n"), "hash 1 is malformed"],
    ["too many hashes", receipt.replace("index 2\n", `index 2\n${"A\n".repeat(60)}`), "more than any tree"],
    ["another leaf", receipt.replace(/extra .*/, "extra b3RoZXI="), "do not lead from its leaf"],
  ])("is refused with %s", (_, text, message) => {
    expect(() => verifyTlogProof(text, trust)).toThrow(message);
  });
});

describe("a leaf", () => {
  const head = `disclosure-registry/leaf/v1 disclosure ${owner.event}\n`;

  it("gives its kind, its event and the values of its lines, also empty ones", () => {
    const { kind, event, values } = parseLeaf(Buffer.from(`${head}purpose sales and more\ncategories \n`));
    expect([kind, event]).toEqual(["disclosure", owner.event]);
    expect([...values]).toEqual([
      ["purpose", "sales and more"],
      ["categories", ""],
    ]);
  });

  it.each([
    ["another version", head.replace("v1", "v2"), "does not begin with"],
    ["more in its first line", head.replace("\n", " more\n"), "does not begin with"],
    ["no end", `${head}purpose sales`, "cut off in its last line"],
    ["two lines of one name", `${head}users ${users}\nusers ${"0".repeat(64)}\n`, 'two lines "users"'],
    ["a line without a name", `${head} purpose sales\n`, "does not begin with a name"],
    ["an empty line", `${head}\n`, "does not begin with a name"],
    ["a name that no column has", `${head}__proto__ 1\n`, "does not begin with a name"],
    ["bytes that are no text", Buffer.from([...Buffer.from(`${head}purpose `), 0xff, 0x0a]), "not in UTF-8"],
  ])("is refused with %s", (_, leaf, message) => {
    expect(() => parseLeaf(Buffer.from(leaf))).toThrow(message);
  });
});

describe("a coverage proof", () => {
  it("shows the user's number, the event, and where its leaf is", () => {
    for (const [position, { segment, slots }] of segments.entries()) {
      for (const slot of slots) {
        const proven = verifyCoverageProof(proofOf(position, slot), trust);
        expect(proven.userNumber).toBe(segment * 4096 + slot);
        expect([proven.leaf.kind, proven.leaf.event, proven.index]).toEqual(["disclosure", owner.event, 2]);
      }
    }
  });

  it("is refused wherever it is cut off", () => {
    const proof = proofOf(0, 2);
    for (let end = 0; end < proof.length; end += 1) {
      expect(() => verifyCoverageProof(proof.slice(0, end), trust)).toThrow();
    }
  });

  it.each([
    [
      "a slot that is not covered",
      (proof: string) => proof.replace("\nslot 2", "\nslot 3"),
      "do not include its slot 3",
    ],
    [
      "a slot put in",
      (proof: string) => proof.replace("slots 1 2", "slots 1 2 3").replace("\nslot 2", "\nslot 3"),
      "does not lead to the root of users",
    ],
    [
      "another segment",
      (proof: string) => proof.replace("segment 0", "segment 1"),
      "does not lead to the root",
    ],
    [
      "another salt",
      (proof: string) => proof.replace(/salt .*/, `salt ${"A".repeat(22)}==`),
      "does not lead",
    ],
    ["a short salt", (proof: string) => proof.replace(/salt .*/, "salt AAAA"), "does not have 16 bytes"],
    [
      "slots out of order",
      (proof: string) => proof.replace("slots 1 2", "slots 2 1"),
      '"slots" is missing or malformed',
    ],
    [
      "a slot twice",
      (proof: string) => proof.replace("slots 1 2", "slots 1 1 2"),
      '"slots" is missing or malformed',
    ],
    [
      "a slot out of range",
      (proof: string) => proof.replace("4095", "4096"),
      '"slots" is missing or malformed',
    ],
    [
      "a segment out of range",
      (proof: string) => proof.replace("segment 0", "segment 4294967296"),
      "out of range",
    ],
    ["Windows line ends", (proof: string) => proof.replaceAll("\n", "\r\n"), "Windows line ends"],
    [
      "a receipt of its own",
      (proof: string) => proof.split("\n\n").slice(1).join("\n\n"),
      "does not begin with",
    ],
  ])("is refused with %s", (_, change, message) => {
    expect(() => verifyCoverageProof(change(proofOf(0, 2)), trust)).toThrow(message);
  });

  it("tells nothing of other segments: two sets that differ there have proofs that differ by one hash", () => {
    const others = setOf([segments[0]!, { segment: 3, slots: [1] }, segments[2]!]);
    expect(others.hex).not.toBe(users);
    expect(others.hashes[0]).toEqual(segmentHashes[0]);
    // Without the log's salt nobody can try numbers against the hash of a segment.
    const salts = segments.map(({ segment }) => segmentSalt(SALT, owner, segment).toString("hex"));
    expect(new Set(salts).size).toBe(segments.length);
    expect(salts[1]).not.toBe(segmentSalt(Buffer.alloc(32, 8), owner, 3).toString("hex"));
  });
});

describe("the root over users", () => {
  it("is the RFC 6962 root over salted segments, whatever holds their slots", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(4095), { minLength: 1, maxLength: 50 }),
        fc.nat(2 ** 31),
        (some, segment) => {
          const slots = some.sort((one, other) => one - other);
          const plain = Buffer.concat([
            segmentSalt(SALT, owner, segment),
            Buffer.of(segment >>> 24, segment >>> 16, segment >>> 8, segment),
            ...slots.map((slot) => Buffer.of(slot >>> 8, slot)),
          ]);
          const [one, other] = [new SetRoot(SALT, owner), new SetRoot(SALT, owner)];
          expect(one.add(segment, slots)).toEqual(leafHash(plain));
          other.add(segment, Uint16Array.from(slots));
          expect(other.hex()).toBe(one.hex());
        },
      ),
    );
  });
});
