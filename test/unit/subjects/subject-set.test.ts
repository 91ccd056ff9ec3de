import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { numberAt, slotsOf, SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";

const numbers = (...list: number[]) => list as SubjectNumber[];
const ascending = (members: Iterable<number>) => [...members].sort((a, b) => a - b);

/** Numbers near each other and far apart, so that segments are sparse, dense and in between, with repetitions. */
const anyNumbers = fc
  .array(
    fc.oneof(
      fc.tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 4_095 }),
        fc.integer({ min: 1, max: 600 }),
      ),
      fc.tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 0, max: 4_095 }), fc.constant(1)),
    ),
    { maxLength: 20 },
  )
  .chain((runs) => {
    const list = runs.flatMap(([segment, slot, length]) =>
      Array.from({ length }, (_, step) => segment * 4_096 + ((slot + step * 7) % 4_096)),
    );
    return fc.shuffledSubarray(list, { minLength: list.length });
  })
  .map((list) => list as SubjectNumber[]);

describe("a set of users", () => {
  it("holds what a plain set holds, whatever the order, the density and the repetitions", () => {
    fc.assert(
      fc.property(anyNumbers, (list) => {
        const plain = new Set<number>();
        const set = new SubjectSet();
        const isNew = (number: number) => !plain.has(number) && plain.add(number) !== undefined;
        expect(list.filter((number) => set.add(number) !== isNew(number))).toEqual([]);
        expect(set.size).toBe(plain.size);
        expect([...set.numbers()]).toEqual(ascending(plain));
        const neighbours = list.flatMap((number) => numbers(number, number + 1));
        expect(neighbours.filter((number) => set.has(number) !== plain.has(number))).toEqual([]);
      }),
    );
  });

  it("is packed into ascending segments, each in the form that takes less room, and comes back from them", () => {
    fc.assert(
      fc.property(anyNumbers, (list) => {
        const set = SubjectSet.of(list);
        const back = new SubjectSet();
        let last = -1;
        for (const packed of set.segments()) {
          expect(packed.segment).toBeGreaterThan(last);
          last = packed.segment;
          const slots = [...slotsOf(packed)];
          expect(slots).toEqual(ascending(new Set(slots)));
          // In the database an array takes 24 bytes and 2 a slot, a bitmap 520.
          const arrayIsSmaller = 24 + 2 * slots.length < 520;
          expect([packed.offsets !== null, packed.bitmap !== null]).toEqual([
            arrayIsSmaller,
            !arrayIsSmaller,
          ]);
          expect(slots.every((slot) => set.has(numberAt({ segment: packed.segment, slot })))).toBe(true);
          back.addSegment(packed);
        }
        expect([...back.numbers()]).toEqual([...set.numbers()]);
        expect(back.size).toBe(set.size);
      }),
    );
  });

  it("takes in the segments of another set, and counts who is new", () => {
    fc.assert(
      fc.property(anyNumbers, anyNumbers, (one, other) => {
        const set = SubjectSet.of(one);
        for (const packed of SubjectSet.of(other).segments()) set.addSegment(packed);
        const plain = new Set<number>([...one, ...other]);
        expect([...set.numbers()]).toEqual(ascending(plain));
        expect(set.size).toBe(plain.size);
        // As if one by one: also in the form that takes less room.
        expect([...set.segments()]).toEqual([...SubjectSet.of([...one, ...other]).segments()]);
      }),
    );
  });

  it("takes in bits wherever they lie in memory", () => {
    const [packed] = SubjectSet.of(numbers(...Array.from({ length: 300 }, (_, n) => n * 13))).segments();
    for (const offset of [0, 1, 2, 3, 4]) {
      const bitmap = new Uint8Array(offset + 512).subarray(offset);
      bitmap.set(packed!.bitmap!);
      const set = SubjectSet.of(numbers(1, 13));
      set.addSegment({ ...packed!, bitmap });
      expect([...set.numbers()]).toEqual(ascending([1, ...Array.from({ length: 300 }, (_, n) => n * 13)]));
      expect(set.size).toBe(301);
    }
  });

  it("puts slot 0 into the highest bit of the first byte, where PostgreSQL's get_bit looks for it", () => {
    const [packed] = SubjectSet.of(
      numbers(0, 9, ...Array.from({ length: 300 }, (_, n) => 4_095 - n)),
    ).segments();
    expect([...packed!.bitmap!.subarray(0, 3)]).toEqual([0x80, 0x40, 0]);
    expect(packed!.bitmap!.at(-1)).toBe(0xff);
  });

  it("stays small where a million numbers arrive three times, in any order", () => {
    const set = new SubjectSet();
    for (let step = 0; step < 3_000_000; step += 1) set.add(((step * 7_919) % 1_000_000) as SubjectNumber);
    expect(set.size).toBe(1_000_000);
    let bytes = 0;
    for (const { offsets, bitmap } of set.segments()) bytes += (offsets ?? bitmap)!.byteLength;
    expect(bytes).toBe(245 * 512);
  });

  it("is empty before anything was added", () => {
    const set = new SubjectSet();
    expect([set.size, [...set.segments()], [...set.numbers()], set.has(0 as SubjectNumber)]).toEqual([
      0,
      [],
      [],
      false,
    ]);
  });
});
