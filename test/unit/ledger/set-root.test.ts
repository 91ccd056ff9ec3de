import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createHash, createHmac } from "node:crypto";
import { rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import { SetRoot, SLOTS_MAX } from "../../../src/modules/ledger/core/set-root.js";

const SEGMENTS_MAX = 2 ** 32;

const bytesOf = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

/** The documented form, word for word. */
function segmentHash(salt: Uint8Array, event: string, segment: number, slots: readonly number[]): Buffer {
  const owner = Buffer.concat([Buffer.from("disclosure "), Buffer.from(event.replaceAll("-", ""), "hex")]);
  const own = createHmac("sha256", salt).update(owner).update(bytesOf(segment, 4)).digest().subarray(0, 16);
  const leaf = [Buffer.of(0), own, bytesOf(segment, 4), ...slots.map((slot) => bytesOf(slot, 2))];
  return createHash("sha256").update(Buffer.concat(leaf)).digest();
}

const ascending = (max: number, maxLength: number) =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: max - 1 }), { minLength: 1, maxLength })
    .map((numbers) => numbers.sort((a, b) => a - b));

describe("the root over an event's users", () => {
  it("is that of the tree of its salted segments, of whatever users", () => {
    const segments = ascending(SEGMENTS_MAX, 5).chain((numbers) =>
      fc.tuple(...numbers.map((segment) => fc.tuple(fc.constant(segment), ascending(SLOTS_MAX, 300)))),
    );
    const salts = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(salts, fc.uuid(), segments, (salt, event, users) => {
        const root = new SetRoot(salt, { kind: "disclosure", event });
        for (const [segment, slots] of users) root.add(segment, slots);
        const hashes = users.map(([segment, slots]) => segmentHash(salt, event, segment, slots));
        expect(root.hex()).toBe(rootOf(hashes).toString("hex"));
      }),
      { numRuns: 30 },
    );
  });

  it("holds a whole segment", () => {
    const [salt, event] = [Buffer.alloc(32, 7), "0197f5d5-8f4b-7c2e-9a5b-3c2d1e0f9a8b"];
    const everyone = Array.from({ length: SLOTS_MAX }, (_, slot) => slot);
    const hash = new SetRoot(salt, { kind: "disclosure", event }).add(3, everyone);
    expect(hash).toEqual(segmentHash(salt, event, 3, everyone));
  });
});
