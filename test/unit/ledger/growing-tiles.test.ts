import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { growTiles, unfinishedTiles, type Tile } from "../../../src/modules/ledger/core/growing-tiles.js";
import { leafHash, rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import { tilesOfLevel } from "../../../src/modules/ledger/core/tile-path.js";
import { nodesFromTiles, rootAt } from "../../../src/modules/ledger/core/tree-proofs.js";

const hashOf = (index: number) => leafHash(Buffer.from(String(index)));
const hashesOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => hashOf(from + place));
const keyOf = ({ level, number }: Omit<Tile, "hashes">) => `${level}/${number}`;

/** The tiles after batches of these sizes, each batch given no more than what `unfinishedTiles` asks for. */
function growBy(batches: readonly number[]): { size: number; kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>();
  let size = 0;
  for (const count of batches) {
    const unfinished = unfinishedTiles(size).map((tile) => ({ ...tile, hashes: kept.get(keyOf(tile))! }));
    const grown = growTiles(size, unfinished, Buffer.concat(hashesOf(size, size + count)));
    for (const tile of grown) kept.set(keyOf(tile), tile.hashes);
    size += count;
  }
  return { size, kept };
}

describe("growing tiles", () => {
  it("lead to the tree of the leaves, and are those of the specification, whatever the batches", async () => {
    const batch = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(255, 256, 257, 1000));
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 12 }), async (batches) => {
        const { size, kept } = growBy(batches);
        const read = nodesFromTiles(size, (tiles) =>
          Promise.resolve(tiles.map((tile) => kept.get(keyOf(tile))!)),
        );
        expect(await rootAt(size, read)).toEqual(rootOf(hashesOf(0, size)));
        const named = [0, 1, 2].flatMap((level) => [...tilesOfLevel(level, size)]);
        expect([...kept].map(([key, hashes]) => `${key} ${hashes.length / 32}`).sort()).toEqual(
          named.map((tile) => `${keyOf(tile)} ${tile.width}`).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("reach the third level", () => {
    const { kept } = growBy([65_535, 1]);
    expect(kept.get("2/0")).toEqual(rootOf(hashesOf(0, 65_536)));
  });

  it("are refused where what is kept is not what a tree of that size has", () => {
    const { kept } = growBy([300]);
    const tile = { level: 0, number: 1, hashes: kept.get("0/1")! };
    const upper = { level: 1, number: 0, hashes: kept.get("1/0")! };
    const more = hashOf(300);
    expect(growTiles(300, [tile, upper], more)).toHaveLength(1);
    expect(() => growTiles(300, [upper], more)).toThrow("Tile 1 of level 0 has not the 44 hashes");
    const short = { ...tile, hashes: tile.hashes.subarray(32) };
    expect(() => growTiles(300, [short, upper], more)).toThrow("Tile 1 of level 0 has not the 44 hashes");
    expect(() => growTiles(256, [upper, tile], more)).toThrow("Tile 1 of level 0 has not the 0 hashes");
  });
});
