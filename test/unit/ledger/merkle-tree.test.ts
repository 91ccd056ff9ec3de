import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  CompactRange,
  EMPTY_ROOT,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../../../src/modules/ledger/core/merkle-tree.js";
import { tileWidth } from "../../../src/modules/ledger/core/tile-path.js";
import type { TileName } from "../../../src/modules/ledger/core/tile-path.js";
import {
  consistencyProof,
  inclusionProof,
  inclusionProofAmong,
  nodesFromTiles,
  rootAt,
} from "../../../src/modules/ledger/core/tree-proofs.js";

const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** RFC 6962, section 2.1, word for word; slow, and easy to believe. */
function mth(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha(Buffer.of(0), leaves[0]!);
  const k = splitOf(leaves.length);
  return sha(Buffer.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

function path(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k ? [...path(m, left), mth(right)] : [...path(m - k, right), mth(left)];
}

function subproof(m: number, leaves: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (m === leaves.length) return isWhole ? [] : [mth(leaves)];
  const k = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k ? [...subproof(m, left, isWhole), mth(right)] : [...subproof(m - k, right, false), mth(left)];
}

const splitOf = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1);

const leavesOf = (size: number) => Array.from({ length: size }, (_, index) => Buffer.from(`leaf ${index}`));

/** The tiles of a tree, put together as the specification defines them. */
function tilesOf(leaves: readonly Buffer[]) {
  return (tiles: readonly TileName[]) =>
    Promise.resolve(
      tiles.map(({ level, number, width }) => {
        expect(width).toBe(tileWidth(level, number, leaves.length));
        const span = 256 ** level;
        const first = number * 256;
        return Buffer.concat(
          Array.from({ length: width }, (_, at) =>
            mth(leaves.slice((first + at) * span, (first + at + 1) * span)),
          ),
        );
      }),
    );
}

const small = fc.integer({ min: 1, max: 70 });
/** Two numbers, the smaller first. */
const twoOf = (numbers: fc.Arbitrary<number>) =>
  fc.tuple(numbers, numbers).map((pair) => pair.sort((one, other) => one - other));

describe("the Merkle tree", () => {
  it("has the root of RFC 6962, at every size, while it grows", () => {
    const range = new CompactRange();
    expect(range.root()).toEqual(EMPTY_ROOT);
    expect(EMPTY_ROOT).toEqual(mth([]));
    const leaves = leavesOf(70);
    for (const [at, leaf] of leaves.entries()) {
      range.append(leafHash(leaf));
      expect(range.root()).toEqual(mth(leaves.slice(0, at + 1)));
    }
    expect(range.size).toBe(70);
  });

  it("gives the inclusion proof of RFC 6962 for every leaf, out of tiles or out of hashes, and believes it", async () => {
    await fc.assert(
      fc.asyncProperty(small, fc.nat(), async (size, some) => {
        const leaves = leavesOf(size);
        const index = some % size;
        const proof = await inclusionProof(index, size, nodesFromTiles(size, tilesOf(leaves)));
        expect(proof).toEqual(path(index, leaves));
        expect(inclusionProofAmong(leaves.map(leafHash), index)).toEqual(proof);
        const leaf = leafHash(leaves[index]!);
        expect(verifyInclusion({ index, size, leafHash: leaf, proof, root: mth(leaves) })).toBe(true);
      }),
    );
  });

  it("gives the consistency proof of RFC 6962 for every two sizes, and believes it", async () => {
    await fc.assert(
      fc.asyncProperty(twoOf(small), async ([from, to]) => {
        const leaves = leavesOf(to);
        const proof = await consistencyProof(from, to, nodesFromTiles(to, tilesOf(leaves)));
        expect(proof).toEqual(subproof(from, leaves, true));
        const [fromRoot, toRoot] = [mth(leaves.slice(0, from)), mth(leaves)];
        expect(verifyConsistency({ from, to, fromRoot, toRoot, proof })).toBe(true);
      }),
    );
  });

  it("proves nothing from the empty tree, which every tree begins with", async () => {
    expect(await consistencyProof(0, 5, () => Promise.reject(new Error("asked")))).toEqual([]);
    const nothing = { from: 0, to: 1, fromRoot: EMPTY_ROOT, toRoot: leafHash(Buffer.of(1)), proof: [] };
    expect(verifyConsistency(nothing)).toBe(false);
  });

  it("finds its root and proofs across tiles of three levels", async () => {
    const size = 65_536 + 256 + 3;
    const leaves = leavesOf(size);
    const hashes = leaves.map(leafHash);
    const root = rootOf(hashes);
    // Tiles as a log builds them, level by level; the specification's own words would take minutes at this size.
    const levels = [hashes];
    for (let below = hashes; below.length >= 256;) {
      below = Array.from({ length: Math.floor(below.length / 256) }, (_, at) =>
        rootOf(below.slice(at * 256, (at + 1) * 256)),
      );
      levels.push(below);
    }
    const read = nodesFromTiles(size, (tiles) =>
      Promise.resolve(
        tiles.map(({ level, number, width }) =>
          Buffer.concat(levels[level]!.slice(number * 256, number * 256 + width)),
        ),
      ),
    );
    expect(await rootAt(size, read)).toEqual(root);
    expect(await rootAt(0, read)).toEqual(EMPTY_ROOT);
    for (const index of [0, 255, 256, 65_535, 65_536, size - 1]) {
      const proof = await inclusionProof(index, size, read);
      expect(verifyInclusion({ index, size, leafHash: hashes[index]!, proof, root })).toBe(true);
    }
    for (const from of [257, 65_537]) {
      const proof = await consistencyProof(from, size, read);
      const consistency = { from, to: size, fromRoot: rootOf(hashes.slice(0, from)), toRoot: root, proof };
      expect(verifyConsistency(consistency)).toBe(true);
    }
  });

  it("refuses a proof of which one bit is another, one that is longer, and one for another place", () => {
    fc.assert(
      fc.property(small, fc.nat(), fc.nat(), (size, someIndex, someBit) => {
        const leaves = leavesOf(size);
        const index = someIndex % size;
        const proof = path(index, leaves);
        const claim = { index, size, leafHash: leafHash(leaves[index]!), proof, root: mth(leaves) };
        const flipped = (hash: Buffer) => {
          const copy = Buffer.from(hash);
          copy[Math.floor(someBit / 8) % 32]! ^= 1 << (someBit % 8);
          return copy;
        };
        expect(verifyInclusion({ ...claim, leafHash: flipped(claim.leafHash) })).toBe(false);
        expect(verifyInclusion({ ...claim, root: flipped(claim.root) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, claim.root] })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
        for (const at of proof.keys()) {
          const changed = proof.map((hash, place) => (place === at ? flipped(hash) : hash));
          expect(verifyInclusion({ ...claim, proof: changed })).toBe(false);
        }
      }),
    );
  });

  it("refuses a hash that is cut off, also right after the whole one was believed", () => {
    const [left, right] = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];
    const root = rootOf([left, right]);
    const believed = [right, right.subarray(0, 31)].map((hash) => [
      verifyConsistency({ from: 1, to: 2, fromRoot: left, toRoot: root, proof: [hash] }),
      verifyInclusion({ index: 0, size: 2, leafHash: left, proof: [hash], root }),
    ]);
    expect(believed).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it("refuses sizes and places that are no whole numbers, or beyond 2^53", () => {
    const root = leafHash(Buffer.of(1));
    for (const size of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(verifyInclusion({ index: 0, size, leafHash: root, proof: [], root })).toBe(false);
      expect(verifyConsistency({ from: 1, to: size, fromRoot: root, toRoot: root, proof: [] })).toBe(false);
    }
    expect(verifyInclusion({ index: -1, size: 1, leafHash: root, proof: [], root })).toBe(false);
  });
});
