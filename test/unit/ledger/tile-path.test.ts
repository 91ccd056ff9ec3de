import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { NotVerified } from "../../../src/modules/ledger/core/not-verified.js";
import { packEntries, unpackEntries } from "../../../src/modules/ledger/core/entry-bundle.js";
import {
  bundlePath,
  parseTilePath,
  tilePath,
  tilesOfLevel,
} from "../../../src/modules/ledger/core/tile-path.js";

describe("the path of a tile", () => {
  it("is that of the specification's examples", () => {
    expect(tilePath({ level: 0, number: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(tilePath({ level: 2, number: 0, width: 1 })).toBe("tile/2/000.p/1");
    expect(bundlePath({ number: 273, width: 112 })).toBe("tile/entries/273.p/112");
  });

  it("names the tiles of 70,000 leaves as the specification counts them", () => {
    const widths = [0, 1, 2, 3].map((level) => [...tilesOfLevel(level, 70_000)].map(({ width }) => width));
    expect(widths.map((level) => [level.filter((width) => width === 256).length, level.at(-1)])).toEqual([
      [273, 112],
      [1, 17],
      [0, 1],
      [0, undefined],
    ]);
    expect([...tilesOfLevel(1, 256)]).toEqual([{ level: 1, number: 0, width: 1 }]);
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.nat(63), fc.nat(10 ** 12), fc.integer({ min: 1, max: 256 }), (level, number, width) => {
        const tile = { level, number, width };
        expect(parseTilePath(tilePath(tile))).toEqual({ of: "hashes", ...tile });
        expect(parseTilePath(bundlePath(tile))).toEqual({ of: "entries", number, width });
      }),
    );
  });

  it.each([
    "tile/0",
    "tile/64/000",
    "tile/00/000",
    "tile/-1/000",
    "tile/0/0",
    "tile/0/1000",
    "tile/0/x000/001",
    "tile/0/001/x001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/000/",
    "tile/0/../000",
    "/tile/0/000",
    "tile/entries/x001",
    "tile/0/x999/x999/x999/x999/x999/999",
  ])("is not %s", (path) => {
    expect(parseTilePath(path)).toBeNull();
  });
});

describe("an entry bundle", () => {
  it("gives back the entries it was made of, empty ones too", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        const buffers = entries.map((entry) => Buffer.from(entry));
        expect(unpackEntries(packEntries(buffers), entries.length)).toEqual(buffers);
      }),
    );
  });

  it("is refused where it is cut off, goes on, or has another number of entries", () => {
    const bundle = packEntries([Buffer.from("one"), Buffer.from("two")]);
    const refusalOf = (bytes: Uint8Array, count: number) => {
      expect(() => unpackEntries(bytes, count)).toThrow(NotVerified);
      try {
        unpackEntries(bytes, count);
      } catch (error) {
        return (error as Error).message;
      }
      return null;
    };
    expect(refusalOf(bundle.subarray(0, -1), 2)).toBe("the bundle is cut off in its entry 1");
    expect(refusalOf(bundle.subarray(0, 6), 2)).toBe("the bundle is cut off in its entry 1");
    expect(refusalOf(bundle, 3)).toBe("the bundle has 2 entries, not 3");
    expect(refusalOf(bundle, 1)).toBe("the bundle goes on behind its 1 entries");
  });

  it("takes no entry that its two bytes of length cannot tell", () => {
    expect(unpackEntries(packEntries([Buffer.alloc(65_535)]), 1)[0]).toHaveLength(65_535);
    expect(() => packEntries([Buffer.alloc(65_536)])).toThrow("An entry has 65536 bytes.");
  });
});
