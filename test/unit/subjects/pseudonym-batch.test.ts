import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { PseudonymBatch } from "../../../src/modules/subjects/core/pseudonym-batch.js";

function batchOf(pseudonyms: readonly Buffer[], batch = new PseudonymBatch()): PseudonymBatch {
  for (const pseudonym of pseudonyms) {
    const at = batch.next();
    for (let word = 0; word < 4; word += 1) batch.words[at + word] = pseudonym.readUInt32BE(word * 4);
  }
  return batch;
}

/** Few values in the first and last bytes only, so that many agree in their beginning, and many altogether. */
const anyPseudonyms = fc.array(
  fc.tuple(fc.constantFrom(0, 1, 0x80, 0xff), fc.nat(2), fc.nat(3)).map(([first, tenth, last]) => {
    const bytes = Buffer.alloc(16);
    bytes[0] = first;
    bytes[9] = tenth;
    bytes[15] = last;
    return bytes;
  }),
  { maxLength: 300 },
);

describe("A batch of pseudonyms", () => {
  it("is handed on in the order of their bytes, each once, and says where each stands", () => {
    fc.assert(
      fc.property(anyPseudonyms, (pseudonyms) => {
        const batch = batchOf(pseudonyms);
        const sorted = batch.sorted();
        const expected = [...new Set(pseudonyms.map((each) => each.toString("hex")))].sort();
        expect(sorted.count).toBe(expected.length);
        expect(sorted.bytes.toString("hex")).toBe(expected.join(""));
        const all = pseudonyms.map((each) => each.toString("hex"));
        expect([...batch.placesIn(sorted)].map((place) => expected[place])).toEqual(all);
        expect([...sorted.positions].map((position) => all[position])).toEqual(expected);
      }),
    );
  });

  it("holds 131,072 of them, and is good for as many again once it was cleared", () => {
    const pseudonyms = Array.from({ length: 2 ** 17 }, () => randomBytes(16));
    const batch = batchOf(pseudonyms);
    expect([batch.hasRoomFor(0), batch.hasRoomFor(1)]).toEqual([true, false]);
    expect(
      batch.sorted().bytes.equals(Buffer.concat([...pseudonyms].sort((one, other) => one.compare(other)))),
    ).toBe(true);
    batch.clear();
    expect([batch.size, batch.hasRoomFor(2 ** 17)]).toEqual([0, true]);
    expect(batchOf(pseudonyms.slice(0, 1), batch).sorted().bytes).toEqual(pseudonyms[0]);
  });
});
