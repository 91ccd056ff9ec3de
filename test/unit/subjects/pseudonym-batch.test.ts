import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
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
  it("is handed on in the order of their bytes, each once, and says where each stands", async () => {
    await fc.assert(
      fc.asyncProperty(anyPseudonyms, async (pseudonyms) => {
        const batch = batchOf(pseudonyms);
        const sorted = await batch.sorted(nextTurn);
        const expected = [...new Set(pseudonyms.map((each) => each.toString("hex")))].sort();
        expect(sorted.count).toBe(expected.length);
        expect(sorted.bytes.toString("hex")).toBe(expected.join(""));
        const all = pseudonyms.map((each) => each.toString("hex"));
        expect([...(await batch.placesIn(sorted, nextTurn))].map((place) => expected[place])).toEqual(all);
        expect([...sorted.positions].map((position) => all[position])).toEqual(expected);
      }),
    );
  });

  it("lets others have their turn while it is sorted, if it is large", async () => {
    const pausesOf = async (count: number) => {
      let pauses = 0;
      const pause = () => Promise.resolve((pauses += 1));
      const batch = batchOf(Array.from({ length: count }, () => randomBytes(16)));
      await batch.placesIn(await batch.sorted(pause), pause);
      return pauses;
    };
    expect([await pausesOf(1_000), await pausesOf(5_000)]).toEqual([0, 14]);
  });

  it("holds 524,288 of them, and is good for as many again once it was cleared", async () => {
    const pseudonyms = Array.from({ length: 2 ** 19 }, () => randomBytes(16));
    const batch = batchOf(pseudonyms);
    expect([batch.hasRoomFor(0), batch.hasRoomFor(1)]).toEqual([true, false]);
    expect(
      (await batch.sorted(nextTurn)).bytes.equals(
        Buffer.concat([...pseudonyms].sort((one, other) => one.compare(other))),
      ),
    ).toBe(true);
    batch.clear();
    expect([batch.size, batch.hasRoomFor(2 ** 19)]).toEqual([0, true]);
    expect((await batchOf(pseudonyms.slice(0, 1), batch).sorted(nextTurn)).bytes).toEqual(pseudonyms[0]);
  });
});
